"""Who meets whom: within a place, more likely with a tie; ties grow with every meeting and fade with every slot.

Two men's meeting is drawn for the two of them alone, from their own tie and the place they share. Taking a third man
away leaves it as it was, to the byte. Shapes: `ties` is N × N (int16, 0 … 1,000) and symmetric with an empty diagonal;
`met` holds a row for each pair that met, the lower index first. Only pairs who share a place are drawn for: of six
hundred men a tenth of all pairs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import draws
from rapport.simulation.draws import Purpose
from rapport.simulation.plan import Ties

_FULL = 1000
_NOBODY = np.int64(1) << 62

Strengths = NDArray[np.int16]
Pairs = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Together:
    """Every pair of men who share a place in a slot: `one` has the lower index. `pair` is what draws know them by."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    pair: NDArray[np.int64]
    men: int


def together(where: NDArray[np.int64]) -> Together:
    """Who can meet at all: men in different places never do. `where` holds the place index of each man."""
    order = np.argsort(where, kind="stable")
    places = where[order]
    ends = np.searchsorted(places, places, side="right")
    after = ends - np.arange(1, len(where) + 1)  # how many of his place come after each
    first = np.repeat(np.arange(len(where)), after)
    second = np.arange(len(first)) - np.repeat(np.cumsum(after) - after, after) + first + 1
    one, other = order[first].astype(np.int64), order[second].astype(np.int64)
    return Together(one, other, draws.pairs(one, other), len(where))


def pair_draws(key: int, count: int) -> NDArray[np.int64]:
    """One uint32 draw for each unordered pair, as a symmetric N × N array of int64."""
    people = np.arange(count, dtype=np.int64)
    return draws.draw(key, draws.pairs(people[:, None], people[None, :])).astype(np.int64)


def first_ties(rules: Ties, seed: int, count: int) -> Strengths:
    """The ties of the first morning: every man holds on to `each` others, drawn pair by pair; a tie may be held from
    one side only.
    """
    drawn = pair_draws(draws.key(seed, Purpose.TIE), count)
    np.fill_diagonal(drawn, _NOBODY)
    each = min(rules.each, count - 1)
    held = np.zeros((count, count), dtype=np.bool_)
    np.put_along_axis(held, np.argsort(drawn, axis=1, kind="stable")[:, :each], np.True_, axis=1)
    return np.where(held | held.T, rules.start, 0).astype(np.int16)


def meetings(rules: Ties, seed: int, *, day: int, slot: int, near: Together, ties: Strengths) -> Pairs:
    """Which pairs meet in this slot, place by place."""
    drawn = draws.draw(draws.key(seed, Purpose.MEETING, day, slot), near.pair).astype(np.int64)
    tie = ties[near.one, near.other].astype(np.int64)
    meet = drawn < rules.meeting + (rules.meeting_tied - rules.meeting) * tie // _FULL
    return np.stack([near.one[meet], near.other[meet]], axis=1)


def grown(rules: Ties, ties: Strengths, met: Pairs) -> Strengths:
    """The ties after a slot: a meeting adds, time takes away."""
    one, other = met[:, 0], met[:, 1]
    after: Strengths = np.maximum(ties - np.int16(rules.fades), np.int16(0))
    held = np.clip(ties[one, other].astype(np.int64) + rules.grows - rules.fades, 0, _FULL)
    after[one, other] = after[other, one] = held
    return after


def closest(rules: Ties, ties: Strengths, person: int) -> list[int]:
    """A man's ties: at most `each` others, the strongest first, equal ones by index."""
    order = np.argsort(-ties[person].astype(np.int64), kind="stable")
    return [int(other) for other in order if ties[person, other] > 0][: rules.each]


def companions(seed: int, *, day: int, slot: int, near: Together, ties: Strengths) -> NDArray[np.int64]:
    """For every man the one he is with in this slot, or -1: somebody in the same place, by a draw that favours
    ties.
    """
    drawn = draws.draw(draws.key(seed, Purpose.HAPPENING, day, slot), near.pair).astype(np.int64)
    distance = (
        drawn // (1 + ties[near.one, near.other].astype(np.int64)) * draws.PAIR
    )  # of equal ones the man with the lower index
    nearest = np.full(near.men, _NOBODY, dtype=np.int64)
    np.minimum.at(nearest, near.one, distance + near.other)
    np.minimum.at(nearest, near.other, distance + near.one)
    return np.where(nearest == _NOBODY, -1, nearest % draws.PAIR)
