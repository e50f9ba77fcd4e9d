"""What the selectors of this room ask for every page, put together once (`access.statements`).

Private to the room: whoever calls has asked whether the viewer may, or the statement has the rule in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.reporting import policy
from rapport.reporting.kinds import TEXTS, EventKind
from rapport.reporting.models import (
    Addendum,
    Alarm,
    Attachment,
    Draft,
    DraftPerson,
    DraftSide,
    Report,
    ReportEvent,
    ReportPerson,
    Waiting,
)

Happened = tuple[int, int, str, datetime, str, str]


@prepared
def filed_by(viewer: Viewer, limit: int, skip: int) -> QuerySet[Report]:
    """The viewer's own reports, newest first."""
    own = Report.objects.visible_to(viewer).filter(author_id=viewer.staff_id).select_related("author")
    return own.order_by("-filed_at", "-pk")[skip : skip + limit]


@prepared
def is_filed_by(viewer: Viewer, *, ref: str) -> QuerySet[Report, int]:
    """The key of one's own report."""
    return Report.objects.visible_to(viewer).filter(ref=ref, author_id=viewer.staff_id).values_list("pk", flat=True)


@prepared
def slips_to_confirm(viewer: Viewer) -> QuerySet[Report, str]:
    """References of reports that were keyed from the viewer's slip and wait for their word."""
    mine = Report.objects.visible_to(viewer).filter(author_id=viewer.staff_id, keyed_by__isnull=False)
    return mine.filter(confirmed__isnull=True).order_by("pk").values_list("ref", flat=True)


@prepared
def waiting_at(establishments: frozenset[int], limit: int, skip: int) -> QuerySet[Waiting, int]:
    """Keys of so many of the reports that wait there, oldest first."""
    queued = Waiting.unfiltered.filter(establishment__in=establishments).order_by("filed_at", "report")
    return queued.values_list("report_id", flat=True)[skip : skip + limit]


@prepared
def at_the_desk(viewer: Viewer, *, keys: Collection[int]) -> QuerySet[Report]:
    """Those of these reports that lie at the viewer's desk, oldest first."""
    mine = Report.unfiltered.filter(policy.DESK.filter(viewer), pk__in=keys).select_related("author")
    return mine.order_by("filed_at", "pk")


@prepared
def held_at_the_desk(viewer: Viewer, *, refs: Collection[str]) -> QuerySet[Report]:
    """Those of these reports that lie at the viewer's desk, locked in one and the same order; in a transaction only."""
    mine = Report.unfiltered.filter(policy.DESK.filter(viewer), ref__in=refs)
    return mine.select_for_update(of=("self",)).order_by("pk")


@prepared
def readable(viewer: Viewer, *, keys: Collection[int]) -> QuerySet[Report]:
    """Those of these reports that the viewer may read."""
    return Report.objects.visible_to(viewer).filter(pk__in=keys).select_related("author")


@prepared
def readable_of(viewer: Viewer, *, refs: Collection[str]) -> QuerySet[Report]:
    """The same by their references."""
    return Report.objects.visible_to(viewer).filter(ref__in=refs).select_related("author")


@prepared
def belonging(viewer: Viewer, *, refs: Collection[str]) -> QuerySet[Report, tuple[str, int, int]]:
    """(reference, service, establishment) of those of these reports that the viewer may read."""
    return Report.objects.visible_to(viewer).filter(ref__in=refs).values_list("ref", "service_id", "establishment_id")


@prepared
def named_in(*, reports: Collection[int]) -> QuerySet[ReportPerson, tuple[int, int, str, date]]:
    """(report, person, reference of the naming, its last day)."""
    return ReportPerson.unfiltered.filter(report__in=reports).values_list("report_id", "person_id", "ref", "max_until")


@prepared
def said_in(viewer: Viewer, *, keys: Collection[int]) -> QuerySet[Report, tuple[Any, ...]]:
    """(key, reference, when it happened, when it was filed, place, the three texts) of those that the viewer reads."""
    found = Report.objects.visible_to(viewer).filter(pk__in=keys)
    return found.values_list("pk", "ref", "happened_at", "filed_at", "place_id", "seen", "told", "view")


@prepared
def said_at_the_desk(viewer: Viewer, *, refs: Collection[str]) -> QuerySet[Report, tuple[Any, ...]]:
    """(key, reference, the texts) of those of these reports that lie at the viewer's desk."""
    return Report.unfiltered.filter(policy.DESK.filter(viewer), ref__in=refs).values_list("pk", "ref", *TEXTS)


