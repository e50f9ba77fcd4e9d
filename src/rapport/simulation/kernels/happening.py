"""What staff do and what happens, and who could see it: a watched place shows some of it, an unwatched one nothing.

Emission reads stage, time, roster and trust, never grievance, ties or who is drawn in. q as in
`rapport.simulation.perception`: line of sight × reach × salience ÷ (1 + present/crowd).
"""

import numpy as np

from rapport.simulation.draws import Purpose
from rapport.simulation.kernels.columns import (
    BED,
    BED_BITS,
    CAST,
    CELL,
    EMPTY,
    LANDING,
    N_CASE_EVENTS,
    N_HAPPENINGS,
    N_HARMFUL,
    N_HARMFUL_SHOWN,
    N_IN_SIGHT,
    N_INSULTS,
    N_SEARCHES,
    N_SHOWN,
    N_STAFF,
    NOBODY,
    WATCH,
    WITH_PEOPLE,
    Cases,
    Column,
    Log,
    Men,
    Prisons,
    Rules,
    Tables,
)
from rapport.simulation.kernels.compiled import kernel
from rapport.simulation.kernels.hashing import high, key_of, low, pick, within, word
from rapport.simulation.kernels.meeting import FULL, ONE, Now

_PPM = 1_000_000
_STAFF, _SEARCH, _TREATED = int(Purpose.STAFF), int(Purpose.SEARCH), int(Purpose.TREATED)
_HAPPENING, _EXPOSURE, _EVENT = int(Purpose.HAPPENING), int(Purpose.EXPOSURE), int(Purpose.EVENT)
_CASE, _ACT, _CUE, _STAGE = int(Purpose.CASE), int(Purpose.ACT), int(Purpose.CUE), int(Purpose.STAGE)
_KINDS, _CAST, _MARKER = int(Purpose.KINDS), int(Purpose.CAST), int(Purpose.MARKER)


@kernel
def clipped(value: int) -> int:
    """Within 0 … 1000."""
    return min(FULL, max(0, value))


@kernel
def post(
    rules: Rules, tables: Tables, prisons: Prisons, now: Now, count: Column, seed: np.uint64, e: int, clock: int
) -> None:
    """Which places are staffed in this slot, who there is among people and who only watches, where is searched."""
    day, slot = clock // 7, clock % 7
    k_staff = within(key_of(seed, _STAFF, day, slot), e)
    k_search = within(key_of(seed, _SEARCH, day, slot), e)
    place = 0
    for kind in range(CELL):
        for _ in range(prisons.instances[e, kind]):
            w = word(k_staff, place)
            now.staff[place] = 0
            if high(w) < tables.staffed[slot, kind]:
                now.staff[place] = WITH_PEOPLE if low(w) < rules.talking else WATCH
            now.searched[place] = high(word(k_search, place)) < rules.search
            count[N_SEARCHES] += now.searched[place]
            place += 1
    now.staff[place] = 0
    now.searched[place] = 0


