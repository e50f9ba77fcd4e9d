"""Reading a walk: the page that is next for a seat, and one's own walks.

Who may: the officer whose seat it is. Nothing here opens the truth. Showing passages of simulated people in an exercise
is entered when they are shown for the first time, with the act that showed them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.dateformat import format as date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.reporting import selectors as reporting
from rapport.simulation import words
from rapport.simulation.words import vocabulary
from rapport.training import people, rules, scenery, standing, worlds
from rapport.training.models import (
    ActKind,
    ExerciseAct,
    FieldReport,
    LastLookAnswer,
    NotebookLine,
    Seat,
    Slot,
    Talk,
)
from rapport.training.models.scene import LINES_A_DAY
from rapport.training.pages import Line, Question, Shown, Step, WalkLine, WalkPage
from rapport.training.rules import NotAllowed, Phase
from rapport.training.seats import course_of, seat_of, spoken
from rapport.training.services.writing import price_now, unfinished

NEW_DAY = (Phase.CHOOSE, Phase.ANCHOR, Phase.WRITING)


def my_walks(viewer: Viewer) -> list[WalkLine]:
    """One's own walks, the newest first."""
    seats = Seat.unfiltered.filter(staff_id=viewer.staff_id).select_related("exercise").order_by("-pk")
    over = set(
        ExerciseAct.unfiltered.filter(
            kind=ActKind.CLOSED, exercise__in=[seat.exercise_id for seat in seats]
        ).values_list("exercise_id", flat=True)
    )
    return [WalkLine(seat.exercise.ref, seat.exercise.label, seat.exercise_id in over) for seat in seats]


def label_of(viewer: Viewer) -> str:
    """The code of the exercise in which the viewer is posted ("B-14"); empty outside one."""
    return next(iter(_labels(posting=viewer.posting_id)), "")


@prepared
def _labels(*, posting: int) -> QuerySet[Seat, str]:
    return Seat.unfiltered.filter(posting_id=posting).order_by("pk").values_list("exercise__label", flat=True)[:1]


def walk_page(viewer: Viewer) -> WalkPage:
    """The page that is next. Raises `Refused` for whoever has no seat here."""
    seat = seat_of(viewer)
    course = course_of(seat)
    phase, about = rules.where(course)
    exercise = seat.exercise
    page = WalkPage(
        phase=phase.value,
        label=exercise.label,
        commitment=exercise.commitment,
        untimed=exercise.pace == "untimed",
        played=len(course.closed) + (course.open_slot is not None),
    )
    if phase in {Phase.CLOSED, Phase.LAST}:
        return page
    if phase is Phase.LOOK:
        return replace(page, question=_question(viewer, seat))
    if phase is Phase.CARD:
        return replace(page, **_due_card(viewer, seat))
    day = about if phase is Phase.EVENING else rules.day_of(about)
    page = replace(page, n=about, day=day, **_day(viewer, seat, day, about, phase), **_desk(viewer, seat, course, day))
    if phase in NEW_DAY:
        return replace(page, **_before(viewer, seat, about, phase))
    return replace(page, **_scene(viewer, seat, about)) if phase is Phase.SCENE else page


def _due_card(viewer: Viewer, seat: Seat) -> dict[str, Any]:
    """The report whose card is due, in the trainee's own words."""
    due = FieldReport.unfiltered.filter(seat=seat, counts=True, filed_at__isnull=False, card__isnull=True).first()
    filed = reporting.report_for_author(viewer, due.report_ref) if due else None
    if filed is None:
        return {}
    texts = tuple(
        (kind, text) for kind, text in (("seen", filed.seen), ("told", filed.told), ("view", filed.view)) if text
    )
    return {"report_ref": filed.ref, "report_texts": texts}


