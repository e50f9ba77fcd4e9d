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


def happenings(scenario: Scenario, seed: int, moment: Moment, *, marker_salt: int) -> list[Event]:
    """The ordinary happenings of one slot, by person."""
    day, slot = moment.day, moment.slot
    people = np.arange(len(moment.where), dtype=np.int64)
    drawn = draws.draw(draws.key(seed, Purpose.HAPPENING, day, slot), people + _OWN)
    chosen = _who(scenario, moment, drawn)
    identities = (np.int64(day * 7 + slot) << np.int64(24)) + chosen
    numbers = (draws.words64(draws.key(seed, Purpose.EVENT), identities) >> np.uint64(14)).astype(np.int64)
    which = draws.draw(draws.key(seed, Purpose.TEMPLATE), identities)
    occasions = _occasions(scenario, seed, identities, marker_salt)
    by_kind, words = templates(scenario), scenario.vocabulary.ordinary
    events: list[Event] = []
    for k, person in enumerate(chosen.tolist()):
        place = int(moment.where[person])
        able = by_kind[scenario.plan[place].kind]
        other = int(moment.beside[person])
        template = words[int(able[(int(which[k]) * len(able)) >> 32])]
        if template.needs_other and other < 0:
            continue
        named = other if template.needs_other else -1
        occasion = int(occasions[k])
        events.append(
            Event(
                int(numbers[k]),
                day,
                slot,
                place,
                template.id,
                False,
                False,
                False,
                person,
                named,
                template.channel,
                scenario.ordinary.salience_milli,
                occasion,
                ordinary_wording(template.id, occasion, person, named),
            )
        )
    return events


def _who(scenario: Scenario, moment: Moment, drawn: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Whose draw says that something happens to him; in a manned place at least the lowest few."""
    life, order = scenario.ordinary, np.argsort(drawn, kind="stable")
    happens = drawn < np.uint64(life.rate_played if moment.played else life.rate)
    watched = {place for post in scenario.posts for place in post.sees}
    for place in sorted(watched):
        there = order[moment.where[order] == place]
        happens[there[: life.least_at_a_post if moment.played else 0]] = True
    happens &= np.isin(moment.where, list(watched))
    return np.flatnonzero(happens).astype(np.int64)


def _occasions(scenario: Scenario, seed: int, identities: NDArray[np.int64], salt: int) -> NDArray[np.int64]:
    pairs = np.full(len(identities), len(scenario.vocabulary.occasions), dtype=np.int64)
    which = draws.pick(draws.draw(draws.key(seed, Purpose.OCCASION), identities), pairs)
    marked = draws.draw(draws.key(seed, Purpose.MARKER, salt), identities) < np.uint64(scenario.marked)
    bears = draws.draw(draws.key(seed, Purpose.OCCASION, 1), identities) < np.uint64(scenario.occasion_share)
    return np.where(bears, which * 2 + marked, NO_OCCASION)
