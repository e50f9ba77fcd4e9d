"""Who answers for reports and what lies beside them, and what goes with a report.

The desk answers for what was written to it, whoever a road leads to for what went there, also by the desk's hand. What
was passed to the prosecutor is evidence: it stays, unchanged, while it is that.
Source: safeguards 3, 12 and 15; docs/decisions/0090.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from rapport.access.algebra import author, same_service
from rapport.access.keeping import Doomed, Kept
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.reporting import policy, searchable
from rapport.reporting.attachment_files import folder
from rapport.reporting.kinds import EVENT_OF_PASSING, LEFT_THE_PRISON, ROAD_AFTER, EventKind, PassedTo
from rapport.reporting.models import (
    Attachment,
    Draft,
    Passing,
    Report,
    ReportEvent,
    ReportPerson,
    ReportSubject,
    UrgentNotice,
)
from rapport.sources.keeping import rows_of_drafts, rows_of_origins

READERS = frozenset({Role.INTELLIGENCE, Role.INTEGRITY, Role.COMPLAINTS, Role.GOVERNOR})
PASSED = frozenset({Role.GOVERNOR, Role.COMPLAINTS, Role.INTEGRITY})
OF_ROAD = {"": "intelligence", "welfare": "governor"}
"""Who reads a report inside its establishment, by its road."""


def who_read(report: Any) -> tuple[set[str], set[str]]:
    """Its author, and the desk or whoever its road led to; whoever it is about never did."""
    readers = {f"staff:{report.author.ref}"}
    sent = ReportEvent.unfiltered.filter(report=report, kind__in=LEFT_THE_PRISON).values_list("kind", flat=True).first()
    road = ROAD_AFTER[sent] if sent else report.road
    closed = searchable.compartments_of(report)
    if road in OF_ROAD and len(closed) < 2:  # of two compartments nobody is told who is cleared for both
        readers.add("+".join([f"role:{OF_ROAD[road]}@{report.establishment.ref}", *closed]))
    if road in ("integrity", "complaints"):
        readers.add(f"role:{road}@")
    subjects = ReportSubject.unfiltered.filter(report=report).values_list("staff__ref", flat=True)
    return readers, set(subjects)


def who_read_passing(passing: Any) -> tuple[set[str], set[str]]:
    """The head of the establishment, or whoever is outside."""
    onto = ROAD_AFTER.get(EVENT_OF_PASSING[PassedTo(passing.road)].value)
    return {f"role:{onto}@" if onto else f"role:governor@{passing.establishment.ref}"}, set()


def who_sent_notices(alarm: Any) -> tuple[set[str], set[str]]:
    """Whoever sent a notice of it outside, and has to tell that office what became of it."""
    return {
        f"staff:{ref}" for ref in UrgentNotice.unfiltered.filter(alarm=alarm).values_list("by__ref", flat=True)
    }, set()


KEPT = [
    Kept(
        "reporting.report",
        _("Report"),
        READERS,
        policy.REVIEW_REPORT,
        url_name="reporting:report",
        readers=who_read,
        parts=(("reporting.addendum", "report"),),
    ),
    Kept(
        "reporting.attachment",
        _("Photograph or document"),
        READERS,
        policy.REVIEW_REPORT,
        through="report",
        when={"report__isnull": False},
    ),
    Kept(
        "reporting.alarm",
        _("Alarm"),
        frozenset({Role.GOVERNOR}),
        policy.REVIEW_ALARM,
        readers=who_sent_notices,
        parts=(("reporting.urgentnotice", "alarm"),),
    ),
    Kept(
        "reporting.reportperson",
        _("Person named in a report"),
        READERS,
        policy.REVIEW_REPORT,
        through="report",
        url_name="reporting:report",
    ),
    Kept("reporting.passing", _("Matter passed on"), PASSED, policy.REVIEW_PASSING, readers=who_read_passing),
    Kept("reporting.draft", _("Draft"), frozenset(Role.values), same_service() & author()),
    Kept(
        "reporting.acknowledgement", _("Correction that one read"), frozenset(Role.values), policy.OWN_ACKNOWLEDGEMENT
    ),
]


def reach(record_class: str, keys: Collection[int]) -> Iterator[tuple[type[Model], list[int]]]:
    """Who told it, sealed, goes with a report and with a draft."""
    if record_class == "reporting.report":
        yield rows_of_origins(list(Report.unfiltered.filter(pk__in=keys).values_list("told_origin", flat=True)))
    if record_class == "reporting.draft":
        yield rows_of_drafts(list(Draft.unfiltered.filter(pk__in=keys).values_list("ref", flat=True)))


def blocks(doomed: Doomed, _on: date) -> Iterator[str]:
    """What was passed on for the prosecutor is kept as evidence."""
    reports = doomed.keys("reporting.report") | set(
        Attachment.unfiltered.filter(pk__in=doomed.keys("reporting.attachment"), report__isnull=False).values_list(
            "report_id", flat=True
        )
    )
    reports |= set(
        ReportPerson.unfiltered.filter(pk__in=doomed.keys("reporting.reportperson")).values_list("report_id", flat=True)
    )
    preserved = Passing.unfiltered.filter(road=PassedTo.PROSECUTOR)
    if (
        preserved.filter(report__in=reports).exists()
        or preserved.filter(pk__in=doomed.keys("reporting.passing")).exists()
    ):
        yield "evidence"


def mend(viewer: Viewer, doomed: Doomed) -> None:
    """A report that was closed as a duplicate of one that goes is closed all the same; one that does not name somebody
    any more is not found by that name."""
    reports, events = doomed.keys("reporting.report"), doomed.keys("reporting.reportevent")
    left = ReportEvent.unfiltered.filter(pk__in=events, same_as__in=reports).exclude(report__in=reports)
    ReportEvent.unfiltered.bulk_create(
        ReportEvent(report_id=report, kind=EventKind.CLOSED, at=viewer.now(), by_id=viewer.staff_id)
        for report in left.values_list("report_id", flat=True)
    )
    namings = doomed.keys("reporting.reportperson")
    if namings:
        stays = Report.unfiltered.filter(named__in=namings).exclude(pk__in=reports).distinct()
        searchable.enter_without(list(stays), namings)


def files(doomed: Doomed) -> list[Path]:
    """Photographs and documents on the disk."""
    going = Attachment.unfiltered.filter(pk__in=doomed.keys("reporting.attachment"))
    return [folder() / stored for stored in going.values_list("stored", flat=True)]
