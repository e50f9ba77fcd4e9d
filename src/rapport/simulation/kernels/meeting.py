"""Who is where, who meets whom, and what a meeting does: ties grow, and one man may convince another.

A man's place is drawn for himself alone, a meeting for the two alone: taking a third away leaves both as they were.
Sources: ties and meetings are assumptions; convincing after McCluskey and Santoprete (arXiv 1711.03227), so many
different recruiters after Centola and Macy (American Journal of Sociology 113, 2007).
"""

from typing import NamedTuple

import numpy as np

from rapport.simulation.draws import Purpose
from rapport.simulation.kernels.columns import (
    BED,
    BED_BITS,
    CELL,
    EACH,
    EMPTY,
    LANDING,
    MEMORY,
    N_CONVINCED,
    N_LOCKED,
    N_MEETINGS,
    N_TIED,
    NOBODY,
    RECRUITING,
    SUSCEPTIBLE,
    WORKSHOP,
    YARD,
    Column,
    Log,
    Men,
    Prisons,
    Rules,
    Tables,
)
from rapport.simulation.kernels.compiled import kernel
from rapport.simulation.kernels.hashing import high, key_of, low, pick, within, word

ONE = 1 << 32
FULL = 1000
_PLACE, _CORNER, _HABIT = int(Purpose.PLACE), int(Purpose.CORNER), int(Purpose.HABIT)
_MEETING, _CONVINCED = int(Purpose.MEETING), int(Purpose.CONVINCED)


class Now(NamedTuple):
    """One establishment in one slot, by bed or by place (`at` by bed + 1); written anew each time."""

    kind: Column
    place: Column
    corner: Column
    order: Column
    starts: Column
    present: Column
    staff: Column
    searched: Column
    met: Column
    won: Column
    new: Column
    number: Column
    at: Column


@kernel
def settle(
    rules: Rules, tables: Tables, prisons: Prisons, men: Men, now: Now, seed: np.uint64, e: int, clock: int
) -> int:
    """Put every man of an establishment into a place and a corner of it. Gives the number of corners."""
    first, beds = prisons.first[e], prisons.first[e + 1] - prisons.first[e]
    day, slot = clock // 7, clock % 7
    k_place = within(key_of(seed, _PLACE, day, slot), e)
    k_corner = within(key_of(seed, _CORNER, day, slot), e)
    k_habit = within(key_of(seed, _HABIT, 0, 0), e)
    cells = (beds + rules.beds_in_a_cell - 1) // rules.beds_in_a_cell
    places = 0
    corners = cells
    first_place = np.empty(CELL, dtype=np.int64)
    first_corner = np.empty(CELL, dtype=np.int64)
    for kind in range(CELL):
        first_place[kind], first_corner[kind] = places, corners
        places += prisons.instances[e, kind]
        corners += prisons.instances[e, kind] * prisons.corners[e, slot, kind]
    now.present[: places + 1] = 0
    now.at[: beds + 1] = 0
    now.starts[: corners + 1] = 0
    works = tables.bounds.shape[1]
    for b in range(beds):
        m = first + b
        if men.state[m] == EMPTY:
            now.corner[b] = NOBODY
            now.kind[b] = NOBODY
            continue
        number = (np.int64(men.turn[m]) << BED_BITS) | b
        now.number[b] = number
        w = word(k_place, number)
        kind, drawn = 0, high(w)
        if men.confined_until[m] > clock:
            kind = CELL
        else:
            while drawn >= tables.bounds[slot, min(men.work[m], works - 1), kind]:
                kind += 1
        if kind == CELL:
            now.kind[b], now.place[b] = CELL, places
            now.corner[b] = b // rules.beds_in_a_cell
        else:
            own = word(k_habit, number * 8 + kind)
            count = np.int64(prisons.instances[e, kind])
            if kind == LANDING:
                instance = np.int64(men.wing[m])
            elif kind == YARD:
                instance = men.wing[m] % count
            elif kind == WORKSHOP:
                instance = pick(high(own), count)
            else:
                instance = pick(low(w), count)
            each = np.int64(prisons.corners[e, slot, kind])
            c = word(k_corner, number)
            chosen = pick(low(own), each) if high(c) < rules.habit else pick(low(c), each)
            now.kind[b], now.place[b] = kind, first_place[kind] + instance
            now.corner[b] = first_corner[kind] + instance * each + chosen
            now.present[now.place[b]] += 1
        now.starts[now.corner[b] + 1] += 1
    return corners


