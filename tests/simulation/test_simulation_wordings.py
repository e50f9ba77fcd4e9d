"""Nobody is shown one wording twice in an exercise, however he plays."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from rapport.simulation import Scenario, World, acts, ordinary
from rapport.simulation.scenario import names

NONCE = bytes(32)
FORMS = [name + form for name in names() for form in ("", "-shift")]
POSTS = ("first", "last", "round", "landing_1", "yard", "workshop", "canteen", "education")
FEW, MANY = 1, 25


def sentences(wording: str) -> Iterator[tuple[Any, ...]]:
    """Each sentence of the stock that a passage speaks, by itself; beginnings are shared by many and no sentence."""
    what = json.loads(wording)
    yield what["form"], what["act"], what.get("variant", 0)
    yield from (("cue", *cue) for cue in what.get("cues", []))


def badly_played(scenario: Scenario, seed: int, *, way: str) -> World:
    """Every trainee stands where he always stood, or runs about, and talks in every slot to somebody he talked to."""
    world, turn = World.from_scenario(scenario, seed=seed, nonce=NONCE), 0
    trainees = [man.index for man in scenario.officers if not man.simulated]
    while (at := world.next_played) is not None:
        posts = world.open_posts(*at)
        for officer in trainees:
            if posts:
                always = {"first": posts[0], "last": posts[-1], way: way}.get(way)
                post = always if always in posts else posts[(turn + seed + officer) % len(posts)]
                approach = ("watch", "with_people", "check")[(turn + officer) % 3]
                world.act(acts.TakePost(officer, post, approach, "a knife was reported"))
            world.act(acts.Talk(officer, (seed * 7 + turn // 4 * 11 + officer) % scenario.population))
        turn += 1
        world.play()
    world.play()
    return world


def read_twice(world: World) -> list[tuple[int, Any]]:
    read: dict[int, Counter[Any]] = {man.index: Counter() for man in world.scenario.officers}
    for exposure in world.exposures.to_pylist():
        if exposure["shown"]:
            read[exposure["officer"]].update(sentences(exposure["wording"]))
    lines = [sentence for change in world.changes.to_pylist() for sentence in sentences(change["wording"])]
    lines += [sentence for day in range(world.scenario.days) for sentence in sentences(world.rest_of_day(day))]
    for own in read.values():
        own.update(lines)
    return [(officer, sentence) for officer, own in read.items() for sentence, times in own.items() if times > 1]


def pages(world: World) -> set[int]:
    """How many passages the pages of the trainees have."""
    trainees = {man.index for man in world.scenario.officers if not man.simulated}
    shown = Counter(
        (e["officer"], e["day"], e["slot"])
        for e in world.exposures.to_pylist()
        if e["shown"] and e["approach"] != "talk" and e["officer"] in trainees
    )
    return set(shown.values())


@pytest.mark.parametrize("name", FORMS)
def test_the_worst_players_read_no_wording_twice_and_every_page_is_full(name: str) -> None:
    scenario = Scenario.load(name)
    for k, way in enumerate(POSTS[FORMS.index(name) % 4 :: 4]):
        world = badly_played(scenario, 100 + 10 * FORMS.index(name) + k, way=way)
        assert read_twice(world) == [], (name, way)
        assert pages(world) == {scenario.seeing.passages}


@pytest.mark.torture
@pytest.mark.parametrize("name", FORMS)
def test_over_two_hundred_worlds_the_worst_players_read_no_wording_twice(name: str) -> None:
    scenario = Scenario.load(name)
    for seed in range(MANY):
        for way in POSTS:
            world = badly_played(scenario, seed * 8 + POSTS.index(way), way=way)
            assert read_twice(world) == [], (name, way, seed)
            assert pages(world) == {scenario.seeing.passages}


@pytest.mark.parametrize("name", FORMS)
def test_the_stock_fills_every_page_whatever_the_seed(name: str) -> None:
    scenario = Scenario.load(name)
    assert [seed for seed in range(150) if ordinary.unfilled(scenario, seed)] == []


def test_a_sentence_that_belongs_to_an_hour_is_read_in_it() -> None:
    scenario = Scenario.load("exercise-b")
    words = scenario.vocabulary
    for seed in range(4):
        world = World.from_scenario(scenario, seed=seed, nonce=NONCE)
        world.step(days=10)
        for event in world.events.to_pylist():
            clock = scenario.slots[event["slot"]].clock
            assert words.occasions[event["occasion"] >> 1].hours.hold(clock)
            if event["act"] in words.by_ordinary:
                assert words.by_ordinary[event["act"]].hours.hold(clock)
