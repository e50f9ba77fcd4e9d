"""Every page that the table of doors shows, in a real browser: no barrier, no complaint, nothing to scroll sideways.

One language in an ordinary run, another one each day, and every other page narrow too; all four, wide and narrow, in a
long run. Pictures lie in `screenshots/`.
Source: W3C, Web Content Accessibility Guidelines 2.2, level AA.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from unicodedata import normalize
from zlib import crc32

import pytest
from django.urls import reverse
from doors_table import DOORS, Door
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from browsing import SCREENSHOTS, barriers, complaints_of, pictured, speak
from served import Peopled

pytestmark = pytest.mark.browser

WIDTHS = (1320, 390)
STANDINGS = (
    "author",
    "writer",
    "intelligence@here",
    "asker",
    "governor@here",
    "inspector@here",
    "trainer@here",
    "administrator@here",
    "custodian@here",
    "integrity",
)
"""Whose pages are looked at. The walk's own are looked at where it is played (tests/journeys)."""

PARTS = {"healthz", "set_language", "access:enter", "reporting:people", "reporting:file", "register:import_progress"}
"""What is no page: a line, a way in, a part that a page fetches, a file that is handed over."""

PAGES = [door for door in DOORS if door.name not in PARTS]


class Scene(Peopled):
    """The scene before the doors, served by a process of its own."""

    def address_of(self, door: Door) -> str:
        """Where this door is, with the references of the scene."""
        refs = self.told["refs"]
        asked = f"?{door.query.format_map(refs)}" if door.query else ""
        return self.address + reverse(door.name, args=[refs.get(one, one) for one in door.about]) + asked


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    scene = Scene(tmp_path_factory.mktemp("doors"), Path(__file__).with_name("served_scene.py"))
    scene.open()
    yield scene
    scene.close()


def troubles_of(page: Page, name: str) -> list[str]:
    """What is wrong with the page in front of us; keeps its picture, wide and narrow."""
    found = barriers(page)
    page.set_viewport_size({"width": WIDTHS[1], "height": 900})
    found += [f"narrow: {one}" for one in barriers(page) if one not in found]
    return found + pictured(page, f"door-{name}", widths=WIDTHS)


def troubles_of_today(page: Page, name: str) -> list[str]:
    """The same; what is wrong with it narrow, beside what scrolls sideways, on every other page."""
    if (crc32(name.encode()) + int(os.environ["RAPPORT_TESTS_DAY"])) % 2:
        return troubles_of(page, name)
    return barriers(page) + pictured(page, f"door-{name}", widths=WIDTHS)


def troubles_in_the_dark(page: Page, name: str) -> list[str]:
    """What cannot be read at night, on a dark screen."""
    page.emulate_media(color_scheme="dark")
    found = barriers(page) + pictured(page, f"door-{name}-dark", widths=WIDTHS[:1])
    page.emulate_media(color_scheme="light")
    return found


def troubles_on_paper(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it leaves a printer: what it is about is there, the ways elsewhere are not."""
    page.emulate_media(media="print")
    shown = [one.inner_text() for one in page.locator("nav").all() if one.is_visible()]
    headings = [one.inner_text() for one in page.locator("h1, h2").all() if one.is_visible()]
    paper = page.pdf(path=SCREENSHOTS / f"door-{name}.pdf", format="A4")
    page.emulate_media(media="screen")
    written = _letters("".join(one.extract_text() for one in PdfReader(BytesIO(paper)).pages))
    found = [f"prints the navigation: {one[:40]}" for one in shown]
    return found if headings and _letters(headings[0]) in written else [*found, f"prints without {headings}"]


def _letters(text: str) -> str:
    """What is read, without spaces and with letters that a font ties together taken apart."""
    return "".join(normalize("NFKC", text).split())


def look_at_every_page(
    served: Scene, chromium: Browser, language: str, look: Callable[[Page, str], list[str]]
) -> list[str]:
    """Open each page once, as the first of our people to whom it is shown."""
    wrong: list[str] = []
    seen: set[str] = set()
    for standing in ("signed-out", *STANDINGS):
        context = chromium.new_context(viewport={"width": WIDTHS[0], "height": 900}, locale="en-GB")
        page = context.new_page()
        said = complaints_of(page)
        if standing != "signed-out":
            page.goto(served.address + served.told["links"][standing])
        speak(page, served.address, language)
        for door in PAGES:
            if door.says("get", standing) != "shown" or door.title in seen:
                continue
            seen.add(door.title)
            said.clear()
            answer = page.goto(served.address_of(door))
            assert answer is not None
            name = "-".join([door.name.replace(":", "-"), *door.about]).replace(" ", "_") + f"-{language}"
            found = [] if answer.status == 200 else [f"answers {answer.status}"]
            wrong += [f"{door.title} as {standing}: {one}" for one in [*found, *look(page, name), *said]]
        said.clear()
        page.goto(f"{served.address}/there/is/nothing/")
        wrong += [f"missing as {standing}: {one}" for one in look(page, f"missing-{language}")]
        wrong += [f"missing as {standing}: {one}" for one in said if "404" not in one]
        context.close()
    shown = {door.title for door in PAGES if any(line.startswith("shown: ") for line in door.get)}
    unseen = {one for one in shown - seen if not one.startswith("training:")}
    return wrong + [f"{one}: nobody opened it" for one in sorted(unseen)]


@pytest.mark.in_each_language
def test_every_page_is_open_to_everybody(
    served: Scene, chromium: Browser, language: str, request: pytest.FixtureRequest
) -> None:
    ordinary = "not torture" in request.config.option.markexpr
    wrong = look_at_every_page(served, chromium, language, troubles_of_today if ordinary else troubles_of)
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.torture
@pytest.mark.parametrize("look", [troubles_in_the_dark, troubles_on_paper])
def test_every_page_can_be_read_on_a_dark_screen_and_on_paper(
    served: Scene, chromium: Browser, look: Callable[[Page, str], list[str]]
) -> None:
    wrong = look_at_every_page(served, chromium, os.environ["RAPPORT_TESTS_LANGUAGE"], look)
    assert not wrong, "\n".join(["", *wrong])


def test_a_barrier_a_wide_page_and_a_complaint_are_seen(served: Scene, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(f"{served.address}/sign-in/")
    page.evaluate("""() => {
        const wide = document.createElement("img");
        wide.setAttribute("width", "3000");
        wide.setAttribute("height", "20");
        document.querySelector("main").append(wide);
    }""")
    found = troubles_of(page, "planted")
    assert any(one.startswith("image-alt") for one in found)
    assert "scrolls sideways at 390" in found
    page.close()
