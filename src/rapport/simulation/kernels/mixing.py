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
    place = np.empty(people, dtype=np.uint32)
    drawn = np.empty(people, dtype=np.uint32)
    there = np.empty(places + 1, dtype=np.uint32)  # who is there, and 2**16 times how many of them recruit
    starts = np.empty(places + 1, dtype=np.uint32)
    recruiters = np.empty(people + 1, dtype=np.uint32)
    anything = over + max(leaves[DRAWN_IN] + crosses[DRAWN_IN], leaves[RECRUITING] + crosses[RECRUITING])
    met = 0
    for t in range(clock, clock + slots):
        k_place = key_of(seed, _SMALL_PLACE, t, 0)
        k_convinced, k_becomes = key_of(seed, _INFLUENCE, t, _CONVINCED), key_of(seed, _INFLUENCE, t, _BECOMES)
        k_changes = key_of(seed, _INFLUENCE, t, _CHANGES)
        for b in range(people):  # nothing but draws, so that the compiler can make several at once
            place[b] = pick(high(word(k_place, b)), places)
        for b in range(people):
            drawn[b] = high(word(k_changes, b))
        there[:] = 0
        for b in range(people):
            there[place[b]] += 1 + ((state[b] == RECRUITING) << 16)
        total = np.int64(0)
        for p in range(places):
            present = np.int64(there[p] & np.uint32(0xFFFF))
            met += present * (present - 1) // 2
            starts[p] = total
            total += np.int64(there[p]) >> 16
        starts[places] = total
        there[:] = starts
        for b in range(people):
            recruits = state[b] == RECRUITING
            recruiters[there[place[b]] if recruits else people] = b  # the last one is nobody's
            there[place[b]] += recruits
        for b in range(people):
            now = np.int64(state[b])
            becomes = now
            if drawn[b] < anything:
                if drawn[b] < over:
                    becomes = SUSCEPTIBLE
                elif drawn[b] < over + leaves[now]:
                    becomes = EMPTY
                elif drawn[b] < over + leaves[now] + crosses[now]:
                    becomes = DRAWN_IN + RECRUITING - now
            if now == SUSCEPTIBLE:
                for x in range(np.int64(starts[place[b]]), np.int64(starts[place[b] + np.uint32(1)])):
                    other = np.int64(recruiters[x])
                    if high(word(k_convinced, min(b, other) * PAIR + max(b, other))) < convinces:
                        becomes = RECRUITING if high(word(k_becomes, b)) < at_once else DRAWN_IN
                        break
            state[b] = becomes
        for kind in range(4):
            counts[t - clock, kind] = (state == kind).sum()
    return met