def _day(viewer: Viewer, seat: Seat, day: int, n: int, phase: Phase) -> dict[str, Any]:
    """The bar of the day: its seven parts, of which two are played."""
    exercise, language = seat.exercise, spoken(viewer)
    story = scenery.scenario(exercise.scenario)
    date = scenery.moment(exercise.scenario, day, 0)
    label = _("%(weekday)s, day %(number)s of %(count)s") % {
        "number": day + 1,
        "count": story.days,
        "weekday": capfirst(date_format(date, "l")),
    }
    now = story.slots[-1].index + 1 if phase is Phase.EVENING else story.played[n][1]
    steps = tuple(
        Step(
            f"{slot.clock} {scenery.said(slot.name, language)}",
            "now" if slot.index == now else "done" if slot.index < now else "later",
            _("now") if slot.index == now else "",
        )
        for slot in story.slots
    )
    name = "" if phase is Phase.EVENING else f"{story.slots[now].clock} {scenery.said(story.slots[now].name, language)}"
    return {"day_label": label, "steps": steps, "slot_name": name, "wing": _wing(seat, language)}


def _wing(seat: Seat, language: str) -> str:
    wing = next(place for place in scenery.scenario(seat.exercise.scenario).plan if place.kind == "wing")
    return scenery.said(wing.name, language)


def _desk(viewer: Viewer, seat: Seat, course: rules.Course, day: int) -> dict[str, Any]:
    """The notebook, what a report would cost, and how one stands with people."""
    lines = (
        NotebookLine.unfiltered.filter(seat=seat)
        .select_related("passage__slot", "talk__slot")
        .order_by("day", "noted_at")
        .prefetch_related("reports")
    )
    all_lines = _lines(viewer, seat, lines)
    begun = unfinished(seat, viewer)
    desk: dict[str, Any] = {
        "all_lines": all_lines,
        "notebook": tuple(line for line in all_lines if line.day == day),
        "notebook_full": sum(line.day == day for line in all_lines) >= LINES_A_DAY,
        "standing": standing.sentences(viewer, seat, day),
    }
    if begun is not None:
        return desk | {"unfinished": begun.report_ref}
    try:
        pays = price_now(seat, course)
    except NotAllowed:
        return desk
    return desk | {"may_write": True, "free": pays is None or pays == course.open_slot, "pays": pays}


def _lines(viewer: Viewer, seat: Seat, lines: Iterable[NotebookLine]) -> tuple[Line, ...]:
    exercise = seat.exercise
    men = people.people_of(exercise)
    found = []
    for line in lines:
        source = line.passage or line.talk
        if source is not None:
            clock = scenery.scenario(exercise.scenario).slots[source.slot.slot].clock
            said = people.segments(source.wording, men, spoken(viewer))
            told, written = line.talk is not None, bool(line.reports.all())
            found.append(Line(line.pk, clock, line.day, said, told=told, in_a_report=written))
    return tuple(found)


def _before(viewer: Viewer, seat: Seat, n: int, phase: Phase) -> dict[str, Any]:
    """Before a slot: the plan, the posts where people will be, and the morning's lines at the day's first."""
    exercise, language = seat.exercise, spoken(viewer)
    outlook = worlds.outlook(worlds.opened(exercise), n)
    anchor = phase is Phase.ANCHOR
    plan = scenery.draw(
        exercise.scenario,
        language,
        label=_("Plan of the wing with its posts"),
        here=scenery.on_the_landings(exercise.scenario) if anchor else (),
        here_words=_("you") if anchor else "",
        colleagues=outlook.colleagues,
        open_posts=outlook.open_posts,
        cells_words=_("cells %s–%s"),
    )
    posts = tuple((post, scenery.post_title(exercise.scenario, post, language)) for post in outlook.open_posts)
    return {"plan": plan, "open_posts": posts, **_morning(viewer, seat, n)}


def _morning(viewer: Viewer, seat: Seat, n: int) -> dict[str, Any]:
    if n % rules.SLOTS_A_DAY:
        return {}
    told = ExerciseAct.unfiltered.filter(exercise=seat.exercise, once=f"morning:{rules.day_of(n)}").first()
    if told is None:
        return {}
    men = people.people_of(seat.exercise)
    return {
        "morning": tuple(people.segments(line, men, spoken(viewer)) for line in told.payload["lines"]),
        "rest_of_day": words.render(told.payload["rest"], men, spoken(viewer)),
    }


