"""The look page in a real browser, by day and at night, wide and on a phone: readable, reachable, coverable.

The room serves itself here (look_settings): no database, no other room.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

import browsing
from served import free_port

HERE = Path(__file__).parent
WIDE, PHONE, SMALLEST, DOUBLED = (1320, 900), (390, 844), (360, 640), (660, 450)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The room, serving itself on a free port of this machine."""
    port = free_port()
    paths = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "look_settings", "PYTHONPATH": paths}
    command = [sys.executable, "-m", "django", "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield answering(f"http://127.0.0.1:{port}/look/", server)
    finally:
        server.terminate()
        server.wait(10)


def answering(url: str, server: "subprocess.Popen[bytes]") -> str:
    """The url, as soon as it answers."""
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(url, timeout=5):  # noqa: S310  # our own server on this machine
                return url
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The room does not serve its own look page.")


def opened(
    chromium: Browser, url: str, size: tuple[int, int] = WIDE, *, scheme: str = "light", scripts: str = "on"
) -> Page:
    page = chromium.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=scripts == "on",
    )
    page.goto(url)
    return page


def barriers(page: Page) -> list[str]:
    """What axe-core finds, its best practice too."""
    return browsing.barriers(page, "best-practice")


def covered(page: Page) -> bool:
    return not page.locator("h1").is_visible() and page.locator("[data-cover-sheet]").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_nobody_is_shut_out(chromium: Browser, address: str, size: tuple[int, int], scheme: str):
    complaints: list[str] = []
    page = opened(chromium, address, size, scheme=scheme)
    page.on("console", lambda message: complaints.append(message.text))
    page.reload()
    assert barriers(page) == []
    page.get_by_role("button", name="File the report").click()
    page.get_by_text("Something is missing or unclear").wait_for()
    assert barriers(page) == []
    assert complaints == []


def test_a_planted_barrier_is_found(chromium: Browser, address: str):
    page = opened(chromium, address)
    page.evaluate("document.querySelector('#id_people').removeAttribute('id')")
    assert any("label" in barrier for barrier in barriers(page))


@pytest.mark.parametrize("size", [SMALLEST, DOUBLED], ids=["360 pixels", "200 per cent"])
def test_nothing_has_to_be_scrolled_sideways(chromium: Browser, address: str, size: tuple[int, int]):
    page = opened(chromium, address, size)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


def test_one_key_covers_the_screen_also_over_a_reload_and_any_key_brings_it_back(chromium: Browser, address: str):
    page = opened(chromium, address)
    page.get_by_label("Who", exact=True).fill("second cell from the stairs")
    page.keyboard.press("F9")
    assert covered(page)
    assert page.title() == "Rapport"
    page.keyboard.press("x")
    assert not covered(page)
    assert page.get_by_label("Who", exact=True).input_value() == "second cell from the stairs"
    page.keyboard.press("F9")
    page.reload()
    assert covered(page)
    page.mouse.click(200, 200)
    assert not covered(page)
    page.get_by_role("button", name="Cover screen").click()
    assert covered(page)


def test_a_missing_line_is_announced_and_its_link_leads_to_the_field(chromium: Browser, address: str):
    page = opened(chromium, address)
    page.get_by_role("button", name="File the report").click()
    page.wait_for_function("document.activeElement.classList.contains('govuk-error-summary')")
    page.get_by_role("link", name="How will you work?").click()
    assert page.evaluate("document.activeElement.id") == "id_approach_0"


def test_the_keyboard_reaches_the_page_first_and_chooses_a_card(chromium: Browser, address: str):
    page = opened(chromium, address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.get_by_label("Be with people").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_label("Watch").is_checked()


def test_a_slider_says_its_value_in_a_word(chromium: Browser, address: str):
    page = opened(chromium, address)
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("End")
    assert slider.get_attribute("aria-valuetext") == "100, certain"
    assert page.locator(".rap-range__said").inner_text() == "100 · certain"


def test_a_phone_without_scripts_has_the_navigation_and_the_languages(chromium: Browser, address: str):
    page = opened(chromium, address, PHONE, scripts="off")
    reports, folded = page.get_by_role("link", name="My reports"), page.locator(".rap-menu__label")
    assert (folded.inner_text().split(), reports.count()) == (["Menu", "Shift"], 0)
    folded.focus()
    page.keyboard.press("Enter")
    assert reports.is_visible()
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    assert not folded.is_visible()
    page.reload()
    assert reports.is_visible()
    page.emulate_media(media="print")
    assert not folded.is_visible()
    page.emulate_media(media="screen")
    assert page.get_by_role("link", name="Queue").count() == 0
    page.get_by_role("button", name="Русский").click()
    assert page.url == address
    assert page.locator("html").get_attribute("lang") == "ru"
