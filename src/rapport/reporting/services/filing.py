"""Filing a report, and adding to one that is filed.

Who may: its author. Filing is one entry in the ledger and cannot be undone; the texts are guarded by triggers.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.references import normalise
from rapport.ledger.services import record
from rapport.register import selectors as register
from rapport.reporting import policy, searchable
from rapport.reporting.kinds import MOST_LETTERS, TEXTS, EventKind
from rapport.reporting.models import (
    Addendum,
    Attachment,
    Draft,
    DraftPerson,
    DraftSide,
    Report,
    ReportEvent,
    ReportPerson,
    ReportSubject,
)
from rapport.reporting.rules import Finding, tidied, unfilable
from rapport.reporting.selectors import values_of
from rapport.reporting.values import ReportValue
from rapport.sources import selectors as tellers
from rapport.sources import services as sources


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
        keyed = Report.unfiltered.filter(ref=normalise(ref), keyed_by_id=viewer.staff_id).first()
        if keyed is not None:
            return values_of(viewer, [keyed])[0]
        filed = Report.objects.by_ref(viewer, ref)
        policy.ADD_TO.require_sight(viewer, filed)
        return values_of(viewer, [filed])[0]
    draft.happened_at = _require_filable(viewer, draft)
    return values_of(viewer, [filed_from(viewer, draft)])[0]


def filed_from(viewer: Viewer, draft: Draft) -> Report:
    """Make the report of a draft in which nothing stands in the way, and let go of the draft. One entry."""
    happened_at = draft.happened_at or viewer.now()
    too_long = [Finding("too_long", name) for name in TEXTS if len(getattr(draft, name).strip()) > MOST_LETTERS]
    if too_long:
        raise Unfilable(*too_long)
    report = _report_from(viewer, draft, happened_at)
    if draft.colleague_id is not None:
        ReportSubject.unfiltered.create(report=report, staff_id=draft.colleague_id)
    people = list(DraftPerson.unfiltered.filter(draft=draft).values_list("person_id", "person__ref"))
    ReportPerson.unfiltered.bulk_create(ReportPerson(report=report, person_id=person_id) for person_id, _ in people)
    Attachment.unfiltered.filter(draft=draft).update(draft=None, report=report)
    _event(viewer, report, EventKind.FILED)
    sources.forget_draft(draft.ref)
    draft.delete()
    searchable.enter(report)
    record(viewer, Operation.COLLECTION, report, *(("register.person", one) for _, one in people), reason="filed")
    return report


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
        **Addendum.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
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
        protected_role=draft.protected_role,
        road=draft.road,
    )
    if not draft.told.strip() and tellers.is_named(draft.ref):
        findings.append(Finding("told_by_alone", "told"))
    if DraftSide.unfiltered.filter(draft=draft).exists():
        findings.append(Finding("two_texts"))
    if findings or draft.happened_at is None:
        raise Unfilable(*findings)
    return draft.happened_at


def _report_from(viewer: Viewer, draft: Draft, happened_at: datetime) -> Report:
    told = draft.told.strip()
    slip = draft.behalf_of
    return Report.unfiltered.create(
        **Report.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        ref=draft.ref,
        service_id=draft.service_id,
        establishment_id=draft.establishment_id,
        author_id=slip.staff_id if slip is not None else draft.author_id,
        posting_id=slip.pk if slip is not None else draft.posting_id,
        keyed_by_id=draft.author_id if slip is not None else None,
        road=draft.road,
        protected_role=draft.protected_role,
        necessity_asked=draft.necessity_asked,
        place_id=draft.place_id,
        about=draft.about,
        seen=draft.seen.strip(),
        told=told,
        told_origin=_origin_of(viewer, draft) if told else "",
        view=draft.view.strip(),
        unsure=draft.unsure.strip(),
        happened_at=happened_at,
        filed_at=viewer.now(),
    )


def _origin_of(viewer: Viewer, draft: Draft) -> str:
    return sources.keep_origin(viewer, draft.ref, establishment_id=draft.establishment_id)


def _event(viewer: Viewer, report: Report, kind: EventKind) -> None:
    ReportEvent.unfiltered.create(report=report, kind=kind, at=viewer.now(), by_id=viewer.staff_id)