@kernel
def gather(now: Now, beds: int, corners: int) -> int:
    """Order the men by corner, each corner by bed. Gives the most meetings that there can be."""
    most = 0
    for c in range(corners):
        there = np.int64(now.starts[c + 1])
        most += there * (there - 1) // 2
        now.starts[c + 1] += now.starts[c]
    for b in range(beds):
        c = now.corner[b]
        if c >= 0:
            now.order[now.starts[c]] = b
            now.starts[c] += 1
    for c in range(corners, 0, -1):
        now.starts[c] = now.starts[c - 1]
    now.starts[0] = 0
    return most


@kernel
def strength(ties: Column, m: int, other: int) -> int:
    """How strong the tie is by which a man holds on to another of his establishment."""
    found = 0
    for k in range(EACH):
        tie = np.int64(ties[m, k])
        found = max(found, tie if tie & BED == other + 1 else 0)
    return found >> BED_BITS


@kernel
def mark(ties: Column, own: Column, at: Column, m: int) -> int:
    """Lay a man's ties out in `own` from 1, and note in `at` for every bed + 1 which of them it is; 0 is none.

    Gives the strength of his weakest.
    """
    weakest = np.int64(1 << 40)
    own[0] = 0
    for k in range(EACH):
        tie = np.int64(ties[m, k])
        own[k + 1] = tie
        at[tie & BED] = k + 1  # what is noted at 0 is nobody's
        weakest = min(weakest, tie)
    return weakest >> BED_BITS


@kernel
def keep(ties: Column, own: Column, m: int) -> None:
    """Put what `mark` laid out back to the man."""
    for k in range(EACH):
        ties[m, k] = own[k + 1]


@kernel
def unmark(own: Column, at: Column) -> None:
    """Take the notes of `mark` away."""
    for k in range(EACH):
        at[own[k + 1] & BED] = 0


@kernel
def renew(own: Column, at: Column, other: int, fresh: int) -> int:
    """A new tie takes the place of a marked man's weakest. Gives the strength of the weakest now."""
    weakest, where = own[1], 1
    for k in range(2, EACH + 1):
        if own[k] < weakest:
            weakest, where = own[k], k
    at[weakest & BED] = 0
    own[where] = (fresh << BED_BITS) | (other + 1)
    at[other + 1] = where
    weakest = own[1]
    for k in range(2, EACH + 1):
        weakest = min(weakest, own[k])
    return weakest >> BED_BITS


@kernel
def protection(men: Men, first: int, m: int) -> int:
    """The strongest tie to somebody who is neither drawn in nor recruiting."""
    most = 0
    for k in range(EACH):
        tie = np.int64(men.ties[m, k])
        if tie > 0 and men.state[first + (tie & BED) - 1] == SUSCEPTIBLE:
            most = max(most, tie >> BED_BITS)
    return most