@kernel
def treat(
    rules: Rules, prisons: Prisons, men: Men, now: Now, count: Column, seed: np.uint64, e: int, clock: int
) -> None:
    """What staff's ways do to everybody's trust, grievance and needs in this slot."""
    first, beds = prisons.first[e], prisons.first[e + 1] - prisons.first[e]
    k_treated = within(key_of(seed, _TREATED, clock // 7, clock % 7), e)
    talked, insulted = 0, 0
    for b in range(beds):
        m, kind = first + b, now.kind[b]
        if kind == NOBODY:
            continue
        place = now.place[b]
        w = word(k_treated, now.number[b])
        trust, grievance, need = np.int64(men.trust[m]), np.int64(men.grievance[m]), np.int64(men.need[m])
        if now.staff[place] == WITH_PEOPLE and high(w) * np.int64(now.present[place]) < rules.trust_reaches * ONE:
            trust += rules.trust_with_people
            talked += 1
        if now.searched[place]:
            trust += rules.trust_search
            grievance += rules.grievance_search
        if low(w) < rules.insult:
            trust += rules.trust_insult
            grievance += rules.grievance_insult
            insulted += 1
        if kind == CELL:
            need += rules.need_locked
        elif kind == LANDING:
            need += rules.need_idle
        else:
            need -= rules.need_relief
        men.trust[m] = clipped(trust)
        men.grievance[m] = clipped(grievance)
        men.need[m] = clipped(need)
    count[N_STAFF] += talked
    count[N_INSULTS] += insulted


@kernel
def seen(
    rules: Rules,
    tables: Tables,
    now: Now,
    log: Log,
    count: Column,
    k_exposure: np.uint64,
    e: int,
    clock: int,
    place: int,
    channel: int,
    salience: int,
    identity: int,
    event: int,
) -> bool:
    """Whether an event at a place was shown to the officer there, if there is one."""
    approach = now.staff[place]
    if approach == 0:
        return False
    present = np.int64(now.present[place])
    reach = tables.reach[approach - 1, channel]
    q = min(rules.sight * reach * salience * rules.crowd // ((rules.crowd + present) * 1000), rules.most_ppm)
    shown = (high(word(k_exposure, identity)) * _PPM) >> 32 < q
    count[N_IN_SIGHT] += q >= rules.least_ppm
    count[N_SHOWN] += shown
    if log.exposures.shape[1] > 0 and q > 0:
        row = log.rows[2]
        log.exposures[0, row] = event
        log.exposures[1, row] = clock // 7
        log.exposures[2, row] = clock % 7
        log.exposures[3, row] = e
        log.exposures[4, row] = place
        log.exposures[5, row] = approach
        log.exposures[6, row] = q
        log.exposures[7, row] = q >= rules.least_ppm
        log.exposures[8, row] = shown
        log.rows[2] = row + 1
    return shown


@kernel
def write_event(
    log: Log,
    event: int,
    e: int,
    clock: int,
    place: int,
    act: int,
    cues: int,
    actor: int,
    other: int,
    channel: int,
    salience: int,
    marked: bool,
    case: int,
    kind: int,
    true: int,
) -> None:
    """One row of `events`; `true` is the kind of its case, kept for the truth alone."""
    row = log.rows[1]
    log.events[0, row] = event
    log.events[1, row] = clock // 7
    log.events[2, row] = clock % 7
    log.events[3, row] = e
    log.events[4, row] = place
    log.events[5, row] = kind
    log.events[6, row] = act
    log.events[7, row] = cues
    log.events[8, row] = actor
    log.events[9, row] = other
    log.events[10, row] = channel
    log.events[11, row] = salience
    log.events[12, row] = marked
    log.events[13, row] = case
    log.events[14, row] = true
    log.rows[1] = row + 1


@kernel
def ordinary_life(
    rules: Rules,
    tables: Tables,
    prisons: Prisons,
    now: Now,
    log: Log,
    count: Column,
    seed: np.uint64,
    salt: int,
    e: int,
    clock: int,
) -> None:
    """What happens to people without any case, out of their cells."""
    beds = prisons.first[e + 1] - prisons.first[e]
    day, slot = clock // 7, clock % 7
    k_happening = within(key_of(seed, _HAPPENING, day, slot), e)
    k_exposure = within(key_of(seed, _EXPOSURE, day, slot), e)
    k_event = within(key_of(seed, _EVENT, day, slot), e)
    k_marker = within(key_of(seed, _MARKER, day, slot + 7 * salt), e)
    kinds = np.int64(tables.ordinary_channel.shape[0])
    logged = log.events.shape[1] > 0
    happened = 0
    for b in range(beds):
        if now.kind[b] == NOBODY or now.kind[b] == CELL:
            continue
        number = now.number[b]
        w = word(k_happening, number)
        if high(w) >= rules.happening:
            continue
        happened += 1
        act = pick(low(w), kinds)
        place = np.int64(now.place[b])
        channel, salience = tables.ordinary_channel[act], tables.ordinary_salience[act]
        event = 0
        if logged:
            event = np.int64(word(k_event, number) >> np.uint64(14))
            marked = high(word(k_marker, number)) < rules.marked
            write_event(
                log, event, e, clock, place, act, 0, b, NOBODY, channel, salience, marked, NOBODY, now.kind[b], NOBODY
            )
        seen(rules, tables, now, log, count, k_exposure, e, clock, place, channel, salience, number, event)
    count[N_HAPPENINGS] += happened


@kernel
def begin(tables: Tables, prisons: Prisons, men: Men, cases: Cases, seed: np.uint64, e: int, c: int) -> None:
    """A case begins: its kind, and a cast of four of one wing (beds drawn, the next free one where two coincide)."""
    first, beds = prisons.first[e], prisons.first[e + 1] - prisons.first[e]
    own = c - prisons.first_case[e]
    turn = np.int64(cases.turn[c])
    drawn = high(word(within(key_of(seed, _KINDS, 0, 0), e), (turn << 20) | own))
    kind = 0
    while drawn >= tables.kinds[kind]:
        kind += 1
    cases.kind[c] = kind
    cases.stage[c] = 0
    k_cast = within(key_of(seed, _CAST, 0, own), e)
    at = pick(high(word(k_cast, turn * 8)), beds)
    wing = men.wing[first + at]
    start, end = at, at
    while start > 0 and men.wing[first + start - 1] == wing:
        start -= 1
    while end + 1 < beds and men.wing[first + end + 1] == wing:
        end += 1
    size = end - start + 1
    for k in range(CAST):
        bed = at if k == 0 else start + pick(high(word(k_cast, turn * 8 + k)), size)
        taken = True
        tries = 0
        while taken and tries < size:
            taken = False
            for before in range(k):
                taken = taken or (cases.cast[c, before] & BED) == bed
            if taken:
                bed = start + (bed + 1 - start) % size
            tries += 1
        cases.cast[c, k] = (np.int64(men.turn[first + bed]) << BED_BITS) | bed


@kernel
def case_life(
    rules: Rules,
    tables: Tables,
    prisons: Prisons,
    men: Men,
    cases: Cases,
    now: Now,
    log: Log,
    count: Column,
    seed: np.uint64,
    salt: int,
    e: int,
    clock: int,
) -> None:
    """What happens within cases: an act and three cues, drawn from the law of kind and stage; then it may move on."""
    first = prisons.first[e]
    day, slot = clock // 7, clock % 7
    k_case = within(key_of(seed, _CASE, day, slot), e)
    k_act = within(key_of(seed, _ACT, day, slot), e)
    k_cue = within(key_of(seed, _CUE, day, slot), e)
    k_stage = within(key_of(seed, _STAGE, day, slot), e)
    k_exposure = within(key_of(seed, _EXPOSURE, day, slot), e)
    k_event = within(key_of(seed, _EVENT, day, slot), e)
    k_marker = within(key_of(seed, _MARKER, day, slot + 7 * salt), e)
    for c in range(prisons.first_case[e], prisons.first_case[e + 1]):
        own = c - prisons.first_case[e]
        w = word(k_case, own)
        if high(w) >= rules.case_pace:
            continue
        here, trust = 0, 0
        for k in range(CAST):
            bed = cases.cast[c, k] & BED
            if cases.cast[c, k] >> BED_BITS == men.turn[first + bed] and men.state[first + bed] != EMPTY:
                here += 1
                trust += np.int64(men.trust[first + bed])
        if here < 2:
            cases.turn[c] += 1
            begin(tables, prisons, men, cases, seed, e, c)
            continue
        actor, other = NOBODY, NOBODY
        turned = pick(low(w), CAST)
        for k in range(CAST):
            one = cases.cast[c, (k + turned) % CAST]
            a = one & BED
            if actor != NOBODY or one >> BED_BITS != men.turn[first + a]:
                continue
            if now.kind[a] == NOBODY or now.kind[a] == CELL:
                continue
            for n in range(CAST):
                two = cases.cast[c, (n + turned) % CAST]
                b = two & BED
                same = two >> BED_BITS == men.turn[first + b] and now.kind[b] != NOBODY
                if other == NOBODY and b != a and same and now.place[b] == now.place[a]:
                    actor, other = a, b
        if actor == NOBODY:
            continue
        harmful = tables.harmful[cases.kind[c]]
        stage = np.int64(cases.stage[c])
        drawn, act = high(word(k_act, own)), 0
        while drawn >= (tables.acts_harmful[stage, act] if harmful else tables.acts_benign[act]):
            act += 1
        chance = rules.cue_harmful if harmful else rules.cue_benign
        cues = 0
        for k in range(3):
            cues |= (high(word(k_cue, own * 4 + k)) < chance) << k
        place = np.int64(now.place[actor])
        identity = (np.int64(1) << 40) | own
        event = np.int64(word(k_event, identity) >> np.uint64(14))
        channel, salience = tables.act_channel[act], tables.act_salience[act]
        if log.events.shape[1] > 0:
            marked = high(word(k_marker, identity)) < rules.marked
            write_event(
                log,
                event,
                e,
                clock,
                place,
                act,
                cues,
                actor,
                other,
                channel,
                salience,
                marked,
                own,
                now.kind[actor],
                np.int64(cases.kind[c]),
            )
        shown = seen(rules, tables, now, log, count, k_exposure, e, clock, place, channel, salience, identity, event)
        count[N_CASE_EVENTS] += 1
        count[N_HARMFUL] += harmful
        count[N_HARMFUL_SHOWN] += shown and harmful
        level = trust // here
        moves = rules.on_low
        if level >= rules.high_from:
            moves = rules.on_high
        elif level >= rules.middle_from:
            moves = rules.on_middle
        if high(word(k_stage, own)) < moves:
            if stage + 1 < rules.stages:
                cases.stage[c] += 1
            else:
                cases.turn[c] += 1
                begin(tables, prisons, men, cases, seed, e, c)