@prepared
def people_in(*, reports: Collection[int]) -> QuerySet[ReportPerson, tuple[int, int]]:
    """(report, person whom it names)."""
    return ReportPerson.unfiltered.filter(report__in=reports).values_list("report_id", "person_id")


@prepared
def texts_added_to(*, reports: Collection[int]) -> QuerySet[Addendum, tuple[int, str]]:
    """(report, what was added), in order."""
    return Addendum.unfiltered.filter(report__in=reports).order_by("pk").values_list("report_id", "text")


@prepared
def handed_about(*, reports: Collection[int]) -> QuerySet[ReportEvent]:
    """What became of these reports at the desk, in order; not what their authors were told."""
    return ReportEvent.unfiltered.filter(report__in=reports).exclude(kind=EventKind.FEEDBACK).order_by("pk")


@prepared
def to_which_happened(*, reports: Collection[int], kind: str) -> QuerySet[ReportEvent, int]:
    """Those of these reports of which an event of this kind is written down."""
    return ReportEvent.unfiltered.filter(report__in=reports, kind=kind).values_list("report_id", flat=True)


@prepared
def told_of(*, reports: Collection[int]) -> QuerySet[ReportEvent, tuple[int, str]]:
    """(report, phrase, or none) of each thing that became of one of these reports."""
    return ReportEvent.unfiltered.filter(report__in=reports).values_list("report_id", "phrase")


@prepared
def happened_to(*, reports: Collection[int]) -> QuerySet[ReportEvent, Happened]:
    """What became of these reports, in order."""
    events = ReportEvent.unfiltered.filter(report__in=reports).order_by("pk")
    return events.values_list("pk", "report_id", "kind", "at", "phrase", "question")


class Moved(NamedTuple):
    """Something that became of a report at the desk: who did it, to whom it went, of which it is a duplicate."""

    report: int
    kind: str
    at: datetime
    question: str
    by: str
    by_name: str
    to: str | None
    to_name: str | None
    same_as: str | None


def moved_at_the_desk(viewer: Viewer, reports: Collection[int]) -> Iterator[Moved]:
    """What became of those that lie at the viewer's desk, in order."""
    return map(Moved._make, _moved_at_the_desk(viewer, reports=reports))


@prepared
def _moved_at_the_desk(viewer: Viewer, *, reports: Collection[int]) -> QuerySet[ReportEvent, tuple[Any, ...]]:
    allowed = Report.unfiltered.filter(policy.DESK.filter(viewer), pk__in=reports).values("pk")
    events = ReportEvent.unfiltered.filter(report__in=allowed).order_by("pk")
    return events.values_list(
        "report_id", "kind", "at", "question", "by__ref", "by__name", "to__ref", "to__name", "same_as__ref"
    )


@prepared
def added_to(*, reports: Collection[int]) -> QuerySet[Addendum]:
    """What was added, in order."""
    return Addendum.unfiltered.filter(report__in=reports).order_by("pk")


@prepared
def attached_to(*, reports: Collection[int]) -> QuerySet[Attachment]:
    """Files of reports, in order."""
    return Attachment.unfiltered.filter(report__in=reports).order_by("pk")


@prepared
def alarms_about(*, reports: Collection[int]) -> QuerySet[Alarm, tuple[int, str]]:
    """(report, reference of its alarm)."""
    return Alarm.unfiltered.filter(report__in=reports).values_list("report_id", "ref")


@prepared
def drafts_of(viewer: Viewer) -> QuerySet[Draft]:
    """One's own drafts, the one saved last first."""
    return Draft.objects.visible_to(viewer).order_by("-saved_at", "-pk")


@prepared
def held_draft(viewer: Viewer, *, ref: str) -> QuerySet[Draft]:
    """One's own draft, locked; in a transaction only."""
    return Draft.objects.visible_to(viewer).filter(ref=ref).select_for_update(of=("self",))


@prepared
def named_in_drafts(*, drafts: Collection[int]) -> QuerySet[DraftPerson, tuple[int, int]]:
    """(draft, person)."""
    return DraftPerson.unfiltered.filter(draft__in=drafts).values_list("draft_id", "person_id")


@prepared
def attached_to_drafts(*, drafts: Collection[int]) -> QuerySet[Attachment]:
    """Files of drafts, in order."""
    return Attachment.unfiltered.filter(draft__in=drafts).order_by("pk")


@prepared
def sides_of(*, drafts: Collection[int]) -> QuerySet[DraftSide]:
    """Texts beside drafts, in order."""
    return DraftSide.unfiltered.filter(draft__in=drafts).order_by("pk")
