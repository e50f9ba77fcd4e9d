"""Filing very many reports at once: for measuring a desk that has worked for years, and never in a live service.

Who may: the trainer of a simulated prison service (policy.FILL). Each call is one transaction and one entry in the
ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rapport.access.algebra import Refused
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.creating import create_many
from rapport.ledger.reasons import because
from rapport.ledger.references import new_reference
from rapport.ledger.services import record
from rapport.reporting import policy, searchable
from rapport.reporting.kinds import About, EventKind
from rapport.reporting.models import Report, ReportEvent, ReportPerson
from rapport.reporting.services.filing import named_by
from rapport.search import services as search

PURPOSE = "dynamic security"


@dataclass(frozen=True)
class Paper:
    """One report to be filed, by an author of the viewer's service. `done`: the desk dealt with it."""

    author_id: int
    posting_id: int
    establishment_id: int
    place_id: int
    seen: str
    told: str
    view: str
    people: tuple[int, ...]
    at: datetime
    done: bool


@transaction.atomic
def file_many(viewer: Viewer, papers: Sequence[Paper]) -> list[str]:
    """File them in their order; returns their references. Raises `Refused` in a live service, and for anybody else."""
    policy.FILL.require_acting(viewer)
    if viewer.mode == "live":
        raise Refused("live")
    law = basis_of(viewer, PURPOSE)
    reports = [_report(viewer, one, law) for one in papers]
    create_many(Report.unfiltered, reports)
    pairs = list(zip(reports, papers, strict=True))
    create_many(ReportPerson.unfiltered, (named_by(report, person) for report, one in pairs for person in one.people))
    ReportEvent.unfiltered.bulk_create(event for report, one in pairs for event in _events(report, one))
    where = searchable.where_of(reports)
    search.index_many(
        searchable.KIND,
        (
            searchable.indexing_of(report, people=one.people, where=where[report.place_id], done=one.done)
            for report, one in pairs
        ),
    )
    record(
        viewer,
        Operation.COLLECTION,
        ("reporting.report", f"{len(reports)}"),
        reason=because("reporting.filed_in_bulk_to_measure"),
    )
    return [report.ref for report in reports]


def _report(viewer: Viewer, one: Paper, law: str) -> Report:
    return Report(
        **Report.held(on=one.at.date(), purpose=PURPOSE, legal_basis=law),
        service_id=viewer.service_id,
        establishment_id=one.establishment_id,
        author_id=one.author_id,
        posting_id=one.posting_id,
        place_id=one.place_id,
        about=About.WORRY.value,
        seen=one.seen,
        told=one.told,
        told_origin=new_reference() if one.told else "",
        view=one.view,
        happened_at=one.at,
        filed_at=one.at,
    )


def _events(report: Report, one: Paper) -> list[ReportEvent]:
    kinds = [EventKind.FILED, *([EventKind.EVALUATED] if one.done else [])]
    return [ReportEvent(report=report, kind=kind, at=one.at, by_id=one.author_id) for kind in kinds]
