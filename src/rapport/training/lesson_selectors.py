"""Reading the first five minutes. Who may: the officer whose seat it is."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rapport.access.viewers import Viewer
from rapport.training import lesson_texts, people, scenery
from rapport.training.models import ActKind, ExerciseAct, Seat
from rapport.training.pages import LessonPage, Shown, Step
from rapport.training.people import Segment
from rapport.training.seats import seat_of, spoken

STEPS = ("notes", "post", "report", "answer", "reveal")
POSTS = ("landing_1", "landing_2", "yard", "workshop")


def lesson_page(viewer: Viewer) -> LessonPage:
    """The page of the lesson that is next. Raises `Refused` for whoever has no seat here."""
    seat = seat_of(viewer)
    exercise, language = seat.exercise, spoken(viewer)
    done = {
        act.payload["step"]: act.payload
        for act in ExerciseAct.unfiltered.filter(exercise=exercise, kind=ActKind.LESSON).order_by("n")
    }
    step = next((one for one in STEPS if one not in done), STEPS[-1])
    noted = _noted(seat)
    passages = _passages(seat, language)
    return LessonPage(
        step=step,
        commitment=exercise.commitment,
        lesson_steps=_steps(step),
        may_leave=Seat.unfiltered.filter(staff_id=viewer.staff_id).count() > 1,
        passages=tuple(Shown(k, text, noted=k in noted) for k, text in enumerate(passages)),
        plan=scenery.draw(
            exercise.scenario,
            language,
            label=_("Plan of the wing with its posts"),
            open_posts=POSTS,
            cells_words=_("cells %s–%s"),
        ),
        wing=scenery.said(scenery.scenario(exercise.scenario).place("wing").name, language),
        open_posts=tuple((post, scenery.post_title(exercise.scenario, post, language)) for post in POSTS),
        answer=tuple(lesson_texts.said(exercise.scenario, "analyst", language).values()),
        items=tuple(
            item | {"note": _("graded %(grade)s") % {"grade": item["grade"]}}
            for item in done.get("report", {}).get("items", ())
        ),
        worry=passages[_at(seat, "worry")],
        twins=(passages[_at(seat, "innocent")], passages[_at(seat, "twin")]),
        reveal=lesson_texts.said(exercise.scenario, "reveal", language),
        noted_one_twin=(_at(seat, "innocent") in noted) != (_at(seat, "twin") in noted),
    )


def _steps(step: str) -> tuple[Step, ...]:
    names = (
        _("Look"),
        _("Choose a post"),
        _("Report"),
        pgettext("a step: the desk answers", "Answer"),
        _("What it was"),
    )
    here = STEPS.index(step)
    return tuple(Step(name, "done" if k < here else "now" if k == here else "later") for k, name in enumerate(names))


def _at(seat: Seat, passage_id: str) -> int:
    return lesson_texts.position_of(seat.exercise.scenario, passage_id)


def _passages(seat: Seat, language: str) -> list[tuple[Segment, ...]]:
    exercise = seat.exercise
    men = lesson_texts.cast_of(exercise.scenario, exercise.seed, people.people_of(exercise))
    count = len(scenery.scenario(exercise.scenario).lesson["passages"])
    return [lesson_texts.passage(exercise.scenario, k, men, language) for k in range(count)]


def _noted(seat: Seat) -> set[int]:
    noted: set[int] = set()
    acts = ExerciseAct.unfiltered.filter(
        exercise=seat.exercise, kind__in=[ActKind.NOTED, ActKind.UNNOTED], payload__has_key="lesson"
    )
    for act in acts.order_by("n"):
        (noted.add if act.kind == ActKind.NOTED else noted.discard)(act.payload["lesson"])
    return noted
