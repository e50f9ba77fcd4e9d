"""Sealing who told it: as it is typed into a draft, and at filing into an origin.

Who may: whoever writes the draft, through `reporting`, whose own service decides that and makes the ledger's entry; an
entry of this room would say that somebody was named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet

from rapport.access.legal import basis_of
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.ledger.references import new_reference
from rapport.sources import matching, rules
from rapport.sources.models import CustodianKey, Origin, OriginGrade, SealedDraft, WithdrawnGrade
from rapport.sources.sealing import MOST_HOW, MOST_WHO, ToldBy, seal

PURPOSE = "protection of sources"
NOBODY = ToldBy()


class GradeOf(NamedTuple):
    """How an item from an origin was graded."""

    origin_ref: str
    item: str
    scheme: str
    source: str
    information: str
    at: datetime
    compartment: str = ""


class TooLong(ValueError):
    """The name, or how they know, is longer than is sealed. `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def prepare_draft(viewer: Viewer, draft_ref: str) -> None:
    """Give a new draft its sealed part, in which nobody is named yet. Nothing where nobody keeps a key."""
    key = standing(viewer.service_id)
    if key is not None:
        _put(viewer, draft_ref, key, NOBODY)


def seal_teller(viewer: Viewer, draft_ref: str, *, who: str, how: str, person: str = "") -> None:
    """Seal who told it into this draft, in place of whoever was named before. Raises `TooLong`."""
    for field, text, most in (("told_by", who, MOST_WHO), ("told_how", how, MOST_HOW)):
        if len(text) > most:
            raise TooLong(field)
    key = standing(viewer.service_id)
    if key is not None:
        _put(viewer, draft_ref, key, ToldBy(who=who, how=how, person=person))


def forget_draft(draft_ref: str) -> None:
    """The draft is gone, and its sealed part with it."""
    forget_drafts([draft_ref])


def forget_drafts(draft_refs: Iterable[str]) -> None:
    """These drafts are gone, and their sealed parts with them."""
    SealedDraft.unfiltered.filter(ref__in=list(draft_refs)).delete()


def keep_origins(viewer: Viewer, drafts: Sequence[tuple[str, int]]) -> list[str]:
    """What becomes of the sealed parts of these drafts (reference, establishment) at filing.

    Each becomes an origin under a new random reference; returns them in the order of the drafts.
    """
    refs = [new_reference() for _ in drafts]
    sealed = SealedDraft.unfiltered.filter(ref__in=[draft_ref for draft_ref, _ in drafts]).select_related("key")
    drafted = {one.ref: one for one in sealed} if drafts else {}
    if not drafts or not matching.there_is_a_key():
        return refs
    usual = standing(viewer.service_id) if any(draft_ref not in drafted for draft_ref, _ in drafts) else None
    law = basis_of(viewer, PURPOSE)
    made = []
    for ref, (draft_ref, establishment_id) in zip(refs, drafts, strict=True):
        one = drafted.get(draft_ref)
        key = one.key if one is not None else usual
        if key is not None:
            made.append(_origin(viewer, one, key, ref=ref, establishment_id=establishment_id, law=law))
    Origin.unfiltered.bulk_create(made)
    if drafted:
        forget_drafts(drafted)
    return refs


def _origin(
    viewer: Viewer, drafted: SealedDraft | None, key: CustodianKey, *, ref: str, establishment_id: int, law: str
) -> Origin:
    marks = matching.read(drafted.marks, ref=drafted.ref) if drafted is not None else None
    return Origin(
        **Origin.held(on=viewer.now().date(), purpose=PURPOSE, legal_basis=law),
        ref=ref,
        service_id=viewer.service_id,
        establishment_id=establishment_id,
        key=key,
        sealed=drafted.sealed if drafted is not None else seal(NOBODY, key.public),
        marks=matching.close(marks or matching.marks_of_nobody(), ref=ref),
    )


def note_grades(grades: Sequence[GradeOf]) -> None:
    """Keep how items from these origins were graded. For `intelligence`, inside its own transaction and entries."""
    if not grades:
        return
    origins = dict(Origin.unfiltered.filter(ref__in={one.origin_ref for one in grades}).values_list("ref", "pk"))
    OriginGrade.unfiltered.bulk_create(
        OriginGrade(
            origin_id=origins[one.origin_ref],
            at=one.at,
            item=one.item,
            scheme=one.scheme,
            source=one.source,
            information=one.information,
            compartment=one.compartment,
        )
        for one in grades
        if one.origin_ref in origins
    )


def move_grades(item_ref: str, *, compartment: str) -> None:
    """Show the grades of this item, each with its date, to whoever is cleared for where it lies now, and no more to
    whoever is not. For `intelligence`, inside its own entry.
    """
    found = list(OriginGrade.unfiltered.filter(item=item_ref, withdrawn__isnull=True).order_by("pk"))
    withdraw_grades([item_ref])
    OriginGrade.unfiltered.bulk_create(
        OriginGrade(
            origin_id=one.origin_id,
            at=one.at,
            item=one.item,
            scheme=one.scheme,
            source=one.source,
            information=one.information,
            compartment=compartment,
        )
        for one in found
    )


def withdraw_grades(item_refs: Collection[str]) -> None:
    """Let the grades of these items count for nothing any more. For `intelligence`, inside its own entries."""
    found = OriginGrade.unfiltered.filter(item__in=list(item_refs), withdrawn__isnull=True)
    WithdrawnGrade.unfiltered.bulk_create(WithdrawnGrade(grade=one) for one in found)


def standing(service_id: int) -> CustodianKey | None:
    """The key to which this prison service's tellers are sealed now, if tellers can be compared here."""
    key = next(iter(_keys(service=service_id)), None)
    return key if key is not None and matching.there_is_a_key() else None


@prepared
def _keys(*, service: int) -> QuerySet[CustodianKey]:
    return CustodianKey.unfiltered.filter(service_id=service, replaced_at__isnull=True).order_by("pk")[:1]


def _put(viewer: Viewer, draft_ref: str, key: CustodianKey, told_by: ToldBy) -> None:
    marks = matching.marks_of(rules.forms_of(told_by.who), told_by.person)
    today: date = viewer.now().date()
    SealedDraft.unfiltered.update_or_create(
        ref=draft_ref,
        defaults={
            "key": key,
            "sealed": seal(told_by, key.public),
            "marks": matching.close(marks, ref=draft_ref),
        },
        create_defaults={
            **SealedDraft.held(on=today, purpose=PURPOSE, legal_basis=basis_of(viewer, PURPOSE)),
            "service_id": viewer.service_id,
            "key": key,
            "sealed": seal(told_by, key.public),
            "marks": matching.close(marks, ref=draft_ref),
        },
    )
