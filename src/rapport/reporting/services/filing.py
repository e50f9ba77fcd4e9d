"""Filing a report, and adding to one that is filed.

Who may: its author. Filing is one entry in the ledger and cannot be undone; the texts are guarded by triggers.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.references import new_reference, normalise
from rapport.ledger.services import record
from rapport.register import selectors as register
from rapport.reporting import policy, searchable
from rapport.reporting.kinds import MOST_LETTERS, TEXTS, EventKind
from rapport.reporting.models import Addendum, Draft, DraftPerson, DraftSide, Report, ReportEvent, ReportPerson
from rapport.reporting.rules import Finding, tidied, unfilable
from rapport.reporting.selectors import values_of
from rapport.reporting.services.drafting import LEGAL_BASIS
from rapport.reporting.values import ReportValue


class Unfilable(ValueError):
    """The report cannot be filed as it is, or the addendum added. `findings` say why, each with its field."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings


@transaction.atomic
def file_draft(viewer: Viewer, ref: str) -> ReportValue:
    """File a draft: from now on it is a report and never changes. Filing it twice files it once.

    Raises `Refused` as for a missing record, and `Unfilable` with all that stands in the way; the draft then stays.
    """
    policy.WRITE.require_acting(viewer)
    draft = Draft.unfiltered.select_for_update().filter(policy.READ_DRAFT.filter(viewer), ref=normalise(ref)).first()
    if draft is None:  # filed before; or at this very moment, by the first of two clicks
        filed = Report.objects.by_ref(viewer, ref)
        policy.ADD_TO.require_sight(viewer, filed)
        return values_of(viewer, [filed])[0]
    happened_at = _require_filable(viewer, draft)
    report = _report_from(viewer, draft, happened_at)
    people = list(DraftPerson.unfiltered.filter(draft=draft).values_list("person_id", "person__ref"))
    ReportPerson.unfiltered.bulk_create(ReportPerson(report=report, person_id=person_id) for person_id, _ in people)
    _event(viewer, report, EventKind.FILED)
    draft.delete()
    searchable.enter(report)
    record(viewer, Operation.COLLECTION, report, *(("register.person", one) for _, one in people), reason="filed")
    return values_of(viewer, [report])[0]


@transaction.atomic
def add_addendum(viewer: Viewer, ref: str, text: str) -> str:
    """Add to one's own filed report; returns the addendum's reference. The same text twice in a row is added once.

    Raises `Refused`, or `Unfilable` for an empty or too long text.
    """
    report = Report.objects.by_ref(viewer, ref)
    policy.ADD_TO.require(viewer, report)
    kept = tidied(text).strip()
    if not kept:
        raise Unfilable(Finding("empty", "text"))
    if len(kept) > MOST_LETTERS:
        raise Unfilable(Finding("too_long", "text"))
    last = Addendum.unfiltered.filter(report=report).order_by("-pk").first()
    if last is not None and last.text == kept:
        return last.ref
    addendum = Addendum.unfiltered.create(
        **Addendum.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=LEGAL_BASIS),
        report=report,
        author_id=viewer.staff_id,
        added_at=viewer.now(),
        text=kept,
    )
    _event(viewer, report, EventKind.ADDED)
    searchable.enter(report)
    record(viewer, Operation.COLLECTION, addendum, report, reason="added to a filed report")
    return addendum.ref


def _require_filable(viewer: Viewer, draft: Draft) -> datetime:
    """When it happened, if nothing stands in the way of filing."""
    place = register.places_of(viewer, [draft.place_id]) if draft.place_id is not None else {}
    findings = unfilable(
        {name: getattr(draft, name) for name in TEXTS},
        about=draft.about,
        happened_at=draft.happened_at,
        now=viewer.now(),
        in_protected_place=any(one.protected for one in place.values()),
    )
    if DraftSide.unfiltered.filter(draft=draft).exists():
        findings.append(Finding("two_texts"))
    if findings or draft.happened_at is None:
        raise Unfilable(*findings)
    return draft.happened_at


def _report_from(viewer: Viewer, draft: Draft, happened_at: datetime) -> Report:
    told = draft.told.strip()
    return Report.unfiltered.create(
        **Report.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=LEGAL_BASIS),
        ref=draft.ref,
        service_id=draft.service_id,
        establishment_id=draft.establishment_id,
        author_id=draft.author_id,
        posting_id=draft.posting_id,
        place_id=draft.place_id,
        about=draft.about,
        seen=draft.seen.strip(),
        told=told,
        told_origin=new_reference() if told else "",
        view=draft.view.strip(),
        unsure=draft.unsure.strip(),
        happened_at=happened_at,
        filed_at=viewer.now(),
    )


def _event(viewer: Viewer, report: Report, kind: EventKind) -> None:
    ReportEvent.unfiltered.create(report=report, kind=kind, at=viewer.now(), by_id=viewer.staff_id)
