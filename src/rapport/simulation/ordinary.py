"""Ordinary life, which is most of it: what men do who are in nobody's case, and what everybody does the rest of the
time.

Each man's happenings are drawn for himself, from what is kept for the slot: no sentence of ordinary life can come twice
in an exercise. A marker is drawn for each happening exactly as for the events of cases.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import draws
from rapport.simulation.cases import fitting
from rapport.simulation.draws import Purpose
from rapport.simulation.regime import reachable
from rapport.simulation.rows import NO_OCCASION, Event, ordinary_wording
from rapport.simulation.scenario import Scenario

_OWN = 1 << 24
_TURN = 1 << 16


@dataclass(frozen=True, eq=False)
class Moment:
    """A slot as it is: where everybody is, who is beside whom (-1: nobody), whether an officer plays it, and the seed
    by which what happens is drawn.
    """

    day: int
    slot: int
    where: NDArray[np.int64]
    beside: NDArray[np.int64]
    played: bool
    chance: int


@lru_cache(maxsize=8)
def templates(scenario: Scenario) -> Mapping[str, NDArray[np.int64]]:
    """For each kind of place the ordinary happenings that can occur there, by index."""
    happenings = scenario.vocabulary.ordinary
    kinds = sorted({place.kind for place in scenario.plan})
    return {
        kind: np.array([i for i, happening in enumerate(happenings) if kind in happening.places], dtype=np.int64)
        for kind in kinds
    }


def programme(scenario: Scenario, seed: int) -> Mapping[tuple[int, int], frozenset[int]]:
    """(day, slot) of each played slot -> what of ordinary life may happen in it.

    Each happening of the stock is kept for one played slot, so that nobody reads a sentence twice, wherever he stands.
    """
    return _programme(scenario, seed)[0]


def unfilled(scenario: Scenario, seed: int) -> list[tuple[int, int]]:
    """The played slots in which some post could have too little of ordinary life to fill its page."""
    return _programme(scenario, seed)[1]


@lru_cache(maxsize=64)
def _programme(scenario: Scenario, seed: int) -> tuple[Mapping[tuple[int, int], frozenset[int]], list[tuple[int, int]]]:
    fits, shows, of_kind = _opportunities(scenario)
    lacks = shows * scenario.seeing.passages
    kept = np.full(len(fits), -1, dtype=np.int64)
    order = draws.shuffled(draws.key(seed, Purpose.FILL, 1), np.arange(len(fits), dtype=np.int64))
    order = order[np.argsort(fits[order].sum(axis=1), kind="stable")]  # what fits least is placed first
    for what in order.tolist():
        useful = shows * of_kind[what]
        needs = (np.maximum(lacks, 0) ** 2 * useful).sum(axis=1) * fits[what]
        able = np.flatnonzero(fits[what] & (needs == needs.max(initial=0, where=fits[what])))
        if len(able):
            page = int(able[draws.pick_one(draws.key(seed, Purpose.FILL, 2), what, len(able))])
            kept[what] = page
            lacks[page] -= useful[page]
    _repair(kept, lacks, fits, shows, of_kind)
    short = [scenario.played[page] for page in np.flatnonzero((lacks > 0).any(axis=1)).tolist()]
    return {at: frozenset(np.flatnonzero(kept == page).tolist()) for page, at in enumerate(scenario.played)}, short


def _repair(
    kept: NDArray[np.int64],
    lacks: NDArray[np.int64],
    fits: NDArray[np.bool_],
    shows: NDArray[np.int64],
    of_kind: NDArray[np.int64],
) -> None:
    """Where a page still lacks something, take it from a page that can spare it."""
    for page, kind in np.argwhere(lacks > 0).tolist():
        for what in np.flatnonzero(fits[:, page] & (of_kind[:, kind] > 0) & (kept >= 0) & (kept != page)).tolist():
            from_ = int(kept[what])
            left = lacks[from_] + shows[from_] * of_kind[what]
            if lacks[page, kind] <= 0 or (left > 0).any():
                continue
            lacks[from_] = left
            lacks[page] -= shows[page] * of_kind[what]
            kept[what] = page


@lru_cache(maxsize=16)
def _opportunities(scenario: Scenario) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64]]:
    """Which happening fits which played slot; of which kinds of place somebody may read in it; of which kinds a
    happening is (1 or 0).
    """
    kinds = sorted({scenario.plan[place].kind for post in scenario.posts for place in post.sees})
    seen = [_kinds_seen(scenario, slot) for _, slot in scenario.played]
    stock = scenario.vocabulary.ordinary
    shows = np.array([[kind in some for kind in kinds] for some in seen], dtype=np.int64)
    of_kind = np.array([[kind in what.places for kind in kinds] for what in stock], dtype=np.int64)
    hours = [[what.hours.hold(scenario.slots[slot].clock) for _, slot in scenario.played] for what in stock]
    return np.array(hours) & ((of_kind @ shows.T) > 0), shows, of_kind


def _kinds_seen(scenario: Scenario, slot: int) -> frozenset[str]:
    """The kinds of place of which somebody may read in a played slot."""
    if scenario.slots[slot].anchor:
        return frozenset({"landing"})
    watched = {place for post in scenario.posts for place in post.sees}
    return frozenset(scenario.plan[place].kind for place in reachable(scenario, slot) if place in watched)


@lru_cache(maxsize=512)
def _able(scenario: Scenario, seed: int, kind: str, *, at: tuple[int, int], alone: bool) -> tuple[int, ...]:
    """What can happen at a kind of place: in a played slot what is kept for it, at other times what fits the hour."""
    words, clock = scenario.vocabulary.ordinary, scenario.slots[at[1]].clock
    able = [
        k
        for k in templates(scenario)[kind].tolist()
        if words[k].hours.hold(clock) and not (alone and words[k].needs_other)
    ]
    if not scenario.is_played(*at):
        return tuple(able)
    kept = programme(scenario, seed)[at]
    return tuple(k for k in able if k in kept) or tuple(able)


def happenings(scenario: Scenario, seed: int, moment: Moment, *, marker_salt: int) -> list[Event]:
    """The ordinary happenings of one slot, by person. `seed`: of the world, by which what can be read is shared out."""
    chosen = _who(scenario, moment)
    identities = (np.int64(moment.day * 7 + moment.slot) << np.int64(24)) + chosen
    numbers = (draws.words64(draws.key(moment.chance, Purpose.EVENT), identities) >> np.uint64(14)).tolist()
    occasions = _occasions(scenario, moment, identities, marker_salt).tolist()
    persons = (chosen % _TURN).tolist()
    which = _templates_of(scenario, seed, moment, identities, persons)
    return [
        _happening(scenario, moment, number, person, template, occasion)
        for number, person, template, occasion in zip(numbers, persons, which, occasions, strict=True)
    ]


def _templates_of(
    scenario: Scenario, seed: int, moment: Moment, identities: NDArray[np.int64], persons: list[int]
) -> list[int]:
    """What happens to each: drawn for himself. In a played slot each happening kept for it first takes the one for whom
    its own draw is lowest, so that nothing a page needs is left out; the others draw among all of them.
    """
    at = (moment.day, moment.slot)
    drawn = draws.draw(draws.key(moment.chance, Purpose.TEMPLATE), identities).tolist()
    kinds = [scenario.plan[int(moment.where[person])].kind for person in persons]
    alone = [int(moment.beside[person]) < 0 for person in persons]
    able = [_able(scenario, seed, kind, at=at, alone=lonely) for kind, lonely in zip(kinds, alone, strict=True)]
    which = [some[(draw * len(some)) >> 32] for some, draw in zip(able, drawn, strict=True)]
    if not moment.played:
        return which
    by_place: dict[int, list[int]] = {}
    for row, person in enumerate(persons):
        by_place.setdefault(int(moment.where[person]), []).append(row)
    for rows in by_place.values():
        for row, what in _taken(moment.chance, identities, rows, able):
            which[row] = what
    return which


def _taken(
    chance: int, identities: NDArray[np.int64], rows: list[int], able: list[tuple[int, ...]]
) -> Iterator[tuple[int, int]]:
    """Of those in one place, who takes which happening: each at most one."""
    free = list(rows)
    for what in max((able[row] for row in rows), key=len):
        ready = [row for row in free if what in able[row]]
        if not ready:
            continue
        lots = draws.draw(draws.key(chance, Purpose.TEMPLATE, 1, what), identities[ready])
        row = ready[int(lots.argmin())]
        free.remove(row)
        yield row, what


def _movement(scenario: Scenario, chance: int, number: int) -> str:
    """Which of the four movements a passage speaks of: drawn for it alone."""
    return scenario.movements[draws.pick_one(draws.key(chance, Purpose.TEMPLATE, 2), number, len(scenario.movements))]


def _happening(scenario: Scenario, moment: Moment, number: int, person: int, template: int, occasion: int) -> Event:
    place, other = int(moment.where[person]), int(moment.beside[person])
    what = scenario.vocabulary.ordinary[template]
    named = other if what.needs_other else -1
    movement = _movement(scenario, moment.chance, number) if what.needs_movement else ""
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
        ordinary_wording(what.id, occasion, person, named, movement=movement),
    )


def _who(scenario: Scenario, moment: Moment) -> NDArray[np.int64]:
    """Whose draw says that something happens to him; in a place that is played, at least so many, in turns if there
    are few men.

    A turn is told by adding `_TURN` to the person.
    """
    life, watched = scenario.ordinary, sorted({place for post in scenario.posts for place in post.sees})
    people = np.arange(len(moment.where), dtype=np.int64)
    drawn = draws.draw(draws.key(moment.chance, Purpose.HAPPENING, moment.day, moment.slot), people + _OWN)
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


def _occasions(scenario: Scenario, moment: Moment, identities: NDArray[np.int64], salt: int) -> NDArray[np.int64]:
    able = np.array(fitting(scenario, moment.slot), dtype=np.int64)
    pairs = np.full(len(identities), len(able), dtype=np.int64)
    which = able[draws.pick(draws.draw(draws.key(moment.chance, Purpose.OCCASION), identities), pairs)]
    marked = draws.draw(draws.key(moment.chance, Purpose.MARKER, salt), identities) < np.uint64(scenario.marked)
    bears = draws.draw(draws.key(moment.chance, Purpose.OCCASION, 1), identities) < np.uint64(scenario.occasion_share)
    return np.where(bears, which * 2 + marked, NO_OCCASION)
