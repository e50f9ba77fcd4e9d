"""The first five minutes, which do not count: notes, a post, a report on the ordinary form, an answer, one reveal.

Who may: the officer whose seat it is.
"""

from __future__ import annotations

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.reporting import services as reports
from rapport.training import lesson_texts, log, people, scenery
from rapport.training.models import ActKind, FieldReport, Seat
from rapport.training.rules import NotAllowed, Phase
from rapport.training.seats import playing, require_phase, spoken
from rapport.training.services.scenes import set_clock
from rapport.training.services.writing import unfinished


@transaction.atomic
def lesson_note(viewer: Viewer, position: int) -> None:
    """Note one of the lesson's passages."""
    _noting(viewer, position, ActKind.NOTED)


@transaction.atomic
def lesson_unnote(viewer: Viewer, position: int) -> None:
    """Cross it out again."""
    _noting(viewer, position, ActKind.UNNOTED)


def _noting(viewer: Viewer, position: int, kind: ActKind) -> None:
    seat = _learning(viewer)
    if not 0 <= position < len(scenery.scenario(seat.exercise.scenario).lesson["passages"]):
        raise NotAllowed("not_now")
    log.write(seat.exercise, kind, seat=seat, payload={"lesson": position})
    record(viewer, Operation.COLLECTION, seat.exercise, reason=because("training.noted_in_the_lesson"))


@transaction.atomic
def to_lesson_post(viewer: Viewer) -> None:
    """Go on from the notes to choosing a post."""
    _done(viewer, "notes", {})


@transaction.atomic
def take_lesson_post(viewer: Viewer, *, post: str, approach: str, ground: str) -> None:
    """Choose a post and an approach, for practice."""
    _done(viewer, "post", {"post": post, "approach": approach, "ground": ground})


@transaction.atomic
def report_of_lesson(viewer: Viewer) -> str:
    """Begin the lesson's report, its lines in their fields, and return its reference. Goes on with one begun."""
    seat = _learning(viewer)
    begun = unfinished(seat, viewer)
    if begun is not None:
        return begun.report_ref
    exercise = seat.exercise
    men = lesson_texts.cast_of(exercise.scenario, exercise.seed, people.people_of(exercise))
    lines = lesson_texts.report(exercise.scenario, men, spoken(viewer))
    refs = people.refs_of(exercise)
    worry = lesson_texts.position_of(exercise.scenario, "worry")
    named = scenery.scenario(exercise.scenario).lesson["passages"][worry]["actors"]
    ref = reports.start_draft(
        viewer,
        seen=lines["seen"],
        told="",
        view=lines["view"],
        about="worry",
        people=[refs[-1 - actor] for actor in named],
    )
    FieldReport.unfiltered.create(
        seat=seat, report_ref=ref, day=0, after=0, pays=None, counts=False, begun_at=wall_now()
    )
    log.write(exercise, ActKind.REPORT_STARTED, seat=seat, payload={"report": ref, "lesson": True})
    record(
        viewer,
        Operation.COLLECTION,
        exercise,
        ("reporting.draft", ref),
        reason=because("training.lessons_report_begun"),
    )
    return ref


@transaction.atomic
def see_answer(viewer: Viewer) -> None:
    """Go on from the analyst's answer to the reveal."""
    _done(viewer, "answer", {})


@transaction.atomic
def begin(viewer: Viewer) -> None:
    """The exercise begins, whether the five minutes were played to their end or left. Asking again changes nothing."""
    seat = playing(viewer)
    if log.happened(seat.exercise, ActKind.BEGUN):
        return
    log.write(seat.exercise, ActKind.BEGUN, seat=seat, once=ActKind.BEGUN)
    set_clock(seat.exercise, *scenery.played(seat.exercise.scenario, 0))
    record(viewer, Operation.ALTERATION, seat.exercise, reason=because("training.exercise_begun"))


def _learning(viewer: Viewer) -> Seat:
    seat = playing(viewer)
    require_phase(seat, Phase.LESSON)
    return seat


def _done(viewer: Viewer, step: str, payload: dict[str, str]) -> None:
    seat = _learning(viewer)
    if log.happened(seat.exercise, f"lesson:{step}"):
        return
    log.write(seat.exercise, ActKind.LESSON, seat=seat, payload={"step": step, **payload}, once=f"lesson:{step}")
    record(viewer, Operation.COLLECTION, seat.exercise, reason=because("training.lesson_step", step=step))
