"""Whose seat this is, and where its walk stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language

from rapport.access.algebra import Refused
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer, viewer_for
from rapport.ledger.references import normalise
from rapport.training import policy, rules
from rapport.training.models import (
    ActKind,
    Colleague,
    Exercise,
    ExerciseAct,
    FieldReport,
    LastLookAnswer,
    Seat,
    Slot,
)
from rapport.training.rules import Course, NotAllowed, Phase
from rapport.training.scenery import anchors


def seat_or_none(viewer: Viewer) -> Seat | None:
    """The viewer's seat in the exercise in which they are posted now, if it is one."""
    return next(iter(_seats(viewer)), None)


@prepared
def _seats(viewer: Viewer) -> QuerySet[Seat]:
    seats = Seat.objects.visible_to(viewer).select_related("exercise", "exercise__service", "staff")
    return seats.order_by("pk")[:1]


def seat_of(viewer: Viewer) -> Seat:
    """The viewer's seat. Raises `Refused`, as for something that does not exist, for whoever has none here."""
    seat = seat_or_none(viewer)
    if seat is None:
        raise Refused("no_seat", exists=False)
    return seat


def seat_again(viewer: Viewer, exercise_ref: str) -> Seat:
    """The seat of the viewer's own person in one of their exercises. Raises `Refused` as for a missing record."""
    own = Seat.unfiltered.filter(staff_id=viewer.staff_id, exercise__ref=normalise(exercise_ref))
    seat = own.select_related("posting__staff", "posting__service__mode", "posting__establishment").first()
    if seat is None:
        raise Refused("no_such_record", exists=False)
    return seat


def spoken(viewer: Viewer) -> str:
    """The language in which the page speaks, or the viewer's own where there is no page."""
    return get_language() or viewer.language or "en"


def playing(viewer: Viewer) -> Seat:
    """The viewer's seat, held against every other act in the exercise until this one is done. For services only."""
    seat = seat_of(viewer)
    policy.PLAY.require(viewer, seat)
    _hold(exercise=seat.exercise_id)
    return seat


@prepared
def _hold(*, exercise: int) -> QuerySet[Exercise, int]:
    return Exercise.unfiltered.select_for_update().filter(pk=exercise).values_list("pk", flat=True)


def course_of(seat: Seat) -> Course:
    """What was done in the walk so far, as far as it decides what comes next."""
    exercise = seat.exercise
    slots, once = dict(_slots(seat=seat.pk)), set(_done_once(exercise=exercise.pk))
    reports, looks = _filed(seat=seat.pk), _looks(seat=seat.pk)
    return Course(
        begun=ActKind.BEGUN in once,
        closed={n for n, closed_at in slots.items() if closed_at is not None},
        open_slot=next((n for n, closed_at in slots.items() if closed_at is None), None),
        ended_days={day for day in range(rules.DAYS) if f"day:{day}" in once},
        owed={pays for pays, _, _ in reports if pays is not None},
        anchors=anchors(exercise.scenario),
        card_due=any(filed_at is not None and card is None for _, filed_at, card in reports),
        look_drawn=bool(looks),
        looks_left=sum(percent is None for percent in looks),
        over=ActKind.CLOSED in once,
    )


@prepared
def _slots(*, seat: int) -> QuerySet[Slot, tuple[int, datetime | None]]:
    return Slot.unfiltered.filter(seat=seat).values_list("n", "closed_at")


@prepared
def _done_once(*, exercise: int) -> QuerySet[ExerciseAct, str | None]:
    return ExerciseAct.unfiltered.filter(exercise=exercise, once__isnull=False).values_list("once", flat=True)


@prepared
def _filed(*, seat: int) -> QuerySet[FieldReport, tuple[int | None, datetime | None, int | None]]:
    return FieldReport.unfiltered.filter(seat=seat, counts=True).values_list("pays", "filed_at", "card")


@prepared
def _looks(*, seat: int) -> QuerySet[LastLookAnswer, int | None]:
    return LastLookAnswer.unfiltered.filter(seat=seat).values_list("percent", flat=True)


def require_phase(seat: Seat, *allowed: Phase) -> tuple[Phase, int]:
    """Where the walk stands, if it is in one of these phases. Raises `NotAllowed("not_now")` otherwise."""
    phase, about = rules.where(course_of(seat))
    if phase not in allowed:
        raise NotAllowed("not_now")
    return phase, about


def colleague_viewer(exercise: Exercise, role: str) -> Viewer:
    """The viewer of the simulated intelligence officer or governor of this exercise, by its clock now."""
    simulated = _colleagues(exercise=exercise.pk)
    return viewer_for(next(one.posting for one in simulated if one.officer is None and one.posting.role == role))


@dataclass(frozen=True)
class Colleagues:
    """The viewers of all whom nobody plays: officers by their index in the world, the others by their role."""

    officers: Mapping[int, Viewer]
    at_desk: Mapping[str, Viewer]


def colleagues(exercise: Exercise) -> Colleagues:
    """All whom nobody plays, by the clock of the exercise now."""
    viewers = [(one, viewer_for(one.posting)) for one in _colleagues(exercise=exercise.pk)]
    return Colleagues(
        officers={one.officer: viewer for one, viewer in viewers if one.officer is not None},
        at_desk={str(one.posting.role): viewer for one, viewer in viewers if one.officer is None},
    )


@prepared
def _colleagues(*, exercise: int) -> QuerySet[Colleague]:
    return Colleague.unfiltered.filter(exercise=exercise).select_related(
        "posting__staff", "posting__service__mode", "posting__establishment", "posting__region"
    )
