"""The regime: who should be where in each of the seven slots of a day.

A man goes where the first fitting line of the timetable sends him; otherwise he is on his own landing. A confined man
is in his cell. The people of an event are where it happens. Each man's place is drawn for himself alone: another
man's absence moves nobody.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import draws
from rapport.simulation.draws import Purpose
from rapport.simulation.plan import ANY_WORK
from rapport.simulation.population import Population
from rapport.simulation.scenario import Scenario

Places = NDArray[np.int64]


def places(
    scenario: Scenario,
    people: Population,
    seed: int,
    *,
    day: int,
    slot: int,
    confined: NDArray[np.bool_],
    called: Mapping[int, int],
) -> Places:
    """The place index of every man. `confined` is by person; `called` maps a person to the place where something
    happens to him.
    """
    where = people.landing.copy()
    undecided = np.ones(len(people), dtype=np.bool_)
    identities = np.arange(len(people), dtype=np.int64)
    for line, move in enumerate(scenario.slots[slot].moves):
        drawn = draws.draw(draws.key(seed, Purpose.PLACE, day, slot * 64 + line), identities)
        fits = undecided & (drawn < np.uint64(move.share))
        if move.work != ANY_WORK:
            fits &= people.work == move.work
        where[fits] = move.to
        undecided &= ~fits
    for person, place in called.items():
        where[person] = place
    where[confined] = people.cell[confined]
    return where


def reachable(scenario: Scenario, slot: int) -> tuple[int, ...]:
    """Where people are sent in this slot, apart from their landings' cells: the places at which something can be
    planned.
    """
    sent = {move.to for move in scenario.slots[slot].moves}
    return tuple(sorted({*scenario.landings, *sent}))