@kernel
def willingness(rules: Rules, men: Men, first: int, m: int, tie: int) -> int:
    """The chance that a recruiter convinces this man in one meeting: grievance, unmet needs and friendship with the
    recruiter raise it, trust in staff and ties to others lower it.
    """
    chance = rules.conversion
    chance = chance * (1000 + rules.by_grievance * (np.int64(men.grievance[m]) - 500) // 500) // 1000
    chance = chance * (1000 + rules.by_need * (np.int64(men.need[m]) - 500) // 500) // 1000
    chance = chance * (1000 - rules.by_trust * (np.int64(men.trust[m]) - 500) // 500) // 1000
    if rules.by_ties:
        chance = chance * (1000 - rules.by_ties * protection(men, first, m) // 1000) // 1000
    chance = chance * (1000 + rules.by_friendship * tie // 1000) // 1000
    return min(ONE, max(0, chance))


@kernel
def convince(rules: Rules, men: Men, now: Now, m: int, b: int, recruiter: int) -> None:
    """A man was convinced by this recruiter (his number). Enough different ones draw him in at the end of the slot."""
    known = 0
    for k in range(MEMORY):
        if men.convinced[m, k] == recruiter:
            return
        known += men.convinced[m, k] >= 0
    if known + 1 >= rules.reinforcement:
        now.won[b] = 1
    else:
        men.convinced[m, known] = recruiter


@kernel
def meet(
    rules: Rules,
    prisons: Prisons,
    men: Men,
    now: Now,
    log: Log,
    count: Column,
    seed: np.uint64,
    e: int,
    clock: int,
    corners: int,
) -> None:
    """All meetings of one establishment in one slot."""
    first, beds = prisons.first[e], prisons.first[e + 1] - prisons.first[e]
    day, slot = clock // 7, clock % 7
    k_meeting = within(key_of(seed, _MEETING, day, slot), e)
    k_convinced = within(key_of(seed, _CONVINCED, day, slot), e)
    now.met[:beds] = 0
    now.won[:beds] = 0
    logged = log.contacts.shape[1] > 0
    span = rules.meeting_tied - rules.meeting
    most = max(rules.meeting, rules.meeting_tied)
    meetings, tied, convinced, locked = 0, 0, 0, 0
    grows, fresh, friend = rules.tie_grows, rules.tie_first, rules.tie_friend
    ties, state, at = men.ties, men.state, now.at
    own = np.empty(EACH + 1, dtype=np.int64)
    row = log.rows[0]
    for c in range(corners):
        end = np.int64(now.starts[c + 1])
        for x in range(now.starts[c], end):
            i = np.int64(now.order[x])
            mi, one = first + i, now.number[i]
            locked += now.kind[i] == CELL
            if x + 1 == end:
                continue
            weakest = mark(ties, own, at, mi)
            for y in range(x + 1, end):
                j = np.int64(now.order[y])
                mj, other = first + j, now.number[j]
                pair = (min(one, other) << 32) | max(one, other)
                drawn = high(word(k_meeting, pair))
                if drawn >= most:
                    continue
                found, least = 0, 1 << 62  # his tie to this man, if he has one, and his weakest
                for k in range(EACH):
                    tie = np.int64(ties[mj, k])
                    numbered = (tie << 3) | k
                    found = max(found, numbered if tie & BED == i + 1 else 0)
                    least = min(least, numbered)
                k = np.int64(at[j + 1])
                mine, his = own[k] >> BED_BITS, found >> (BED_BITS + 3)
                if drawn >= rules.meeting + span * ((mine + his) >> 1) // FULL:
                    continue
                meetings += 1
                # What follows has few branches on purpose: nobody could guess them, and the processor cannot either.
                where = (found if found > 0 else least) & 7
                becomes = min(FULL, his + grows) if found > 0 else fresh
                holds = found > 0 or least >> (BED_BITS + 3) < fresh
                ties[mj, where] = ((becomes << BED_BITS) | (i + 1)) if holds else ties[mj, where]
                own[k] = (min(FULL, mine + grows) << BED_BITS) | (j + 1)
                own[0] = 0
                if k == 0 and weakest < fresh:
                    weakest = renew(own, at, j, fresh)
                now.met[i] += mine >= friend
                now.met[j] += his >= friend
                tied += max(mine, his) >= friend
                if logged:
                    log.contacts[0, row] = e
                    log.contacts[1, row] = now.place[i]
                    log.contacts[2, row] = i
                    log.contacts[3, row] = j
                    row += 1
                if state[mi] != state[mj]:
                    a, b, ma, mb, by = i, j, mi, mj, other
                    if state[mi] == RECRUITING:
                        a, b, ma, mb, by = j, i, mj, mi, one
                    if state[ma] == SUSCEPTIBLE and state[mb] == RECRUITING:
                        keep(ties, own, mi)
                        tie = (strength(ties, ma, b) + strength(ties, mb, a)) >> 1
                        if high(word(k_convinced, pair)) < willingness(rules, men, first, ma, tie):
                            convinced += 1
                            convince(rules, men, now, ma, a, by)
            keep(ties, own, mi)
            unmark(own, at)
    log.rows[0] = row
    count[N_MEETINGS] += meetings
    count[N_TIED] += tied
    count[N_CONVINCED] += convinced
    count[N_LOCKED] += locked
