"""A look at one establishment before it lives through a slot: where everybody will be, and which places are staffed.

The very places and posts of `prison.live`, for a picture; nothing is changed.
"""

import numpy as np

from rapport.simulation.kernels.columns import NOBODY, Column, Men, Prisons, Rules, Tables
from rapport.simulation.kernels.compiled import kernel
from rapport.simulation.kernels.happening import post
from rapport.simulation.kernels.meeting import settle
from rapport.simulation.kernels.prison import room_for


@kernel
def look(
    rules: Rules,
    tables: Tables,
    prisons: Prisons,
    men: Men,
    seed: np.uint64,
    e: int,
    clock: int,
    where: Column,
    staff: Column,
    count: Column,
) -> None:
    """Write by bed the place where its man is (the first number after all places: in his cell; -1: nobody has the bed),
    and by place how an officer works there (0: nobody does). `count` is not read.
    """
    now = room_for(prisons, e, e + 1)
    settle(rules, tables, prisons, men, now, seed, e, clock)
    post(rules, tables, prisons, now, count, seed, e, clock)
    for b in range(where.shape[0]):
        where[b] = NOBODY if now.kind[b] == NOBODY else now.place[b]
    for place in range(staff.shape[0]):
        staff[place] = now.staff[place]
