"""Who meets whom: within a place, more likely with a tie; ties grow with every meeting and fade with every slot.

Two men's meeting is drawn for the two of them alone, from their own tie and the place they share. Taking a third man
away leaves it as it was, to the byte. Shapes: `ties` and `met` are N × N and symmetric with an empty diagonal.
"""

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import draws
from rapport.simulation.draws import Purpose
from rapport.simulation.plan import Ties

_FULL = 1000
_NOBODY = np.int64(1) << 62

Strengths = NDArray[np.int64]


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
    return np.where(held | held.T, rules.start, 0).astype(np.int64)


def meetings(
    rules: Ties, seed: int, *, day: int, slot: int, where: NDArray[np.int64], ties: Strengths
) -> NDArray[np.bool_]:
    """Which pairs meet in this slot. `where` holds place indexes; men in different places never meet."""
    drawn = pair_draws(draws.key(seed, Purpose.MEETING, day, slot), len(where))
    chance = rules.meeting + (rules.meeting_tied - rules.meeting) * ties // _FULL
    met: NDArray[np.bool_] = (where[:, None] == where[None, :]) & (drawn < chance)
    np.fill_diagonal(met, np.False_)
    return met


def grown(rules: Ties, ties: Strengths, met: NDArray[np.bool_]) -> Strengths:
    """The ties after a slot: a meeting adds, time takes away."""
    return np.clip(ties + np.where(met, rules.grows, 0) - rules.fades, 0, _FULL)


def closest(rules: Ties, ties: Strengths, person: int) -> list[int]:
    """A man's ties: at most `each` others, the strongest first, equal ones by index."""
    order = np.argsort(-ties[person], kind="stable")
    return [int(other) for other in order if ties[person, other] > 0][: rules.each]


def companions(seed: int, *, day: int, slot: int, where: NDArray[np.int64], ties: Strengths) -> NDArray[np.int64]:
    """For every man the one he is with in this slot, or -1: somebody in the same place, by a draw that favours
    ties.
    """
    distance = pair_draws(draws.key(seed, Purpose.HAPPENING, day, slot), len(where)) // (1 + ties)
    distance[where[:, None] != where[None, :]] = _NOBODY
    np.fill_diagonal(distance, _NOBODY)
    nearest = distance.argmin(axis=1)
    alone = distance[np.arange(len(where)), nearest] == _NOBODY
    return np.where(alone, -1, nearest)
