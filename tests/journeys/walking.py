"""Playing a walk in a browser, by what stands on the page: no test knows where the walk ought to be.

A `Walker` looks at the page in front of it, does the next thing as an officer would, and says what it did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from browsing import barriers, pictured

ENOUGH = 400
WIDTHS = (1320, 390)


@dataclass
class Walker:
    """Somebody who plays the walk: notes what `notes` says of a passage's words, and answers `percent`."""

    page: Page
    name: str
    notes: Callable[[str], bool]
    percent: int = 60
    seen: set[str] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)
    commitment: str = ""

    def step(self) -> str:
        """Do the next thing. Returns which kind of page it was."""
        for kind in (
            "begin",
            "desk",
            "lesson",
            "choose",
            "scene",
            "evening",
            "lines",
            "card",
            "look",
            "last",
            "closed",
        ):
            found = self.page.locator(PAGES[kind])
            if found.count():
                self._look_at(kind)
                getattr(self, f"_{kind}")(found.first)
                return kind
        raise AssertionError(f"nothing to do on {self.page.url}: {self.page.title()}")

    def play(self, *, until: Callable[[str], bool]) -> None:
        """Go on until a page of that kind was done."""
        for _ in range(ENOUGH):
            if until(self.step()):
                return
        raise AssertionError("the walk does not end")

    def _look_at(self, kind: str) -> None:
        """Keep a picture of each kind of page, wide and narrow, and let axe look at it once."""
        if kind in self.seen:
            return
        self.seen.add(kind)
        self.troubles += [f"{kind}: {one}" for one in barriers(self.page)]
        self.picture(kind)

    def picture(self, kind: str) -> None:
        """A picture of this page, wide and narrow."""
        self.troubles += [f"{kind}: {one}" for one in pictured(self.page, f"{self.name}-{kind}", widths=WIDTHS)]

    def _submit(self, form: Locator) -> None:
        form.locator("button[type=submit]").last.click()
        self.page.wait_for_load_state()

    def _begin(self, form: Locator) -> None:
        self._submit(form)

    def _lesson(self, form: Locator) -> None:
        if self.page.locator("input[name=post]").count():
            self._take_a_post()
        elif (seal := self.page.locator("#seal-title ~ * code, section[aria-labelledby=seal-title] code")).count():
            self.commitment = seal.first.inner_text().replace(" ", "").replace("\n", "")
        self._submit(form)

    def _choose(self, form: Locator) -> None:
        if self.page.locator("input[name=post]").count():
            self._take_a_post()
        self._submit(form)

    def _take_a_post(self) -> None:
        self.page.locator("input[name=post]:not([disabled])").first.check(force=True)
        self.page.locator("input[name=approach][value=watch]").check(force=True)

    def _scene(self, form: Locator) -> None:
        for position in range(self.page.locator(".rap-seen li").count()):
            row = self.page.locator(".rap-seen li").nth(position)
            button = row.locator("button[aria-pressed=false]:not([disabled])")
            if self.notes(row.locator(".rap-seen__text").inner_text()) and button.count():
                button.click()
                self.page.locator(f"#note-{position}[aria-pressed=true]").wait_for()
        self._submit(form)

    def _evening(self, form: Locator) -> None:
        write = self.page.locator(".rap-acts a[href$='/report/']:not(.govuk-button--secondary)")
        if write.count():
            write.click()
            self.page.wait_for_load_state()
        else:
            self._submit(form)

    def _lines(self, form: Locator) -> None:
        for box in form.locator("input[name=lines]").all():
            box.check(force=True)
        self._submit(form)

    def _desk(self, form: Locator) -> None:
        form.locator("input[name=about][value=worry]").check(force=True)
        form.locator("button[name=do][value=file]").click()
        self.page.wait_for_load_state()

    def _card(self, form: Locator) -> None:
        form.locator("button[name=percent]").nth(3).click()
        self.page.wait_for_load_state()

    def _look(self, form: Locator) -> None:
        buttons = form.locator("button[name=percent]")
        buttons.nth(1).click() if buttons.count() else self._submit(form)
        self.page.wait_for_load_state()

    def _last(self, form: Locator) -> None:
        self._submit(form)

    def _closed(self, link: Locator) -> None:
        link.click()
        self.page.wait_for_load_state()


PAGES = {
    "begin": "form[action$='/walk/start/']:has(button:not(.govuk-button--secondary))",
    "desk": "form:has(input[name=about])",
    "lesson": "form[action*='/lesson/']:not([action*='/note/']):not([action$='/leave/'])",
    "choose": "form[action$='/choose/']",
    "scene": "form[action$='/next/']",
    "evening": "form[action$='/end/']",
    "lines": "form[action$='/walk/report/']",
    "card": "form[action$='/card/']",
    "look": "form[action*='/walk/look/']",
    "last": "form[action$='/walk/close/']",
    "closed": "a[href$='/walk/debrief/']",
}
"""How a page is known: by what can be done on it."""
