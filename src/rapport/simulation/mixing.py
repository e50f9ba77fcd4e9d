"""The mean field's own world: influence alone, everybody put into another place in every slot. Compiled.

For studies of the equations in `influence` with hundreds of thousands of people, and for comparing engines. It predicts
nothing about anyone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import draws
from rapport.simulation.draws import PAIR, Purpose
from rapport.simulation.influence import RECRUITING, SUSCEPTIBLE, Rates
from rapport.simulation.kernels.mixing import mix_slots
from rapport.simulation.service import SLOTS
from rapport.simulation.tables import ONE

_MOST = 10_000


@dataclass(frozen=True, eq=False)
class Mixed:
    """What came of it: `counts[slot]` how many were susceptible, drawn in, recruiting, their bed empty (the first row
    before any slot); `meetings` how many pairs met.
    """

    counts: NDArray[np.int64]
    meetings: int


def mixed(rates: Rates, *, people: int, together: int, recruiters: int, seed: int, slots: int) -> Mixed:
    """Let `people` mix in people // together places for so many slots, seven a day, beginning with so many recruiters.

    Raises `ValueError` for a reinforcement over 1, which needs memory, and for sizes that cannot be.
    """
    if rates.reinforcement != 1:
        raise ValueError("this world has no memory: reinforcement is 1")
    if not 0 <= recruiters <= people or not 1 <= together <= min(people, _MOST) or people >= PAIR:
        raise ValueError(f"{people} people cannot be {recruiters} recruiters in places of {together}")
    if rates.fastest / SLOTS > 1:
        raise ValueError("a rate is too fast for slots this long")
    state = np.full(people, SUSCEPTIBLE, dtype=np.int8)
    order = draws.shuffled(draws.key(seed, Purpose.INFLUENCE_START), np.arange(people, dtype=np.int64))
    state[order[:recruiters]] = RECRUITING
    counts = np.zeros((slots + 1, 4), dtype=np.int64)
    counts[0] = np.bincount(state, minlength=4)
    leaves = [0, rates.drawn_in_leaves, rates.recruiter_leaves, 0]
    crosses = [0, rates.begins_recruiting, rates.ceases_recruiting, 0]
    met = mix_slots(
        state,
        counts[1:],
        people // together,
        _share(rates.conversion),
        _share(rates.recruits_at_once),
        _share(rates.turnover / SLOTS),
        np.array([_share(rate / SLOTS) for rate in leaves], dtype=np.int64),
        np.array([_share(rate / SLOTS) for rate in crosses], dtype=np.int64),
        np.uint64(seed),
        0,
        slots,
    )
    return Mixed(counts, int(met))


def _share(probability: float) -> int:
    return round(min(probability, 1.0) * ONE)
