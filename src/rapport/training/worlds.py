"""The world behind an exercise: opened, acted upon, stepped, kept.

The snapshot is a cache. Scenario, seed, nonce and the logged acts rebuild the same bytes (`rebuilt`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapport.simulation import ENGINE, Scenario, World, acts, colleagues
from rapport.simulation.acts import Logged
from rapport.simulation.scenario import names
from rapport.simulation.state import SnapshotError
from rapport.simulation.truth import NONCE_BYTES
from rapport.simulation.world import SLOTS as SLOTS_OF_A_DAY
from rapport.training import scenery
from rapport.training.log import NewAct
from rapport.training.models import ActKind, Exercise, ExerciseAct, Seat, WorldState

USUAL = "exercise-b"
MIDDLING = 1.5
"""d_a of the simulated officers that a debrief sets beside one's own reports."""
STEPPED = (ActKind.SLOT_CHOSEN, ActKind.DAY_ENDED)


class OtherVersion(RuntimeError):
    """The exercise was begun with another engine or scenario than this release has: it would come out differently."""


def story_of(exercise: Exercise) -> Scenario:
    """The scenario of an exercise, if it is still the one that was sealed. Raises `OtherVersion` otherwise."""
    story = scenery.scenario(exercise.scenario)
    if story.hash != exercise.scenario_hash or exercise.engine != ENGINE:
        raise OtherVersion(exercise.label)
    return story


def fresh(scenario: str, seed: int, nonce: bytes) -> World:
    """The world of this seed before its first morning."""
    return World.from_scenario(scenery.scenario(scenario), seed=seed, nonce=nonce)


def rehearse() -> None:
    """Read the walks that there are and play a slot of the usual one, for what all of them look up: not a walk's."""
    for name in names():
        scenery.scenario(name)
    fresh(USUAL, 0, bytes(NONCE_BYTES)).play()
    colleagues.deviation(scenery.scenario(USUAL), d_a_milli=round(MIDDLING * 1000))


def opened(exercise: Exercise) -> World:
    """The world of an exercise as it stands, from its snapshot or else from its acts."""
    story = story_of(exercise)
    state = WorldState.unfiltered.filter(exercise=exercise).first()
    if state is None:
        return rebuilt(exercise)
    try:
        return World.restore(story, bytes(state.snapshot))
    except SnapshotError:
        return rebuilt(exercise)


def rebuilt(exercise: Exercise) -> World:
    """The world of an exercise from scenario, seed, nonce and logged acts alone."""
    return _replayed(story_of(exercise), exercise.seed, bytes(exercise.nonce), _acts_of(exercise), clock_of(exercise))


def lived_through(exercise: Exercise) -> World:
    """The same of an exercise that is over, to be read and never acted upon: built once for as long as its log says
    the same.
    """
    return _kept(story_of(exercise), exercise.seed, bytes(exercise.nonce), _acts_of(exercise), clock_of(exercise))


Acts = tuple[tuple[int, str], ...]


def _acts_of(exercise: Exercise) -> Acts:
    """What was done to the world, in order: after how many slots, and what."""
    done = ExerciseAct.unfiltered.filter(exercise=exercise, world__isnull=False).order_by("n")
    return tuple((clock or 0, json.dumps(world)) for clock, world in done.values_list("clock", "world"))


def _replayed(story: Scenario, seed: int, nonce: bytes, done: Acts, slots: int) -> World:
    logged = [Logged(clock, acts.from_dict(json.loads(world))) for clock, world in done]
    return World.replay(story, seed=seed, nonce=nonce, acts=logged, slots=slots)


_kept = lru_cache(maxsize=8)(_replayed)


def clock_of(exercise: Exercise) -> int:
    """How many slots (seven a day) have been simulated, by the log."""
    last = ExerciseAct.unfiltered.filter(exercise=exercise, kind__in=STEPPED).order_by("-n").first()
    return 0 if last is None else int(last.payload["clock"])


def keep(exercise: Exercise, world: World) -> None:
    """Keep the world as it stands now."""
    WorldState.unfiltered.update_or_create(
        exercise=exercise, defaults={"clock": world.clock, "snapshot": world.snapshot()}
    )


def act(
    world: World, what: acts.Act, kind: ActKind, *, seat: Seat | None, payload: dict[str, Any], once: str
) -> NewAct:
    """Do something to the world; returns what is to be logged of it. Raises `ActRefused` if the world refuses it."""
    world.act(what)
    return NewAct(kind, seat=seat, payload=payload, world=what.to_dict(), clock=world.clock, once=once)


def to_the_end_of_the_day(world: World, day: int) -> None:
    """Simulate what is left of a day."""
    world.step(slots=max(0, (day + 1) * SLOTS_OF_A_DAY - world.clock))


@dataclass(frozen=True)
class Outlook:
    """What one knows before a slot: at which posts people are, and at which a colleague will stand."""

    open_posts: tuple[str, ...]
    colleagues: tuple[str, ...]

    def to_dict(self) -> dict[str, list[str]]:
        return {"open_posts": list(self.open_posts), "colleagues": list(self.colleagues)}


def outlook(world: World, n: int) -> Outlook:
    """The outlook on the played slot n. Empty after the last one and at an anchor."""
    if n >= len(world.scenario.played):
        return Outlook((), ())
    day, slot = world.scenario.played[n]
    posts = world.open_posts(day, slot)
    seats = colleagues.roster(world.scenario, world.seed, day=day, slot=slot, open_posts=posts)
    return Outlook(tuple(posts), tuple(seat.post for seat in seats))


def in_sight(world: World, n: int, *, post: str, wide: bool) -> list[tuple[int, int]]:
    """(place, person) of everybody in sight in the played slot n: from a post, or on the landings at an anchor."""
    story: Scenario = world.scenario
    day, slot = story.played[n]
    present = world.present(day, slot)
    if story.slots[slot].anchor:
        landings = set(story.landings)
        seen = {place.index for place in story.plan if place.index in landings or place.parent in landings}
    else:
        stand = story.post(post)
        seen = set(stand.sees) if wide else {stand.at}
        seen |= {place.index for place in story.plan if place.kind == "cell" and place.parent in seen}
    return [(int(place), person) for person, place in enumerate(present.tolist()) if place in seen]