def _scene(viewer: Viewer, seat: Seat, n: int) -> dict[str, Any]:
    exercise, language = seat.exercise, spoken(viewer)
    slot = Slot.unfiltered.get(seat=seat, n=n)
    men = people.people_of(exercise)
    passages = list(slot.passages.select_related("line").prefetch_related("line__reports"))
    near = {person for passage in passages for person in passage.people}
    timed = exercise.pace == "timed"
    up = timed and rules.time_is_up(slot.spent)
    talked = Talk.unfiltered.filter(slot=slot).select_related("line").first()
    writing = slot.approach == "write"
    title, hint = approach_words(slot.approach)
    return {
        "plan": _plan_of(viewer, seat, slot, near),
        "place_title": _place_title(seat, slot, language),
        "approach_title": "" if slot.anchor else title,
        "approach_hint": "" if slot.anchor else hint,
        "ground": slot.ground,
        "writing": writing,
        "passages": tuple(_shown(passage.position, passage.wording, passage, men, language) for passage in passages),
        "told": None if talked is None else _shown(0, talked.wording, talked, men, language),
        "may_talk": talked is None and not writing,
        "people_here": _people_here(slot, near, men, language),
        "time_is_up": up,
        "clock_runs": timed and not up and not writing,
        "left_ms": rules.SCENE_MS - slot.spent,
    }


def _shown(position: int, wording: dict[str, Any], source: Any, men: Any, language: str) -> Shown:
    line = getattr(source, "line", None)
    fixed = line is not None and line.reports.exists()
    return Shown(position, people.segments(wording, men, language), noted=line is not None, fixed=fixed)


def _plan_of(viewer: Viewer, seat: Seat, slot: Slot, near: set[int]) -> scenery.Plan:
    name = seat.exercise.scenario
    here = scenery.on_the_landings(name) if slot.anchor else (slot.post,) if slot.post else ()
    return scenery.draw(
        name,
        spoken(viewer),
        label=_("Plan of the wing, with the people in your sight"),
        here=here,
        here_words=_("you"),
        colleagues=slot.sight["colleagues"],
        people=[(place, person in near) for place, person in slot.sight["people"]],
    )


def _place_title(seat: Seat, slot: Slot, language: str) -> str:
    if slot.anchor:
        return _("At the doors of the landings")
    return scenery.post_title(seat.exercise.scenario, slot.post, language) if slot.post else _("In the office")


def _people_here(slot: Slot, near: set[int], men: Any, language: str) -> tuple[tuple[int, str], ...]:
    """Who is here, in order of name: first those whom the scene speaks of, as one would turn to them."""
    here = sorted(
        (person not in near, words.person_name(men, person, language).split(". ")[1], person)
        for _place, person in slot.sight["people"]
    )
    return tuple((person, words.person_name(men, person, language)) for _far, _name, person in here)


def approach_words(approach: str) -> tuple[str, str]:
    """What an approach is called, and what it costs, in the language of the page."""
    known, language = vocabulary().approaches[approach], get_language() or "en"
    return scenery.said(known["title"], language), scenery.said(known["hint"], language)


def _question(viewer: Viewer, seat: Seat) -> Question | None:
    looks = LastLookAnswer.unfiltered.filter(seat=seat)
    due = looks.filter(percent__isnull=True).select_related("passage__slot").order_by("order").first()
    if due is None:
        return None
    slot = due.passage.slot
    clock = scenery.scenario(seat.exercise.scenario).slots[slot.slot].clock
    return Question(
        number=due.order + 1,
        count=looks.count(),
        when=_("day %(day)s, %(clock)s") % {"day": slot.day + 1, "clock": clock},
        segments=people.segments(due.passage.wording, people.people_of(seat.exercise), spoken(viewer)),
    )
