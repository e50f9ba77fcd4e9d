"""Sealing who told it: as it is typed into a draft, and at filing into an origin.

Who may: whoever writes the draft, through `reporting`, whose own service decides that and makes the ledger's entry; an
entry of this room would say that somebody was named.
"""

from __future__ import annotations

from datetime import date, datetime

from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.references import new_reference
from rapport.sources import matching, rules
from rapport.sources.models import CustodianKey, Origin, OriginGrade, SealedDraft
from rapport.sources.sealing import MOST_HOW, MOST_WHO, ToldBy, seal

PURPOSE = "protection of sources"
NOBODY = ToldBy()


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
    SealedDraft.unfiltered.filter(ref=draft_ref).delete()


def keep_origin(viewer: Viewer, draft_ref: str, *, establishment_id: int) -> str:
    """What becomes of the sealed part at filing: an origin under a new random reference, which is returned."""
    ref = new_reference()
    drafted = SealedDraft.unfiltered.filter(ref=draft_ref).select_related("key").first()
    key = drafted.key if drafted is not None else standing(viewer.service_id)
    if key is None or not matching.there_is_a_key():
        return ref
    marks = matching.read(drafted.marks, ref=draft_ref) if drafted is not None else None
    Origin.unfiltered.create(
        **Origin.held(on=viewer.now().date(), purpose=PURPOSE, legal_basis=basis_of(viewer, PURPOSE)),
        ref=ref,
        service_id=viewer.service_id,
        establishment_id=establishment_id,
        key=key,
        sealed=drafted.sealed if drafted is not None else seal(NOBODY, key.public),
        marks=matching.close(marks or matching.marks_of_nobody(), ref=ref),
    )
    forget_draft(draft_ref)
    return ref


def note_grade(origin_ref: str, *, item: str, scheme: str, source: str, information: str, at: datetime) -> None:
    """Keep how an item from this origin was graded. For `intelligence`, inside its own transaction and entry."""
    origin = Origin.unfiltered.filter(ref=origin_ref).first()
    if origin is not None:
        OriginGrade.unfiltered.create(
            origin=origin, at=at, item=item, scheme=scheme, source=source, information=information
        )


def standing(service_id: int) -> CustodianKey | None:
    """The key to which this prison service's tellers are sealed now, if tellers can be compared here."""
    key = CustodianKey.unfiltered.filter(service_id=service_id, replaced_at__isnull=True).first()
    return key if key is not None and matching.there_is_a_key() else None


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
