"""Ordinary life, which is most of it: what men do who are in nobody's case, and what everybody does the rest of the
time.

Each man's happenings are drawn for himself. A marker is drawn for each happening exactly as for the events of cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import draws
from rapport.simulation.draws import Purpose
from rapport.simulation.rows import NO_OCCASION, Event, ordinary_wording
from rapport.simulation.scenario import Scenario

_OWN = 1 << 24
_TURN = 1 << 16
_ANCHOR, _POST, _NOBODYS = "anchor", "post", "nobody's"


@dataclass(frozen=True, eq=False)
class Moment:
    """A slot as it is: where everybody is, who is beside whom (-1: nobody), and whether an officer plays it."""

    day: int
    slot: int
    where: NDArray[np.int64]
    beside: NDArray[np.int64]
    played: bool


@lru_cache(maxsize=8)
def templates(scenario: Scenario) -> Mapping[str, NDArray[np.int64]]:
    """For each kind of place the ordinary happenings that can occur there, by index."""
    happenings = scenario.vocabulary.ordinary
    kinds = sorted({place.kind for place in scenario.plan})
    return {
        kind: np.array([i for i, happening in enumerate(happenings) if kind in happening.places], dtype=np.int64)
        for kind in kinds
    }


@lru_cache(maxsize=64)
def kept_for_anchors(scenario: Scenario, seed: int) -> frozenset[int]:
    """Half of the landings' happenings are kept for anchors, so that a page there repeats nothing read elsewhere.

    Those that can occur nowhere else are kept first.
    """
    words = scenario.vocabulary.ordinary
    order = draws.shuffled(draws.key(seed, Purpose.FILL, 1), templates(scenario)["landing"]).tolist()
    order.sort(key=lambda k: len(words[k].places) > 1)
    return frozenset(order[: len(order) // 2])


@lru_cache(maxsize=512)
def _able(scenario: Scenario, seed: int, kind: str, *, scene: str, alone: bool) -> tuple[int, ...]:
    """What can happen at a kind of place: in a `scene` that is an anchor, a post, or nobody's to see."""
    kept, words = kept_for_anchors(scenario, seed), scenario.vocabulary.ordinary
    able = [k for k in templates(scenario)[kind].tolist() if not (alone and words[k].needs_other)]
    if scene == _NOBODYS:
        return tuple(able)
    return tuple(k for k in able if (k in kept) == (scene == _ANCHOR))


def happenings(scenario: Scenario, seed: int, moment: Moment, *, marker_salt: int) -> list[Event]:
    """The ordinary happenings of one slot, by person."""
    chosen = _who(scenario, seed, moment)
    identities = (np.int64(moment.day * 7 + moment.slot) << np.int64(24)) + chosen
    numbers = (draws.words64(draws.key(seed, Purpose.EVENT), identities) >> np.uint64(14)).tolist()
    which = draws.draw(draws.key(seed, Purpose.TEMPLATE), identities).tolist()
    occasions = _occasions(scenario, seed, identities, marker_salt).tolist()
    persons = (chosen % _TURN).tolist()
    return [
        _happening(scenario, seed, moment, number, person, template, occasion)
        for number, person, template, occasion in zip(numbers, persons, which, occasions, strict=True)
    ]


def _happening(
    scenario: Scenario, seed: int, moment: Moment, number: int, person: int, drawn: int, occasion: int
) -> Event:
    place, other = int(moment.where[person]), int(moment.beside[person])
    scene = _NOBODYS if not moment.played else _ANCHOR if scenario.slots[moment.slot].anchor else _POST
    able = _able(scenario, seed, scenario.plan[place].kind, scene=scene, alone=other < 0)
    what = scenario.vocabulary.ordinary[able[(drawn * len(able)) >> 32]]
    named = other if what.needs_other else -1
    return Event(
        number,
        moment.day,
        moment.slot,
        place,
        what.id,
        False,
        False,
        False,
        person,
        named,
        what.channel,
        scenario.ordinary.salience_milli,
        occasion,
        ordinary_wording(what.id, occasion, person, named),
    )


def _who(scenario: Scenario, seed: int, moment: Moment) -> NDArray[np.int64]:
    """Whose draw says that something happens to him; in a place that is played, at least so many, in turns if there
    are few men.

    A turn is told by adding `_TURN` to the person.
    """
    life, watched = scenario.ordinary, sorted({place for post in scenario.posts for place in post.sees})
    people = np.arange(len(moment.where), dtype=np.int64)
    drawn = draws.draw(draws.key(seed, Purpose.HAPPENING, moment.day, moment.slot), people + _OWN)
    happens = drawn < np.uint64(life.rate_played if moment.played else life.rate)
    happens[moment.where >= len(scenario.plan) - len(scenario.cells)] = False
    if not moment.played:
        return np.flatnonzero(happens).astype(np.int64)
    order, extra = np.argsort(drawn, kind="stable"), [people[:0]]
    for place in watched:
        there = order[moment.where[order] == place].astype(np.int64)
        if len(there):
            turns = np.arange(life.least_at_a_post, dtype=np.int64)
            extra.append(there[turns % len(there)] + turns // len(there) * _TURN)
    return np.unique(np.concatenate([np.flatnonzero(happens).astype(np.int64), *extra]))


def _occasions(scenario: Scenario, seed: int, identities: NDArray[np.int64], salt: int) -> NDArray[np.int64]:
    pairs = np.full(len(identities), len(scenario.vocabulary.occasions), dtype=np.int64)
    which = draws.pick(draws.draw(draws.key(seed, Purpose.OCCASION), identities), pairs)
    marked = draws.draw(draws.key(seed, Purpose.MARKER, salt), identities) < np.uint64(scenario.marked)
    bears = draws.draw(draws.key(seed, Purpose.OCCASION, 1), identities) < np.uint64(scenario.occasion_share)
    return np.where(bears, which * 2 + marked, NO_OCCASION)
