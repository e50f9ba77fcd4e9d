"""The end of a day: colleagues hand in what they saw, the desk does its day's work, the night passes.

Who may: the officer whose seat it is goes home; all the rest is the simulated service's own. One transaction: a day
ends whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction
from django.utils import translation

from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record, together
from rapport.reporting import services as reports
from rapport.simulation import World, acts
from rapport.simulation import colleagues as simulated
from rapport.simulation.rows import HIMSELF, Report
from rapport.training import desk, log, people, rules, scenery, worlds
from rapport.training.models import ActKind, ColleagueReport, Exercise, Seat
from rapport.training.rules import NotAllowed, Phase
from rapport.training.seats import colleagues, playing, require_phase
from rapport.training.services.scenes import set_clock, set_evening


@transaction.atomic
@together()
def end_day(viewer: Viewer, day: int) -> None:
    """End this day. Asking again changes nothing. Raises `NotAllowed` before its last scene is over."""
    seat = playing(viewer)
    exercise = seat.exercise
    if log.happened(exercise, f"day:{day}"):
        return
    if require_phase(seat, Phase.EVENING)[1] != day:
        raise NotAllowed("not_now")
    world = worlds.opened(exercise)
    worlds.to_the_end_of_the_day(world, day)
    set_evening(exercise, day)
    around = colleagues(exercise)
    with translation.override(exercise.language):
        _file_for_colleagues(exercise, around.officers, world, day)
    done = desk.work(exercise, list(exercise.seats.all()), around.at_desk, day=day)
    log.write(
        exercise,
        ActKind.DAY_ENDED,
        seat=seat,
        payload={"day": day, "clock": world.clock, "read": done.read, "notes": done.notes},
        once=f"day:{day}",
    )
    _take_measures(exercise, world, done, day)
    if not world.ended:
        _morning(exercise, seat, world, day)
        set_clock(exercise, *scenery.played(exercise.scenario, (day + 1) * rules.SLOTS_A_DAY))
    worlds.keep(exercise, world)
    record(viewer, Operation.ALTERATION, exercise, reason=because("training.day_ended", day=day))


def _file_for_colleagues(exercise: Exercise, viewers: Mapping[int, Viewer], world: World, day: int) -> None:
    refs = people.refs_of(exercise)
    wordings = dict(zip(*(world.events[name].to_pylist() for name in ("event", "wording")), strict=True))
    rows = [row for row in world.reports.to_pylist() if row["day"] == day and row["reported"]]
    filed = reports.hand_in(
        [
            reports.Written(
                author=viewers[row["officer"]],
                **_said(Report(**row), wordings[row["event"]], world, exercise.language),
                about="worry",
                people=[refs[person] for person in row["people"]],
                at=scenery.moment(exercise.scenario, row["day"], row["slot"]),
            )
            for row in rows
        ]
    )
    ColleagueReport.unfiltered.bulk_create(
        ColleagueReport(exercise=exercise, officer=row["officer"], event=row["event"], day=day, report_ref=ref)
        for row, ref in zip(rows, filed, strict=True)
    )


def _said(report: Report, wording: str, world: World, language: str) -> dict[str, str]:
    """What a colleague writes, under what he saw or under what he was told."""
    text = simulated.written(report, wording, world.people, language)
    return {"seen" if report.heard_from == HIMSELF else "told": text}


def _take_measures(exercise: Exercise, world: World, done: desk.DayAtTheDesk, day: int) -> None:
    """What the governor decided reaches the world: from the next slot on somebody stays in his cell."""
    person_of = {ref: person for person, ref in people.refs_of(exercise).items()} if done.restrictions else {}
    taken = [
        worlds.act(
            world,
            acts.Restrict(person_of[one.person_ref], one.days),
            ActKind.MEASURE,
            seat=None,
            payload={"day": day, "person": person_of[one.person_ref], **asdict(one)},
            once=f"measure:{one.decision_ref}",
        )
        for one in done.restrictions
        if not world.ended and person_of[one.person_ref] >= 0
    ]
    log.write_all(exercise, taken)


def _morning(exercise: Exercise, seat: Seat, world: World, day: int) -> None:
    """Three lines on what yesterday's acts changed, and the rest of yesterday in one. A branch looks one slot ahead."""
    changes = world.branch().step(slots=1).changes.to_pylist()
    lines = [json.loads(change["wording"]) for change in changes if change["day"] == day + 1]
    rest = json.loads(world.rest_of_day(day))
    log.write(
        exercise,
        ActKind.MORNING,
        seat=seat,
        payload={"day": day + 1, "lines": lines, "rest": rest},
        once=f"morning:{day + 1}",
    )
