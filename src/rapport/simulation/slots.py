"""One slot of a day, in its order: morning lines, who is where, who meets whom, what happens, who sees it, what it
changes.

Everything secret is read in one place, `_act_of`: whether the case is harmful decides from which law act and cues are
drawn.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rapport.simulation import behaviours, cases, colleagues, contacts, draws, mornings, ordinary, perception, rows
from rapport.simulation.draws import Purpose
from rapport.simulation.population import Population, usual_trust
from rapport.simulation.scenario import Scenario
from rapport.simulation.state import State
from rapport.simulation.words import CUES, Act

SLOTS = 7
ALL = -1

Where = NDArray[np.int64]


def play_slot(scenario: Scenario, state: State, agenda: cases.Agenda, people: Population, *, where: Where) -> None:
    """Simulate the slot at the state's clock. `where` holds every man's place."""
    day, slot = divmod(state.clock, SLOTS)
    if slot == 0 and day > 0:
        _morning(scenario, state, day)
    state.where.append(where.tolist())
    near = contacts.together(where)
    met = contacts.meetings(scenario.ties, state.chance, day=day, slot=slot, near=near, ties=state.ties)
    moment = ordinary.Moment(
        day=day,
        slot=slot,
        where=where,
        beside=contacts.companions(state.chance, day=day, slot=slot, near=near, ties=state.ties),
        played=scenario.is_played(day, slot),
        chance=state.chance,
    )
    state.ties = contacts.grown(scenario.ties, state.ties, met)
    events, secrets = _case_events(scenario, state, agenda, people, day=day, slot=slot)
    events += ordinary.happenings(scenario, state.seed, moment, marker_salt=state.marker_salt)
    told, answers = _answers(scenario, state, where, day=day, slot=slot)
    shown = _seen(scenario, state, events, secrets, where) if moment.played else []
    events.sort(key=lambda event: (event.place, event.event))
    state.events.append(rows.table(rows.Event, events + told))
    state.exposures.append(rows.table(rows.Exposure, shown + answers))
    if secrets:
        state.secrets.append(rows.table(rows.Secret, secrets))
    if moment.played:
        _reports(scenario, state, events, shown)
        if not scenario.slots[slot].anchor:
            _after_posts(scenario, state, events, shown, where)
    _move_on(scenario, state, agenda, secrets, day=day, slot=slot)
    state.clock += 1


# ---- what happens ------------------------------------------------------------------------------------------


def _case_events(
    scenario: Scenario, state: State, agenda: cases.Agenda, people: Population, *, day: int, slot: int
) -> tuple[list[rows.Event], list[rows.Secret]]:
    confined = state.confined_at(len(people), state.clock)
    events, secrets = [], []
    for planned in agenda.at(day, slot):
        men = cases.acting(agenda, planned, confined)
        if men is None:
            continue
        case, stage = agenda.cases[planned.case], state.stages[planned.case]
        place = int(people.landing[men[0]]) if planned.place < 0 else planned.place
        act, cues = _act_of(scenario, state, planned, harmful=case.harmful, stage=stage, place=place)
        name = planned.case * 16 + planned.ordinal
        act, variant = _unspoken(scenario, state, planned, act, kind=scenario.plan[place].kind)
        known = scenario.vocabulary.acts[act]
        wording = rows.case_wording(
            known.id,
            variant,
            [(cue, _cue_variant(scenario, state, k, name)) for k, cue in enumerate(CUES) if cues[k]],
            (planned.occasion, int(planned.marked)),
            *men,
        )
        occasion = planned.occasion * 2 + planned.marked
        events.append(
            rows.Event(
                planned.event,
                day,
                slot,
                place,
                known.id,
                *cues,
                *men,
                known.channel,
                known.salience_milli,
                occasion,
                wording,
            )
        )
        secrets.append(
            rows.Secret(
                planned.event,
                case.case,
                case.kind,
                stage,
                case.harmful,
                not case.harmful,
                planned.twin,
                planned.marked,
                known.family,
            )
        )
    return events, secrets


def _act_of(
    scenario: Scenario, state: State, planned: cases.Planned, *, harmful: bool, stage: int, place: int
) -> tuple[int, tuple[bool, bool, bool]]:
    law = behaviours.law(scenario, state.seed).places[scenario.plan[place].kind]
    seed = state.chance if planned.twin < 0 else state.seed  # two twins are one draw, even with a branch between them
    act = law.act(draws.draw_one(draws.key(seed, Purpose.ACT), planned.identity), harmful=harmful, stage=stage)
    chance = scenario.law.cue_harmful if harmful else scenario.law.cue_benign
    kept, asked, hidden = (
        draws.draw_one(draws.key(seed, Purpose.CUE, k), planned.identity) < chance for k in range(len(CUES))
    )
    return act, (kept, asked, hidden)


def _unspoken(scenario: Scenario, state: State, planned: cases.Planned, act: int, *, kind: str) -> tuple[int, int]:
    """An act with a sentence of it that nobody in this world has read; where all were, the next act that has one.

    The first of two twins keeps a sentence for the other. Reads no kind of case: only what was said before.
    """
    kept = state.spoken.get(f"twin {planned.twin}", [])
    if planned.twin >= 0 and kept:
        return kept[0], kept[1]
    known, able = scenario.vocabulary.acts, behaviours.law(scenario, state.seed).places[kind].acts
    wanted, first = (2 if planned.twin >= 0 else 1), able.index(act)
    unread = [one for one in (*able[first:], *able[:first]) if _left(state, known[one]) >= wanted]
    act = (unread or [act])[0]
    name = planned.case * 16 + planned.ordinal
    variant = _fresh(state, known[act].id, len(known[act].wordings), name)
    if planned.twin >= 0:
        other = _fresh(state, known[act].id, len(known[act].wordings), 10_000 + planned.twin)
        state.spoken[f"twin {planned.twin}"] = [act, other]
    return act, variant


def _left(state: State, act: Act) -> int:
    return len(act.wordings) - len(state.spoken.get(act.id, []))


def _cue_variant(scenario: Scenario, state: State, cue: int, identity: int) -> int:
    return _fresh(state, CUES[cue], len(scenario.vocabulary.cues[cue].wordings), (cue + 1 << 20) + identity)


def _fresh(state: State, name: str, count: int, identity: int) -> int:
    """A drawn sentence that was not yet spoken in this world; when all were, one of those spoken least."""
    spoken = state.spoken.setdefault(name, [])
    key = draws.key(state.chance, Purpose.WORDING, identity)
    order = draws.shuffled(key, np.arange(count, dtype=np.int64)).tolist()
    variant: int = min(order, key=lambda k: (spoken.count(k), order.index(k)))
    spoken.append(variant)
    return variant


def _answers(
    scenario: Scenario, state: State, where: Where, *, day: int, slot: int
) -> tuple[list[rows.Event], list[rows.Exposure]]:
    """What people answer to whom talked with them: context, never an act or a cue."""
    told, answers = [], []
    for k, (officer, person) in enumerate(state.talks):
        level = scenario.trust.level(int(state.trust[person]))
        able = [answer for answer in scenario.vocabulary.talk if answer.trust == level]
        identity = officer * 1000 + person
        said = [(answer, variant) for answer in able for variant in range(len(answer.wordings))]
        answer, variant = said[_fresh(state, f"talk {officer} {level}", len(said), (state.clock << 20) + identity)]
        wording = rows.plain_wording(rows.TALK, answer.id, variant, person, -1)
        number = cases.event_number(state.chance, (1 << 50) + state.clock * 100_000 + identity)
        place = int(where[person])
        told.append(
            rows.Event(
                number,
                day,
                slot,
                place,
                answer.id,
                False,
                False,
                False,
                person,
                -1,
                rows.TOLD,
                1000,
                rows.NO_OCCASION,
                wording,
            )
        )
        position = scenario.seeing.passages + k
        answers.append(
            rows.Exposure(number, day, slot, officer, "", rows.TALK, 1_000_000, True, True, position, wording)
        )
    state.talks = []
    return told, answers


# ---- who sees it -------------------------------------------------------------------------------------------


def _seen(
    scenario: Scenario, state: State, events: list[rows.Event], secrets: Sequence[rows.Secret], where: Where
) -> list[rows.Exposure]:
    day, slot = divmod(state.clock, SLOTS)
    if scenario.slots[slot].anchor:
        twins = {secret.event: secret.twin for secret in secrets}
        read = set(state.written.get(ALL, ()))
        page = perception.at_anchor(scenario, state.chance, events, twins=twins, read=read)
        _write_down(state, ALL, events, page)
        return [exposure._replace(officer=man.index) for man in scenario.officers for exposure in page]
    present = perception.crowd(where, len(scenario.plan))
    open_posts = [post.id for post in perception.manned(scenario, present)]
    if open_posts:
        fallback = (open_posts[0], perception.WATCH)
        state.seats = {who: seat if seat[0] in open_posts else fallback for who, seat in state.seats.items()}
    seats = [perception.Seat(officer, post, approach) for officer, (post, approach) in sorted(state.seats.items())]
    seats += colleagues.roster(scenario, state.chance, day=day, slot=slot, open_posts=open_posts)
    found: list[rows.Exposure] = []
    for seat in seats:
        read = set(state.written.get(seat.officer, ()))
        page = perception.at_post(scenario, state.chance, events, seat, present=present, read=read)
        _write_down(state, seat.officer, events, page)
        found += page
    return found


def _write_down(state: State, officer: int, events: Sequence[rows.Event], page: Sequence[rows.Exposure]) -> None:
    shown = {exposure.event for exposure in page if exposure.shown}
    state.written.setdefault(officer, []).extend(
        sorted(e.act for e in events if e.event in shown and not perception.is_case(e))
    )


def _reports(scenario: Scenario, state: State, events: Sequence[rows.Event], shown: Sequence[rows.Exposure]) -> None:
    simulated = {man.index for man in scenario.officers if man.simulated}
    to_whom: dict[int, set[int]] = {}
    for exposure in shown:
        if exposure.shown and exposure.officer in simulated:
            to_whom.setdefault(exposure.event, set()).add(exposure.officer)
    made = [
        report
        for event in events
        if event.event in to_whom
        for report in colleagues.reports(scenario, state.seed, event, to_whom[event.event], chance=state.chance)
    ]
    state.reports.append(rows.table(rows.Report, made))


# ---- what it changes ---------------------------------------------------------------------------------------


def _morning(scenario: Scenario, state: State, day: int) -> None:
    back = [person for person, _, end in state.confined if state.clock - SLOTS < end <= state.clock]
    notes = [*state.notes, *(("returned", person) for person in back)]
    moved = state.trust - state.dawn
    lines = mornings.lines(scenario, state.chance, day=day, notes=notes, moved=moved)
    state.changes.append(rows.table(rows.Change, lines))
    usual = usual_trust(scenario, state.seed)
    state.trust = state.trust + (usual - state.trust) * scenario.trust.returns_milli // 1000
    state.dawn = state.trust.copy()
    state.notes = []


def _after_posts(
    scenario: Scenario, state: State, events: Sequence[rows.Event], shown: Sequence[rows.Exposure], where: Where
) -> None:
    """Being with people raises their trust; a search that finds nothing costs it. Then everybody is back to watching
    where he stands.
    """
    day, slot = divmod(state.clock, SLOTS)
    at = {post.id: post.at for post in scenario.posts}
    seats = dict(state.seats)
    seats |= {e.officer: (e.post, e.approach) for e in shown if e.officer not in seats}
    for officer, (post, approach) in sorted(seats.items()):
        there = np.flatnonzero(where == at[post]).astype(np.int64)
        if approach == perception.WITH_PEOPLE:
            key = draws.key(state.chance, Purpose.TRUST, day, slot * 64 + officer)
            reached = draws.shuffled(key, there)[: scenario.trust.with_people_reaches]
            _trust(state, reached, scenario.trust.with_people)
        elif approach == perception.CHECK:
            found = _found(events, [e for e in shown if e.officer == officer])
            state.notes.append(("check_found" if found else "check_idle", -1))
            if not found:
                _trust(state, there, scenario.trust.idle_check)
    state.seats = {officer: (post, perception.WATCH) for officer, (post, _) in state.seats.items()}


def _found(events: Sequence[rows.Event], mine: Sequence[rows.Exposure]) -> bool:
    objects: Mapping[int, bool] = {e.event: perception.is_case(e) and e.channel == "object" for e in events}
    return any(exposure.shown and objects[exposure.event] for exposure in mine)


def _trust(state: State, people: NDArray[np.int64], by: int) -> None:
    state.trust[people] = np.clip(state.trust[people] + by, 0, 1000)


def _move_on(
    scenario: Scenario, state: State, agenda: cases.Agenda, secrets: Sequence[rows.Secret], *, day: int, slot: int
) -> None:
    """A case may move to its next stage after an event: less readily where its people trust staff. Whatever its
    kind.
    """
    key = draws.key(state.chance, Purpose.STAGE, day, slot)
    for secret in secrets:
        cast = list(agenda.cases[secret.case].cast)
        level = scenario.trust.level(int(state.trust[cast].sum()) // len(cast))
        if draws.draw_one(key, secret.case) < scenario.law.moves_on[level]:
            state.stages[secret.case] = min(state.stages[secret.case] + 1, scenario.law.stages - 1)
