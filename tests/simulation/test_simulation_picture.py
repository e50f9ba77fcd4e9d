"""A picture of a wing, and of a whole service: one file that needs nothing else, and that keeps what is sealed."""

import base64
import json
import re

import numpy as np
import pytest
from playwright.sync_api import Browser
from simulation_walks import NONCE

from browsing import complaints_of
from rapport.simulation import Service, World, acts
from rapport.simulation.picture import picture
from rapport.simulation.picture.service import chosen
from rapport.simulation.service_world import ServiceWorld


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
def test_an_author_moves_through_time_and_sees_who_could_see_what(world, tmp_path, chromium: Browser):
    file = tmp_path / "picture.html"
    file.write_text(picture(world), encoding="utf-8")
    page = chromium.new_page()
    wrong = complaints_of(page)
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


# ---- a whole service ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def prisons() -> ServiceWorld:
    """Four establishments of two kinds, two days, a man of the third kept in his cell on the second."""
    groups = [
        {"kind": "prison", "count": 2, "beds": 120, "wings": 3},
        {"kind": "open", "count": 2, "beds": 40, "wings": 2},
    ]
    service = Service.load("room").with_values(establishments__groups=groups)
    world = ServiceWorld.from_scenario(service, seed=7, nonce=NONCE, keep=["life", "contacts"])
    world.step(days=1)
    world.act(acts.Restrict(240 + 5, 3))
    world.step(days=1)
    return world


def places(slot: dict) -> np.ndarray:
    return np.frombuffer(base64.b64decode(slot["where"]), dtype="<u2")


def test_a_service_is_drawn_as_it_lived(prisons):
    held = content(picture(prisons))
    met, happened, in_sight, shown = (np.zeros(2, dtype=int) for _ in range(4))
    for at, slot in enumerate(held["slot"]):
        for own in slot:
            met[at // 7] += sum(own["met"])
            for row in own["seen"]:
                happened[at // 7], in_sight[at // 7], shown[at // 7] = (
                    before[at // 7] + new for before, new in zip((happened, in_sight, shown), row[4:], strict=True)
                )
    days = prisons.days.to_pylist()
    assert met.tolist() == [day["meetings"] for day in days]
    assert happened.tolist() == [day["happenings"] + day["case_events"] for day in days]
    assert in_sight.tolist() == [day["in_sight"] for day in days]
    assert shown.tolist() == [day["shown"] for day in days]
    assert [e["beds"] for e in held["establishments"]] == [120, 120, 40, 40]
    everywhere = np.array([places(slot[2])[5] for slot in held["slot"]])
    in_his_cell = sum(held["establishments"][2]["places"]) + 1
    assert (everywhere[7:] == in_his_cell).all(), "he was kept in his cell, and is drawn elsewhere"
    assert (everywhere[:7] != in_his_cell).any()


def test_a_picture_of_a_service_names_nobody_and_keeps_what_is_sealed(prisons):
    held = content(picture(prisons))
    assert set(held["establishments"][0]) == {"group", "number", "beds", "cell", "wings", "places"}
    assert set(held["slot"][0][0]) == {"where", "staff", "met", "seen"}
    assert {row[3] for slot in held["slot"] for own in slot for row in own["seen"]} == {-1}
    opened = prisons.branch()
    truth = opened.unseal(NONCE)
    told = [row for slot in content(picture(opened))["slot"] for own in slot for row in own["seen"] if row[3] >= 0]
    assert sum(row[4] for row in told) == truth.events.num_rows > 0


def test_of_the_world_one_establishment_of_each_kind_is_drawn():
    assert chosen(Service.load("world")) == [0, 1500, 6000, 14000]
    assert chosen(Service.load("service")) == list(range(31))


@pytest.mark.browser
def test_an_author_looks_into_any_establishment_of_a_service(prisons, tmp_path, chromium: Browser):
    file = tmp_path / "picture.html"
    file.write_text(picture(prisons), encoding="utf-8")
    for width in (1280, 360):
        page = chromium.new_page(viewport={"width": width, "height": 800})
        wrong = complaints_of(page)
        page.goto(file.as_uri())
        assert page.locator("#net .wing-spot").count() == 3
        first = page.locator("#now").inner_text()
        page.locator("#at").focus()
        for _ in range(4):
            page.keyboard.press("ArrowRight")
        assert page.locator("#now").inner_text() != first
        assert page.locator("#plan .man").count() == 1, "everybody is drawn by one path: nobody looks different"
        assert page.locator("#plan .man").get_attribute("d").count("M") == 120
        page.locator("#tiles .tile").nth(3).focus()
        page.keyboard.press("Enter")
        assert page.locator("#plan-head").inner_text().endswith("Open prison 2")
        assert page.locator("#net .wing-spot").count() == 2
        assert "could see" in page.locator("#rows").inner_text()
        page.select_option("#language", "ru")
        assert "Кто где" in page.locator("#plan-head").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert wrong == []
