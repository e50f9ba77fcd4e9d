"""Reports of a walk: written on the ordinary desk form from notebook lines, each answered by a sealed card.

Who may: the officer whose seat it is. One report at the day's end is free, more cost a slot.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.dateformat import format as date_format

from rapport.access.algebra import Refused
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register import selectors as register
from rapport.reporting import selectors as reporting
from rapport.reporting import services as reports
from rapport.simulation import words
from rapport.training import desk, log, people, rules, scenery
from rapport.training.desk_rules import Answer
from rapport.training.models import ActKind, Approach, Exercise, FieldReport, NotebookLine, Seat, Slot
from rapport.training.rules import Course, NotAllowed, Phase
from rapport.training.seats import colleague_viewer, course_of, playing, spoken

WHILE_WALKING = (Phase.SCENE, Phase.EVENING, Phase.CHOOSE, Phase.ANCHOR, Phase.WRITING)


def price_now(seat: Seat, course: Course) -> int | None:
    """The slot in which a report begun now is written, None for the free one. Raises `NotAllowed`."""
    phase, _ = rules.where(course)
    if phase not in WHILE_WALKING:
        raise NotAllowed("not_now")
    played = len(course.closed) + (course.open_slot is not None)
    evening = phase is Phase.EVENING
    day = rules.day_of(max(played - 1, 0))
    free_taken = FieldReport.unfiltered.filter(seat=seat, counts=True, day=day, pays__isnull=True).exists()
    return rules.price(
        played=played,
        evening=evening,
        free_taken=free_taken,
        owed=course.owed,
        anchors=course.anchors,
        writing=course.open_slot if _in_the_office(seat, course) else None,
    )


def _in_the_office(seat: Seat, course: Course) -> bool:
    writing = Slot.unfiltered.filter(seat=seat, closed_at__isnull=True, approach=Approach.WRITE)
    return course.open_slot is not None and writing.exists()


def unfinished(seat: Seat, viewer: Viewer) -> FieldReport | None:
    """The report that was begun and is still a draft."""
    for report in FieldReport.unfiltered.filter(seat=seat, filed_at__isnull=True).order_by("-pk"):
        if _draft_stands(viewer, report.report_ref):
            return report
    return None


@transaction.atomic
def begin_report(viewer: Viewer, line_ids: Collection[int], *, after: int) -> str:
    """Begin a report from these notebook lines and return its reference. `after` says how many slots were played.

    While a report is begun and not filed, this is the one that is gone on with: a double click begins one report.
    Raises `NotAllowed` when no slot is left to pay with or the page was an old one.
    """
    seat = playing(viewer)
    begun = unfinished(seat, viewer)
    if begun is not None:
        return begun.report_ref
    course = course_of(seat)
    played = len(course.closed) + (course.open_slot is not None)
    if played != after:
        raise NotAllowed("not_now")
    pays = price_now(seat, course)
    lines = list(
        NotebookLine.unfiltered.filter(seat=seat, pk__in=line_ids).select_related("passage__slot", "talk__slot")
    )
    ref = reports.start_draft(viewer, **_fields(viewer, seat, lines))
    report = FieldReport.unfiltered.create(
        seat=seat,
        report_ref=ref,
        day=rules.day_of(max(played - 1, 0)),
        after=after,
        pays=pays,
        counts=True,
        begun_at=wall_now(),
    )
    report.lines.set(lines)
    log.write(seat.exercise, ActKind.REPORT_STARTED, seat=seat, payload={"report": ref, "pays": pays})
    record(
        viewer, Operation.COLLECTION, seat.exercise, ("reporting.draft", ref), reason=because("training.report_begun")
    )
    return ref


def _fields(viewer: Viewer, seat: Seat, lines: Sequence[NotebookLine]) -> reports.DraftFields:
    exercise, language = seat.exercise, spoken(viewer)
    men = people.people_of(exercise)
    slots = {_slot(line) for line in lines}
    alone = len(slots) == 1
    texts: dict[str, list[str]] = {"seen": [], "told": []}
    named: list[int] = []
    for line in sorted(lines, key=lambda one: (_slot(one).n, one.noted_at)):
        source = line.passage or line.talk
        if source is None:
            continue
        when = "" if alone else date_format(_moment(exercise, _slot(line)), "D H:i") + ": "
        texts["told" if line.talk else "seen"].append(when + words.render(source.wording, men, language))
        named += words.persons(source.wording)
    refs = people.refs_of(exercise)
    fields: reports.DraftFields = {
        "seen": "\n".join(texts["seen"]),
        "told": "\n".join(texts["told"]),
        "about": "worry",
        "people": [refs[person] for person in dict.fromkeys(named)],
    }
    if alone:
        slot = slots.pop()
        fields["at"] = _moment(exercise, slot)
        fields["place"] = _place(viewer, exercise.scenario, slot.post)
    return fields


def _moment(exercise: Exercise, slot: Slot) -> datetime:
    return scenery.moment(exercise.scenario, slot.day, slot.slot)


def _slot(line: NotebookLine) -> Slot:
    source = line.passage or line.talk
    if source is None:
        raise ValueError("a line is seen or told")
    return source.slot


def _place(viewer: Viewer, scenario: str, post: str) -> str | None:
    if not post:
        return None
    place = scenery.scenario(scenario).plan[scenery.scenario(scenario).post(post).at]
    number = place.id.removeprefix(f"{place.kind}_") if place.id.startswith(f"{place.kind}_") else ""
    return next((one.ref for one in register.places(viewer, place.kind) if one.number == number), None)


@transaction.atomic
def notice_filed(viewer: Viewer) -> None:
    """See which begun reports have been filed on the desk, however the officer came there and back. Safe to repeat."""
    seat = playing(viewer)
    for report in FieldReport.unfiltered.filter(seat=seat, filed_at__isnull=True).order_by("pk"):
        if reporting.report_for_author(viewer, report.report_ref) is not None:
            _filed(viewer, seat, report)
    _adopt(viewer, seat)


def _filed(viewer: Viewer, seat: Seat, report: FieldReport) -> None:
    report.filed_at = wall_now()
    report.save(update_fields=["filed_at"])
    log.write(
        seat.exercise,
        ActKind.REPORT_FILED,
        seat=seat,
        payload={"report": report.report_ref},
        once=f"filed:{report.report_ref}",
    )
    if not report.counts:
        _read_lesson(seat, report)
    record(
        viewer,
        Operation.ALTERATION,
        seat.exercise,
        ("reporting.report", report.report_ref),
        reason=because("training.report_filed"),
    )


def _read_lesson(seat: Seat, report: FieldReport) -> None:
    """In the first five minutes the desk answers at once."""
    officer = colleague_viewer(seat.exercise, "intelligence")
    made = desk.read_in_its_language(seat.exercise, officer, report.report_ref)
    items = [
        {"kind": item.kind, "text": item.text, "grade": f"{item.grade.source}{item.grade.information}"} for item in made
    ]
    desk.answer_all(officer, {report.report_ref: Answer.RECORDED if made else Answer.NOT_FOR_INTELLIGENCE})
    log.write(
        seat.exercise, ActKind.LESSON, seat=seat, payload={"step": "report", "items": items}, once="lesson:report"
    )


def _adopt(viewer: Viewer, seat: Seat) -> None:
    """A report that was begun elsewhere on the desk counts and costs like any other."""
    known = set(FieldReport.unfiltered.filter(seat=seat).values_list("report_ref", flat=True))
    for filed in reporting.my_reports(viewer):
        course = course_of(seat)
        if filed.ref in known or not course.begun:
            continue
        try:
            pays = price_now(seat, course)
        except NotAllowed:
            continue
        played = len(course.closed) + (course.open_slot is not None)
        report = FieldReport.unfiltered.create(
            seat=seat,
            report_ref=filed.ref,
            day=rules.day_of(max(played - 1, 0)),
            after=played,
            pays=pays,
            counts=True,
            begun_at=wall_now(),
        )
        _filed(viewer, seat, report)


@transaction.atomic
def seal_card(viewer: Viewer, report_ref: str, percent: int) -> None:
    """Answer the card of a filed report, once: a second answer changes nothing. Raises `NotAllowed`, `ValueError`."""
    if not 0 <= percent <= 100:
        raise ValueError("a card is in per cent")
    seat = playing(viewer)
    report = FieldReport.unfiltered.filter(
        seat=seat, report_ref=report_ref, counts=True, filed_at__isnull=False
    ).first()
    if report is None:
        raise NotAllowed("not_now")
    if report.card is not None:
        return
    report.card = percent
    report.carded_at = wall_now()
    report.save(update_fields=["card", "carded_at"])
    log.write(
        seat.exercise,
        ActKind.CARD,
        seat=seat,
        payload={"report": report_ref, "percent": percent},
        once=f"card:{report_ref}",
    )
    record(viewer, Operation.COLLECTION, seat.exercise, reason=because("training.card_sealed"))


def _draft_stands(viewer: Viewer, ref: str) -> bool:
    try:
        with transaction.atomic():
            reporting.draft(viewer, ref)
    except Refused:
        return False
    return True
