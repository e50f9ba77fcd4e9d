"""One establishment after another, each for many slots, in the order of a slot: who is where, who meets whom, what
staff do, what happens and is seen, who comes and goes; and each night what fades.

An establishment reads and writes nothing of another's, so that any number of threads give the same bytes.
"""

import numpy as np

from rapport.simulation.draws import Purpose
from rapport.simulation.kernels.columns import (
    BED,
    BED_BITS,
    CELL,
    DRAWN_IN,
    EACH,
    EMPTY,
    MEMORY,
    N_ARRIVED,
    N_CANCELLED,
    N_CONVERTED,
    N_FRIENDS,
    N_GRIEVANCE,
    N_LEFT,
    N_NEED,
    N_PRISONERS,
    N_SUSCEPTIBLE,
    N_TIES,
    N_TRUST,
    NOBODY,
    RECRUITING,
    SLOTS,
    SUSCEPTIBLE,
    VISITS,
    Cases,
    Column,
    Log,
    Men,
    Prisons,
    Rules,
    Tables,
)
from rapport.simulation.kernels.compiled import kernel
from rapport.simulation.kernels.happening import begin, case_life, clipped, ordinary_life, post, treat
from rapport.simulation.kernels.hashing import high, key_of, pick, within, word
from rapport.simulation.kernels.meeting import Now, gather, meet, settle

_TRUST, _WORK, _LIFE = int(Purpose.TRUST), int(Purpose.WORK), int(Purpose.LIFE)
_CONVERTS, _CANCELLED, _START = int(Purpose.INFLUENCE), int(Purpose.CANCELLED), int(Purpose.INFLUENCE_START)


@kernel
def usual_trust(rules: Rules, key: np.uint64, number: int) -> int:
    """The trust in staff to which a man returns when nothing happens."""
    return rules.trust_low + pick(high(word(key, number)), rules.trust_high - rules.trust_low + 1)


@kernel
def move_in(rules: Rules, tables: Tables, men: Men, seed: np.uint64, e: int, m: int, b: int) -> None:
    """Whoever is in this bed now has just come: nobody knows him and he knows nobody."""
    number = (np.int64(men.turn[m]) << BED_BITS) | b
    drawn, work = high(word(within(key_of(seed, _WORK, 0, 0), e), number)), 0
    while drawn >= tables.work[work]:
        work += 1
    men.work[m] = work
    men.state[m] = SUSCEPTIBLE
    men.trust[m] = usual_trust(rules, within(key_of(seed, _TRUST, 0, 0), e), number)
    men.grievance[m] = rules.grievance_usual
    men.need[m] = rules.need_usual
    men.confined_until[m] = 0
    for k in range(MEMORY):
        men.convinced[m, k] = NOBODY
    for k in range(EACH):
        men.ties[m, k] = 0


@kernel
def found(
    rules: Rules,
    tables: Tables,
    prisons: Prisons,
    men: Men,
    cases: Cases,
    recruiting: int,
    drawn_in: int,
    seed: np.uint64,
    first: int,
    last: int,
) -> None:
    """Fill the beds of some establishments for the first morning: shares of recruiters and of those drawn in, each man
    drawn for himself.
    """
    for e in range(first, last):
        k_start = within(key_of(seed, _START, 0, 0), e)
        start = prisons.first[e]
        for b in range(prisons.first[e + 1] - start):
            m = start + b
            move_in(rules, tables, men, seed, e, m, b)
            drawn = high(word(k_start, b))
            if drawn < recruiting:
                men.state[m] = RECRUITING
            elif drawn < recruiting + drawn_in:
                men.state[m] = DRAWN_IN
        for c in range(prisons.first_case[e], prisons.first_case[e + 1]):
            begin(tables, prisons, men, cases, seed, e, c)


