"""The desk's queue, and the matters that were passed on: who has what, and by when.

Who may: policy.DESK for the queue, policy.READ_PASSING for what was passed on. Each answer is one consultation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.services import record
from rapport.reporting import policy, questions
from rapport.reporting.kinds import EventKind, PassedTo
from rapport.reporting.models import Passing, PassingAnswer, Report, ReportPerson
from rapport.reporting.questions import Moved
from rapport.reporting.rules import due_at, hears_by
from rapport.reporting.services.triage import digest
from rapport.reporting.values import ReportValue

MOST_PASSINGS = 200


@dataclass(frozen=True)
class Placing:
    """Who at the desk has a report, by when it is due, and by when its author hears; None while the author is asked."""

    holder_ref: str
    holder_label: str
    due_at: datetime | None
    asked: str
    same_as: str
    hears_by: datetime | None = None
    hears_late: bool = False


NOWHERE = Placing("", "", None, "", "")


@dataclass(frozen=True)
class PassingValue:
    """A matter that was passed on. `unchanged` says that the report is still as it was then."""

    ref: str
    road: str
    road_label: str
    words: str
    by_label: str
    at: datetime
    due_at: datetime
    overdue: bool
    unchanged: bool
    report: str
    """Of what left the prison, the report that whoever is outside reads too; "" for every other matter."""
    answer: str
    answered_by: str
    answered_at: datetime | None


def placings(viewer: Viewer, reports: Iterable[ReportValue]) -> dict[int, Placing]:
    """Where each of these reports lies at the desk, for somebody who works there; shown with the reports themselves."""
    events: dict[int, list[Moved]] = defaultdict(list)
    for one in questions.moved_at_the_desk(viewer, [one.id for one in reports]):
        events[one.report].append(one)
    return {key: _placing(viewer, happened) for key, happened in events.items()}


def _placing(viewer: Viewer, events: list[Moved]) -> Placing:
    by = hears_by(events)
    holder, holder_label, asked, same_as = "", "", "", ""
    for one in events:
        if one.kind == EventKind.TAKEN:
            holder, holder_label = one.by, one.by_name
        elif one.kind == EventKind.HANDED:
            holder, holder_label = one.to or "", one.to_name or ""
        elif one.kind == EventKind.LET_GO:
            holder, holder_label = "", ""
        elif one.kind == EventKind.DUPLICATE:
            same_as = one.same_as or same_as
        asked = one.question or asked
    return Placing(
        holder_ref=holder,
        holder_label=holder_label,
        due_at=due_at(events),
        asked=asked,
        same_as=same_as,
        hears_by=by,
        hears_late=by is not None and by < viewer.now(),
    )


@dataclass(frozen=True)
class NamingReport:
    """A report at the desk that names somebody: when it was filed, and until when it names them."""

    id: int
    ref: str
    filed_at: datetime
    until: date


def reports_naming(viewer: Viewer, people: Collection[int], *, limit: int) -> list[NamingReport]:
    """Reports at the viewer's desk that name one of these people, the newest first; none of the viewer's own.

    Whoever wrote a report is not told what the desk made of it. The caller enters those that it shows.
    """
    mine = Report.unfiltered.filter(policy.DESK.filter(viewer)).exclude(author_id=viewer.staff_id)
    found = ReportPerson.unfiltered.filter(person__in=people, report__in=mine).order_by("-report__filed_at", "-pk")
    rows = found.values_list("report_id", "report__ref", "report__filed_at", "max_until")[:limit]
    return [NamingReport(*row) for row in rows]


@transaction.atomic
def passings(viewer: Viewer) -> list[PassingValue]:
    """What was passed to the viewer: what nobody has answered first, by when it is due; then the rest."""
    policy.LIST_PASSINGS.require_acting(viewer)
    found = list(
        Passing.objects.visible_to(viewer).select_related("by", "report").order_by("-at", "-pk")[:MOST_PASSINGS]
    )
    answers = {one.passing_id: one for one in PassingAnswer.unfiltered.filter(passing__in=found).select_related("by")}
    values = [_passing_value(viewer, one, answers.get(one.pk)) for one in found]
    if values:
        record(viewer, Operation.CONSULTATION, *(("reporting.passing", one.ref) for one in values))
    return sorted(values, key=lambda one: (one.answered_at is not None, one.due_at if not one.answered_at else one.at))


def _passing_value(viewer: Viewer, one: Passing, answer: PassingAnswer | None) -> PassingValue:
    return PassingValue(
        ref=one.ref,
        road=one.road,
        road_label=str(PassedTo(one.road).label),
        words=one.words,
        by_label=one.by.name,
        at=one.at,
        due_at=one.due_at,
        overdue=answer is None and one.due_at < viewer.now(),
        unchanged=one.digest == digest(one.report),
        report=one.report.ref if policy.READ_REPORT.allows(viewer, one.report) else "",
        answer=answer.words if answer else "",
        answered_by=answer.by.name if answer else "",
        answered_at=answer.at if answer else None,
    )


@dataclass(frozen=True)
class Nearby:
    """A report filed about the same time: its texts, to be compared with another's. Shown only where it is alike."""

    id: int
    ref: str
    filed_at: datetime
    seen: str
    told: str
    told_origin: str
    author_ref: str


def nearby(viewer: Viewer, report: ReportValue, *, days: int, limit: int) -> list[Nearby]:
    """Other reports of the desk filed within so many days of this one, the nearest first.

    Shows nothing by itself, so enters nothing: the caller enters those of which it shows a passage.
    """
    around = timedelta(days=days)
    found = (
        Report.unfiltered.filter(policy.DESK.filter(viewer), establishment_id=report.establishment_id)
        .filter(filed_at__gte=report.filed_at - around, filed_at__lte=report.filed_at + around)
        .exclude(pk=report.id)
        .select_related("author")
    )
    before = found.filter(filed_at__lte=report.filed_at).order_by("-filed_at", "-pk")[:limit]
    after = found.filter(filed_at__gt=report.filed_at).order_by("filed_at", "pk")[:limit]
    both = sorted([*before, *after], key=lambda one: abs(one.filed_at - report.filed_at))[:limit]
    return [Nearby(one.pk, one.ref, one.filed_at, one.seen, one.told, one.told_origin, one.author.ref) for one in both]
