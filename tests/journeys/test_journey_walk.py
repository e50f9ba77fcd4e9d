"""A stranger types `make demo`, plays the walk to its debrief in their language, and meets a power cut on the way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from walking import Walker

from browsing import barriers, complaints_of
from journeys.conftest import House

pytestmark = pytest.mark.browser

ENGLISH = re.compile(r"\b(?:the|you|and|reported|noticed|with)\b")


def come_in(page: Page, house: House, language: str) -> None:
    """Open the first page, choose a language there, and press the one large button."""
    page.goto(house.address)
    page.locator(f"button[name=language][value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert barriers(page) == []
    page.locator(".rap-welcome__start").click()
    expect(page).to_have_url(re.compile("/walk/"))


def debrief_is_whole(page: Page, walker: Walker) -> None:
    """Both pictures, their table twins, the pairs, the seal; nothing in the way of anybody."""
    expect(page).to_have_url(re.compile("/walk/debrief/"))
    walker.picture("debrief")
    walker.troubles += barriers(page)
    pictures = page.locator(".rap-debrief__pictures > section")
    assert pictures.count() == 2
    for rows, table in ((pictures.nth(at).locator("ol > li"), pictures.nth(at).locator("tbody tr")) for at in (0, 1)):
        assert rows.count() == table.count()
    assert page.locator(".rap-notice--good").count() == 2, "the seal fits and the acts lead to the same prison"
    assert walker.commitment, "the seal was shown before anything could be seen"
    assert walker.commitment in (page.locator(".rap-debrief__seal").text_content() or "")


@pytest.mark.in_each_language
def test_a_stranger_plays_the_walk_to_its_debrief_through_a_power_cut(
    house: House, chromium: Browser, language: str
) -> None:
    context = chromium.new_context(viewport={"width": 1320, "height": 900}, locale="en-GB")
    page = context.new_page()
    complaints = complaints_of(page)
    come_in(page, house, language)
    walker = Walker(page, f"walk-{language}", notes=lambda words: len(words) % 3 == 0)
    walker.play(until=lambda kind: kind == "choose")
    page.locator("[id^=note-]").first.click()
    page.locator("[id^=note-][aria-pressed=true]").first.wait_for()
    where = page.url
    noted = page.locator(".rap-notebook__lines").inner_text()

    page.goto("about:blank")
    house.kill()
    house.open()
    page.goto(where)

    assert page.locator(".rap-notebook__lines").inner_text() == noted
    walker.play(until=lambda kind: kind == "closed")
    debrief_is_whole(page, walker)
    assert walker.troubles == []
    assert complaints == []
    if language != "en":
        assert ENGLISH.findall(page.locator("main").inner_text()) == [], "the debrief is in one language"
    context.close()
