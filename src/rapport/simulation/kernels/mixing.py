"""Influence and nothing else, in places that are reshuffled every slot: the world of the mean field, compiled.

The same numbers as `rapport.simulation.influence.Influence` gives for the same places, to the bed.
"""

import numpy as np

from rapport.simulation.draws import PAIR, Purpose
from rapport.simulation.kernels.columns import DRAWN_IN, EMPTY, RECRUITING, SUSCEPTIBLE, Column
from rapport.simulation.kernels.compiled import kernel
from rapport.simulation.kernels.hashing import high, key_of, pick, word

_INFLUENCE, _SMALL_PLACE = int(Purpose.INFLUENCE), int(Purpose.SMALL_PLACE)
_CONVINCED, _BECOMES, _CHANGES = 0, 1, 2


@kernel
def mix_slots(
    state: Column,
    counts: Column,
    places: int,
    convinces: int,
    at_once: int,
    over: int,
    leaves: Column,
    crosses: Column,
    seed: np.uint64,
    clock: int,
    slots: int,
) -> int:
    """Let everybody mix for so many slots and change `state`. `counts[slot]` becomes the number in each compartment
    after it; `leaves` and `crosses` are chances a slot, by compartment. Gives how many pairs met.
    """
    people = np.int64(state.shape[0])
    place = np.empty(people, dtype=np.int32)
    present = np.empty(places, dtype=np.int32)
    starts = np.empty(places + 1, dtype=np.int32)
    recruiters = np.empty(people, dtype=np.int32)
    met = 0
    for t in range(clock, clock + slots):
        k_place = key_of(seed, _SMALL_PLACE, t, 0)
        k_convinced, k_becomes = key_of(seed, _INFLUENCE, t, _CONVINCED), key_of(seed, _INFLUENCE, t, _BECOMES)
        k_changes = key_of(seed, _INFLUENCE, t, _CHANGES)
        present[:] = 0
        starts[:] = 0
        for b in range(people):
            p = pick(high(word(k_place, b)), places)
            place[b] = p
            present[p] += 1
            starts[p] += state[b] == RECRUITING
        total = np.int64(0)
        for p in range(places):
            met += np.int64(present[p]) * (present[p] - 1) // 2
            total += starts[p]
            starts[p] = total
        starts[places] = total
        for b in range(people - 1, -1, -1):
            if state[b] == RECRUITING:
                starts[place[b]] -= 1
                recruiters[starts[place[b]]] = b
        row = counts[t - clock]
        row[:] = 0
        for b in range(people):
            now = np.int64(state[b])
            drawn = high(word(k_changes, b))
            becomes = now
            if drawn < over:
                becomes = SUSCEPTIBLE
            elif drawn < over + leaves[now]:
                becomes = EMPTY
            elif drawn < over + leaves[now] + crosses[now]:
                becomes = DRAWN_IN + RECRUITING - now
            if now == SUSCEPTIBLE:
                won = False
                for x in range(starts[place[b]], starts[place[b] + 1]):
                    other = np.int64(recruiters[x])
                    won = won or high(word(k_convinced, min(b, other) * PAIR + max(b, other))) < convinces
                if won and becomes == SUSCEPTIBLE:
                    becomes = RECRUITING if high(word(k_becomes, b)) < at_once else DRAWN_IN
            state[b] = becomes
            row[becomes] += 1
    return met
