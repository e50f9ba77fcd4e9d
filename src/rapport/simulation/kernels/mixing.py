"""Influence and nothing else, in places that are reshuffled every slot: the world of the mean field, compiled.

The same numbers as `rapport.simulation.influence.Influence` gives for the same places, to the bed. Who is where is kept
as a chain for each place, from the last man who came to the first: it is walked from recruiters alone, of whom there
are few, and nothing has to be sorted.
"""

import numpy as np

from rapport.simulation.draws import PAIR, Purpose
from rapport.simulation.kernels.columns import DRAWN_IN, EMPTY, RECRUITING, SUSCEPTIBLE, Column
from rapport.simulation.kernels.compiled import kernel
from rapport.simulation.kernels.hashing import high, key_of, pick, word

_INFLUENCE, _SMALL_PLACE = int(Purpose.INFLUENCE), int(Purpose.SMALL_PLACE)
_CONVINCED, _BECOMES, _CHANGES = 0, 1, 2
_ONE_MORE, _32 = np.uint64(1 << 32), np.uint64(32)
_LAST = np.uint64((1 << 32) - 1)


@kernel
def convinced(
    state: Column,
    place: Column,
    there: Column,
    before: Column,
    recruiters: Column,
    recruiting: int,
    convinces: int,
    key: np.uint64,
    won: Column,
    listed: Column,
) -> int:
    """Write into `won` the susceptible whom a recruiter in their place convinced, each once. Gives how many."""
    found = 0
    for x in range(recruiting):
        recruiter = np.int64(recruiters[x])
        man = np.int64(there[place[recruiter]] & _LAST)
        while man > 0:
            b = man - 1
            drawn = high(word(key, min(b, recruiter) * PAIR + max(b, recruiter)))
            if drawn < convinces and state[b] == SUSCEPTIBLE and not listed[b]:
                listed[b] = True
                won[found] = b
                found += 1
            man = np.int64(before[b])
    for x in range(found):
        listed[won[x]] = False
    return found


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
    there = np.empty(places, dtype=np.uint64)  # by place: 2**32 times how many, and who came last, from 1
    before = np.empty(people, dtype=np.uint32)  # who came to his place before him, from 1
    recruiters = np.empty(people + 1, dtype=np.uint32)
    won = np.empty(people, dtype=np.uint32)
    listed = np.zeros(people, dtype=np.bool_)
    tally = np.zeros(4, dtype=np.int64)
    for b in range(people):
        tally[state[b]] += 1
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
        recruiting = 0
        for b in range(people):
            was = there[place[b]]
            met += np.int64(was >> _32)
            before[b] = was & _LAST
            there[place[b]] = ((was & ~_LAST) + _ONE_MORE) | np.uint64(b + 1)
            recruiters[recruiting] = b  # written over by the next, unless he recruits
            recruiting += state[b] == RECRUITING
        new = convinced(state, place, there, before, recruiters, recruiting, convinces, k_convinced, won, listed)
        for b in range(people):
            if drawn[b] < anything:
                now = np.int64(state[b])
                becomes = now
                if drawn[b] < over:
                    becomes = SUSCEPTIBLE
                elif drawn[b] < over + leaves[now]:
                    becomes = EMPTY
                elif drawn[b] < over + leaves[now] + crosses[now]:
                    becomes = DRAWN_IN + RECRUITING - now
                state[b] = becomes
                tally[now] -= 1
                tally[becomes] += 1
        for x in range(new):
            b = won[x]
            becomes = RECRUITING if high(word(k_becomes, b)) < at_once else DRAWN_IN
            state[b] = becomes
            tally[SUSCEPTIBLE] -= 1
            tally[becomes] += 1
        counts[t - clock] = tally
    return met
