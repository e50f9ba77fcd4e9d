"""A real browser: how Debian's Chromium is started, and what is looked at on a page that stands in it.

Source: W3C, Web Content Accessibility Guidelines 2.2, level AA; axe-core finds what a program can find.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parents[1]
SCREENSHOTS = HERE / "screenshots"
AXE = (HERE / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
LOOKED_FOR = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(found => found.violations)"
"""What passes is not told: on a long page that is a hundred times what fails."""
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium_running() -> Iterator[Browser]:
    """Debian's Chromium, headless, as long as this lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


def barriers(page: Page, *more: str) -> list[str]:
    """What axe-core finds on this page at WCAG 2.2 AA, and by more of its rules: each with where it stands."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    found = page.evaluate(LOOKED_FOR, [*RULES, *more])
    return [f"{one['id']}: {node['target']} {node['html'][:90]}" for one in found for node in one["nodes"]]


def complaints_of(page: Page, *expected: str) -> list[str]:
    """A list that fills with whatever the browser complains of on this page, but for lines with an expected word."""
    said: list[str] = []

    def hear(text: str) -> None:
        if not any(word in text for word in expected):
            said.append(text)

    page.on("pageerror", lambda error: hear(str(error)))
    page.on("console", lambda message: hear(message.text) if message.type == "error" else None)
    return said


def speak(page: Page, address: str, language: str) -> None:
    """From now on this browser asks the house for its pages in this language."""
    page.context.add_cookies([{"name": "rapport_language", "value": language, "url": address}])


def pictured(page: Page, name: str, *, widths: tuple[int, ...] = (1280, 360)) -> list[str]:
    """Keep a picture at each width, and leave the page at the first. Returns at which it scrolls sideways."""
    SCREENSHOTS.mkdir(exist_ok=True)
    wide = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate(SIDEWAYS):
            wide.append(f"scrolls sideways at {width}")
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}.jpg", type="jpeg", quality=80, full_page=True)
    page.set_viewport_size({"width": widths[0], "height": 900})
    return wide
