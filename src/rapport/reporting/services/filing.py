"""Filing a report, and adding to one that is filed.

Who may: its author. Filing is one entry in the ledger and cannot be undone; the texts are guarded by triggers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.creating import create_many
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record, together
from rapport.register import selectors as register
from rapport.register.mentions import protected_in
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
from rapport.reporting.services.drafting import laws_of, own_draft
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
    draft.happened_at = _require_filable(
        viewer, draft, findings=protected_people(viewer, draft, register.protected_family_names(viewer))
    )
    return values_of(viewer, [filed_from(viewer, draft)])[0]


@transaction.atomic
def file_draft_of_somebody_else(viewer: Viewer, ref: str) -> ReportValue:
    """File a draft whose author says that a name in it, borne by somebody in a protected role, is somebody else's.

    The word stands in the ledger. Otherwise as `file_draft`.
    """
    draft = own_draft(viewer, ref)
    draft.happened_at = _require_filable(viewer, draft)
    report = filed_from(viewer, draft)
    record(
        viewer,
        Operation.ALTERATION,
        report,
        reason=because("reporting.protected_name_is_another"),
    )
    return values_of(viewer, [report])[0]


def protected_people(viewer: Viewer, draft: Draft, written: Collection[str]) -> list[Finding]:
    """Whether a text for the desk names somebody in a protected role, or one of them told it: nothing is opened.

    `written` are the family names of those who are in one: where there are none, nothing more is asked.
    """
    if draft.road or draft.protected_role or not written:
        return []
    named = protected_in(viewer, "\n".join((draft.seen, draft.told, draft.view, draft.unsure)))
    told = tellers.teller_repeated(draft.ref, " ".join(written))
    return [Finding("protected_person", "protected_role")] if named or told else []


def filed_from(viewer: Viewer, draft: Draft) -> Report:
    """Make the report of a draft in which nothing stands in the way, and let go of the draft. One entry."""
    people = DraftPerson.unfiltered.filter(draft=draft).values_list("person_id", "person__ref")
    return filed([Ready(viewer, draft, tuple(people))])[0]


class Ready(NamedTuple):
    """A draft in which nothing stands in the way: whose it is, and whom it names (key, reference)."""

    viewer: Viewer
    draft: Draft
    people: Sequence[tuple[int, str]]


@transaction.atomic
def filed(ready: Sequence[Ready]) -> list[Report]:
    """Make the reports of these drafts, in their order, and let go of the drafts that were kept. One entry each."""
    for one in ready:
        _require_short(one.draft)
    laws = laws_of(one.viewer for one in ready)
    reports = create_many(
        Report.unfiltered,
        (
            _report_from(one.viewer, one.draft, origin, laws[one.viewer])
            for one, origin in zip(ready, _origins_of(ready), strict=True)
        ),
    )
    pairs = list(zip(reports, ready, strict=True))
    ReportSubject.unfiltered.bulk_create(
        ReportSubject(report=report, staff_id=one.draft.colleague_id)
        for report, one in pairs
        if one.draft.colleague_id is not None
    )
    create_many(
        ReportPerson.unfiltered,
        (named_by(report, person_id) for report, one in pairs for person_id, _ in one.people),
    )
    ReportEvent.unfiltered.bulk_create(_event(one.viewer, report, EventKind.FILED) for report, one in pairs)
    _let_go((report, one.draft) for report, one in pairs if one.draft.pk is not None)
    searchable.enter_new(reports)
    with together():
        for report, one in pairs:
            people = (("register.person", ref) for _, ref in one.people)
            record(one.viewer, Operation.COLLECTION, report, *people, reason=because("reporting.filed"))
    return reports


def named_by(report: Report, person_id: int) -> ReportPerson:
    """Somebody whom this report names: for the same purpose, on the same law, for a time of its own."""
    held = ReportPerson.held(on=report.held_since, purpose=report.purpose, legal_basis=report.legal_basis)
    return ReportPerson(**held, report=report, person_id=person_id)


def _require_short(draft: Draft) -> None:
    too_long = [Finding("too_long", name) for name in TEXTS if len(getattr(draft, name).strip()) > MOST_LETTERS]
    if too_long:
        raise Unfilable(*too_long)


def _origins_of(ready: Sequence[Ready]) -> list[str]:
    """For each of these the reference of the origin of what was told, "" where nothing was."""
    origins = {one.draft.ref: "" for one in ready}
    told = [one for one in ready if one.draft.told.strip()]
    for viewer in dict.fromkeys(one.viewer for one in told):
        drafts = [(one.draft.ref, one.draft.establishment_id) for one in told if one.viewer == viewer]
        kept = sources.keep_origins(viewer, drafts)
        origins |= {ref: origin for (ref, _), origin in zip(drafts, kept, strict=True)}
    return list(origins.values())


def _let_go(kept: Iterable[tuple[Report, Draft]]) -> None:
    """Throw these drafts away, of which reports were made; their files go with the reports."""
    for report, draft in kept:
        Attachment.unfiltered.filter(draft=draft).update(draft=None, report=report)
        sources.forget_draft(draft.ref)
        draft.delete()


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
    _event(viewer, report, EventKind.ADDED).save(force_insert=True)
    searchable.enter_again([report])
    record(viewer, Operation.COLLECTION, addendum, report, reason=because("reporting.added_to_a_filed_report"))
    return addendum.ref


def _require_filable(viewer: Viewer, draft: Draft, *, findings: Sequence[Finding] = ()) -> datetime:
    """When it happened, if nothing stands in the way of filing a draft that was kept, nor was found before."""
    place = register.places_of(viewer, [draft.place_id]) if draft.place_id is not None else {}
    against = findings_in(viewer, draft, in_protected_place=any(one.protected for one in place.values()))
    if not draft.told.strip() and tellers.is_named(draft.ref):
        against.append(Finding("told_by_alone", "told"))
    if DraftSide.unfiltered.filter(draft=draft).exists():
        against.append(Finding("two_texts"))
    against += findings
    if against or draft.happened_at is None:
        raise Unfilable(*against)
    return draft.happened_at


def findings_in(viewer: Viewer, draft: Draft, *, in_protected_place: bool) -> list[Finding]:
    """What in the draft itself stands in the way of filing it."""
    return unfilable(
        {name: getattr(draft, name) for name in TEXTS},
        about=draft.about,
        happened_at=draft.happened_at,
        now=viewer.now(),
        in_protected_place=in_protected_place,
        protected_role=draft.protected_role,
        road=draft.road,
    )


def _report_from(viewer: Viewer, draft: Draft, told_origin: str, law: str) -> Report:
    slip = draft.behalf_of
    return Report(
        **Report.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=law),
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
        told=draft.told.strip(),
        told_origin=told_origin,
        view=draft.view.strip(),
        unsure=draft.unsure.strip(),
        happened_at=draft.happened_at or viewer.now(),
        filed_at=viewer.now(),
    )


def _event(viewer: Viewer, report: Report, kind: EventKind) -> ReportEvent:
    return ReportEvent(report=report, kind=kind, at=viewer.now(), by_id=viewer.staff_id)
