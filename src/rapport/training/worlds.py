"""The world behind an exercise: opened, acted upon, stepped, kept.

The snapshot is a cache. Scenario, seed, nonce and the logged acts rebuild the same bytes (`rebuilt`). That they do is
tried when the exercise ends, and the log keeps what came out: whoever looks back later compares, and does not wait.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from rapport.access.statements import prepared
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
    state = next(iter(_kept(exercise=exercise.pk)), None)
    kept = None if state is None else _restored(story, bytes(state.snapshot))
    return rebuilt(exercise) if kept is None else kept


def rebuilt(exercise: Exercise) -> World:
    """The world of an exercise from scenario, seed, nonce and logged acts alone."""
    return _source_of(exercise).rebuilt()


Acts = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Lived:
    """The world to which the acts of an exercise lead, its digest, and the digest of the world that was kept."""

    world: World
    digest: str
    kept_digest: str


def lived_through(exercise: Exercise) -> Lived:
    """The world of an exercise that is over, to be read and never acted upon. It is built again from the acts unless
    that was done when they ended and led to the very world that was kept.
    """
    source = _source_of(exercise)
    state = WorldState.unfiltered.filter(exercise=exercise).first()
    last = ExerciseAct.unfiltered.filter(exercise=exercise, kind=ActKind.CLOSED).first()
    ended = {} if last is None else last.payload
    proven = ended.get("digest", "") if ended.get("acts") == source.digest else ""
    return _lived(source, b"" if state is None else bytes(state.snapshot), proven)


def ending(exercise: Exercise) -> dict[str, str]:
    """What the log keeps of the end: which acts there were, and the digest of the world to which they lead. Nothing
    where this release cannot build it.
    """
    try:
        source = _source_of(exercise)
    except OtherVersion:
        return {}
    return {"acts": source.digest, "digest": source.rebuilt().digest()}


@dataclass(frozen=True)
class Source:
    """All from which a world is built again."""

    story: Scenario
    seed: int
    nonce: bytes
    done: Acts
    slots: int

    @property
    def digest(self) -> str:
        """SHA-256 over all of it."""
        told = json.dumps([ENGINE, self.story.hash, self.seed, self.nonce.hex(), self.done, self.slots])
        return hashlib.sha256(told.encode()).hexdigest()

    def rebuilt(self) -> World:
        """The world."""
        logged = [Logged(clock, acts.from_dict(json.loads(world))) for clock, world in self.done]
        return World.replay(self.story, seed=self.seed, nonce=self.nonce, acts=logged, slots=self.slots)


def _source_of(exercise: Exercise) -> Source:
    story = story_of(exercise)
    return Source(story, exercise.seed, bytes(exercise.nonce), _acts_of(exercise), clock_of(exercise))


@lru_cache(maxsize=8)
def _lived(source: Source, snapshot: bytes, proven: str) -> Lived:
    """`proven` is the digest to which the source is known to lead, "" where nobody has tried."""
    kept = _restored(source.story, snapshot)
    kept_digest = "" if kept is None else kept.digest()
    if kept is not None and kept_digest == proven:
        return Lived(kept, proven, kept_digest)
    again = source.rebuilt()
    digest = again.digest()
    return Lived(again, digest, kept_digest or digest)


def _restored(story: Scenario, snapshot: bytes) -> World | None:
    try:
        return World.restore(story, snapshot) if snapshot else None
    except SnapshotError:
        return None


def _acts_of(exercise: Exercise) -> Acts:
    """What was done to the world, in order: after how many slots, and what."""
    done = ExerciseAct.unfiltered.filter(exercise=exercise, world__isnull=False).order_by("n")
    return tuple((clock or 0, json.dumps(world)) for clock, world in done.values_list("clock", "world"))


def clock_of(exercise: Exercise) -> int:
    """How many slots (seven a day) have been simulated, by the log."""
    last = ExerciseAct.unfiltered.filter(exercise=exercise, kind__in=STEPPED).order_by("-n").first()
    return 0 if last is None else int(last.payload["clock"])


def keep(exercise: Exercise, world: World) -> None:
    """Keep the world as it stands now."""
    now: dict[str, Any] = {"clock": world.clock, "snapshot": world.snapshot()}
    if not WorldState.unfiltered.filter(exercise=exercise).update(**now):
        WorldState.unfiltered.create(exercise=exercise, **now)


@prepared
def _kept(*, exercise: int) -> QuerySet[WorldState]:
    return WorldState.unfiltered.filter(exercise=exercise)


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
