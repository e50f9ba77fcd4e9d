"""A picture of a wing: one file that needs nothing else, and that keeps what is sealed."""

import json
import re

import pytest
from playwright.sync_api import Page, sync_playwright
from simulation_walks import NONCE

from rapport.simulation import World
from rapport.simulation.picture import picture


@pytest.fixture(scope="module")
def world(scenario) -> World:
    world = World.from_scenario(scenario, seed=7, nonce=NONCE)
    world.step(days=2)
    return world


def content(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


def test_the_picture_is_one_file_that_asks_no_network(world):
    page = picture(world)
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)\s*=|url\(|https?://(?!www\.w3\.org/2000/svg)", page)
    held = content(page)
    assert len(held["where"]) == len(held["met"]) == len(held["events"]) == 14
    assert sum(map(len, held["events"])) == world.events.num_rows
    assert len(held["people"]) == 60


def test_what_is_secret_is_in_it_only_when_the_truth_is_open(world):
    closed = content(picture(world))
    assert {event["kind"] for slot in closed["events"] for event in slot} == {None}
    opened = world.branch()
    truth = opened.unseal(NONCE)
    kinds = {event["kind"] for slot in content(picture(opened))["events"] for event in slot} - {None}
    assert kinds == set(truth.events["kind"].to_pylist())


@pytest.mark.browser
def test_an_author_moves_through_time_and_sees_who_could_see_what(world, tmp_path):
    file = tmp_path / "picture.html"
    file.write_text(picture(world), encoding="utf-8")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page: Page = browser.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(file.as_uri())
        first = page.locator("#now").inner_text()
        page.locator("#at").focus()
        for _ in range(8):
            page.keyboard.press("ArrowRight")
        assert page.locator("#now").inner_text() != first
        assert page.locator("#plan circle.man").count() == 60
        assert page.locator("#plan .post").count() >= 3, "no officer stands anywhere in a played slot"
        assert "chance" in page.locator("#rows").inner_text()
        page.select_option("#language", "ky")
        assert "Ким кайда" in page.locator("#plan-head").inner_text()
        page.locator("#net circle").first.click()
        assert page.locator("#net .tie").count() < 60
        assert wrong == []
        browser.close()