@kernel
def come_and_go(
    rules: Rules,
    tables: Tables,
    prisons: Prisons,
    men: Men,
    now: Now,
    count: Column,
    seed: np.uint64,
    e: int,
    clock: int,
) -> None:
    """Who is drawn in, begins or ceases to recruit, leaves, or gives his bed to another: all from how the slot
    began.
    """
    first, beds = prisons.first[e], prisons.first[e + 1] - prisons.first[e]
    k_life = within(key_of(seed, _LIFE, clock // 7, clock % 7), e)
    k_converts = within(key_of(seed, _CONVERTS, clock // 7, clock % 7), e)
    arrived, left, converted = 0, 0, 0
    for b in range(beds):
        m = first + b
        now.new[b] = 0
        number = (np.int64(men.turn[m]) << BED_BITS) | b
        drawn, state = high(word(k_life, number)), men.state[m]
        if drawn < rules.turnover:
            men.turn[m] += 1
            move_in(rules, tables, men, seed, e, m, b)
            now.new[b] = 1
            arrived += 1
            continue
        if state == SUSCEPTIBLE:
            if now.won[b]:
                at_once = high(word(k_converts, number)) < rules.recruits_at_once
                men.state[m] = RECRUITING if at_once else DRAWN_IN
                for k in range(MEMORY):
                    men.convinced[m, k] = NOBODY
                converted += 1
        elif state != EMPTY:
            leaves, crosses = rules.recruiter_leaves, rules.ceases_recruiting
            if state == DRAWN_IN:
                leaves, crosses = rules.drawn_in_leaves, rules.begins_recruiting
            leaves = leaves * (1000 + rules.leaving_by_trust * (np.int64(men.trust[m]) - 500) // 500) // 1000
            drawn -= rules.turnover
            if drawn < leaves:
                men.state[m] = EMPTY
                now.new[b] = 1
                left += 1
            elif drawn < leaves + crosses:
                men.state[m] = RECRUITING if state == DRAWN_IN else DRAWN_IN
    count[N_ARRIVED] += arrived
    count[N_LEFT] += left
    count[N_CONVERTED] += converted
    if arrived + left > 0:
        for b in range(beds):
            for k in range(EACH):
                tie = np.int64(men.ties[first + b, k])
                if tie > 0 and now.new[(tie & BED) - 1]:
                    men.ties[first + b, k] = 0


@kernel
def cancel_visits(
    rules: Rules, prisons: Prisons, men: Men, now: Now, count: Column, seed: np.uint64, e: int, clock: int
) -> None:
    """On a day when visits are cancelled, whoever would have had one has it not."""
    if high(word(within(key_of(seed, _CANCELLED, clock // 7, 0), e), 0)) >= rules.cancelled:
        return
    first, beds = prisons.first[e], prisons.first[e + 1] - prisons.first[e]
    for b in range(beds):
        if now.kind[b] == VISITS:
            m = first + b
            men.trust[m] = clipped(np.int64(men.trust[m]) + rules.trust_cancelled)
            men.grievance[m] = clipped(np.int64(men.grievance[m]) + rules.grievance_cancelled)
            count[N_CANCELLED] += 1


@kernel
def night(rules: Rules, prisons: Prisons, men: Men, count: Column, lonely: Column, seed: np.uint64, e: int) -> None:
    """Ties fade, trust returns towards what is usual, grievance moves to where needs and trust put it; then all are
    counted.
    """
    first, beds = prisons.first[e], prisons.first[e + 1] - prisons.first[e]
    k_trust = within(key_of(seed, _TRUST, 0, 0), e)
    for b in range(beds):
        m, state = first + b, men.state[first + b]
        count[N_SUSCEPTIBLE + state] += 1
        if state == EMPTY:
            continue
        ties, friends = 0, 0
        for k in range(EACH):
            tie = np.int64(men.ties[m, k])
            held = (tie >> BED_BITS) - rules.tie_fades
            men.ties[m, k] = (held << BED_BITS) | (tie & BED) if held > 0 else 0
            ties += held > 0
            friends += held >= rules.tie_friend
        number = (np.int64(men.turn[m]) << BED_BITS) | b
        trust, need, grievance = np.int64(men.trust[m]), np.int64(men.need[m]), np.int64(men.grievance[m])
        trust = clipped(trust + (usual_trust(rules, k_trust, number) - trust) * rules.trust_returns // 1000)
        if lonely[b] == 0:
            need = clipped(need + rules.need_lonely)
        aim = rules.grievance_usual + rules.grievance_by_need * (need - 500) // 1000
        aim = clipped(aim - rules.grievance_by_trust * (trust - 500) // 1000)
        grievance = clipped(grievance + (aim - grievance) * rules.grievance_moves // 1000)
        men.trust[m], men.need[m], men.grievance[m] = trust, need, grievance
        count[N_PRISONERS] += 1
        count[N_TIES] += ties
        count[N_FRIENDS] += friends
        count[N_TRUST] += trust
        count[N_NEED] += need
        count[N_GRIEVANCE] += grievance


@kernel
def room_for(prisons: Prisons, first: int, last: int) -> Now:
    """Room for one slot of the largest of these establishments."""
    most_beds, most_places = 0, 0
    for e in range(first, last):
        most_beds = max(most_beds, prisons.first[e + 1] - prisons.first[e])
        places = 0
        for kind in range(CELL):
            most = 0
            for slot in range(SLOTS):
                most = max(most, np.int64(prisons.corners[e, slot, kind]))
            places += prisons.instances[e, kind] * most
        most_places = max(most_places, places)
    corners = most_beds + most_places + 2
    return Now(
        np.empty(most_beds, dtype=np.int8),
        np.empty(most_beds, dtype=np.int32),
        np.empty(most_beds, dtype=np.int32),
        np.empty(most_beds, dtype=np.int32),
        np.empty(corners, dtype=np.int32),
        np.empty(corners, dtype=np.int32),
        np.empty(corners, dtype=np.int8),
        np.empty(corners, dtype=np.int8),
        np.empty(most_beds, dtype=np.int16),
        np.empty(most_beds, dtype=np.int8),
        np.empty(most_beds, dtype=np.int8),
        np.empty(most_beds, dtype=np.int64),
        np.empty(most_beds + 1, dtype=np.int8),
    )


@kernel
def live(
    rules: Rules,
    tables: Tables,
    prisons: Prisons,
    men: Men,
    cases: Cases,
    lonely: Column,
    log: Log,
    counts: Column,
    apart: int,
    seed: np.uint64,
    salt: int,
    first: int,
    last: int,
    clock: int,
    slots: int,
) -> int:
    """Let the establishments `first` … `last`-1 live for so many slots.

    `counts[day, row, counter]`: the row is an establishment's own if `apart` is 1, and shared if it is 0. `lonely`
    holds by bed how many meetings with friends a man had today. Gives the first establishment that has not lived:
    `last`, or one for whose rows the log had no room (then `slots` must be 1, and nothing of it has changed).
    """
    now = room_for(prisons, first, last)
    logging = log.contacts.shape[1] + log.events.shape[1] + log.exposures.shape[1] > 0
    for e in range(first, last):
        start, beds = prisons.first[e], prisons.first[e + 1] - prisons.first[e]
        own_cases = prisons.first_case[e + 1] - prisons.first_case[e]
        for t in range(clock, clock + slots):
            count = counts[t // SLOTS - clock // SLOTS, (e - first) * apart]
            corners = settle(rules, tables, prisons, men, now, seed, e, t)
            most = gather(now, beds, corners)
            if logging:
                full = log.contacts.shape[1] > 0 and log.rows[0] + most > log.contacts.shape[1]
                more = beds + own_cases
                full = full or (log.events.shape[1] > 0 and log.rows[1] + more > log.events.shape[1])
                full = full or (log.exposures.shape[1] > 0 and log.rows[2] + more > log.exposures.shape[1])
                if full:
                    return e
            meet(rules, prisons, men, now, log, count, seed, e, t, corners)
            if t % SLOTS == 0:
                lonely[start : start + beds] = 0
            for b in range(beds):
                lonely[start + b] += now.met[b]
            post(rules, tables, prisons, now, count, seed, e, t)
            treat(rules, prisons, men, now, count, seed, e, t)
            cancel_visits(rules, prisons, men, now, count, seed, e, t)
            ordinary_life(rules, tables, prisons, now, log, count, seed, salt, e, t)
            case_life(rules, tables, prisons, men, cases, now, log, count, seed, salt, e, t)
            come_and_go(rules, tables, prisons, men, now, count, seed, e, t)
            if t % SLOTS == SLOTS - 1:
                night(rules, prisons, men, count, lonely[start : start + beds], seed, e)
    return last
