"""Authors who have heard nothing yet: the desk sees of which report, the head of the prison how many wait too long.

By establishment and never by officer: it says how the desk answers, and measures nobody (safeguard 7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from rapport.access.algebra.rule import Rule
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.reporting import policy
from rapport.reporting.kinds import EventKind
from rapport.reporting.models import Alarm, Report, ReportEvent, ReportSubject
from rapport.reporting.rules import hears_by
from rapport.reporting.written_to import Danger

MOST = 200


@dataclass(frozen=True)
class Owed:
    """A report whose author has heard nothing, and by when they are to."""

    ref: str
    filed_at: datetime
    by: datetime
    overdue: bool


@dataclass(frozen=True)
class Waited:
    """How many authors have waited longer than agreed, and since when the first; None where nobody does."""

    count: int
    since: datetime | None
    more: bool


@dataclass(frozen=True)
class UrgentLine:
    """An alarm as the head of the prison hears of it again: nothing of who told it, and no words of theirs."""

    danger: str
    place_id: int | None
    at: datetime
    answered: bool


@transaction.atomic
def owed(viewer: Viewer) -> list[Owed]:
    """Reports at the viewer's desk of which their authors have heard nothing, what is due first."""
    policy.ANSWERS_OWED.require_acting(viewer)
    found = _unheard(viewer, policy.DESK)
    if found:
        record(
            viewer,
            Operation.CONSULTATION,
            *(("reporting.report", one.ref) for one in found),
            reason=because("reporting.answers_owed"),
        )
    return found


@transaction.atomic
def waited(viewer: Viewer) -> Waited:
    """What escalates to the head of a prison: that so many authors wait too long, and not of what they wrote."""
    policy.ANSWERS_OWED.require_acting(viewer)
    found = _unheard(viewer, policy.WAITED_FOR)
    late = [one for one in found if one.overdue]
    return Waited(len(late), min((one.by for one in late), default=None), len(found) == MOST)


def late(viewer: Viewer, *, readers: Collection[int]) -> int:
    """How many of the desk's reports, about none of these readers, wait too long: for a briefing. Shows no report."""
    policy.ANSWERS_OWED.require_acting(viewer)
    found = [one.ref for one in _unheard(viewer, policy.BRIEFED) if one.overdue]
    about_them = ReportSubject.unfiltered.filter(report__ref__in=found, staff__in=list(readers))
    return len(set(found) - set(about_them.values_list("report__ref", flat=True)))


def _unheard(viewer: Viewer, which: Rule) -> list[Owed]:
    heard = ReportEvent.unfiltered.filter(report=OuterRef("pk"), kind=EventKind.FEEDBACK)
    asked = ReportEvent.unfiltered.filter(report=OuterRef("pk"), kind=EventKind.RETURNED)
    waiting = Report.unfiltered.filter(which.filter(viewer)).filter(~Exists(heard) | Exists(asked))
    reports = list(waiting.order_by("filed_at", "pk")[:MOST])
    events: dict[int, list[ReportEvent]] = defaultdict(list)
    for one in ReportEvent.unfiltered.filter(report__in=[one.pk for one in reports]).order_by("pk"):
        events[one.report_id].append(one)
    due = [(one, hears_by(events[one.pk])) for one in reports]
    now = viewer.now()
    return sorted(
        (Owed(one.ref, one.filed_at, by, by < now) for one, by in due if by is not None), key=lambda one: one.by
    )


def urgent_since(viewer: Viewer, since: datetime, *, readers: Collection[int]) -> list[UrgentLine]:
    """Alarms of the viewer's desk since then that are about none of these readers, the latest first.

    For a briefing, whose lines the caller enters.
    """
    about_them = ReportSubject.unfiltered.filter(report=OuterRef("report_id"), staff__in=list(readers))
    at_the_desk = Report.unfiltered.filter(policy.BRIEFED.filter(viewer), filed_at__gte=since)
    alarms = Alarm.unfiltered.filter(Q(report__in=at_the_desk) & ~Exists(about_them)).select_related("report")
    found = list(alarms.order_by("-report__filed_at", "-pk")[:MOST])
    answered = set(
        Alarm.unfiltered.filter(pk__in=[one.pk for one in found], events__kind="answered").values_list("pk", flat=True)
    )
    return [
        UrgentLine(str(Danger(one.danger).label), one.report.place_id, one.report.filed_at, one.pk in answered)
        for one in found
    ]
