"""Noting by which other names somebody is known: aliases that he gave, nicknames by which others call him.

Who may: intelligence officers and the head of the establishment, or the trainer of a simulated one
(policy.KEEP_PERSON). A name that was wrong is taken back, and with it every key under which he was found by it.
"""

from __future__ import annotations

from django.db import transaction

from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register import policy
from rapport.register.models import OtherName, Person
from rapport.register.rules import NotRegistered, require_unprotected_label, words_of
from rapport.register.services import indexing
from rapport.register.services.keeping import PURPOSE

LONGEST_NAME = 80


@transaction.atomic
def note_other_name(viewer: Viewer, person_ref: str, *, kind: str, written: str) -> str:
    """Note another name of somebody. Returns its reference; one that is noted already keeps its own.

    Raises `Refused`, or `NotRegistered` for an unknown kind, no name, one too long, or one with a protected word.
    """
    person = Person.objects.by_ref(viewer, person_ref)
    policy.KEEP_PERSON.require(viewer, person)
    written = " ".join(written.split())
    if kind not in OtherName.Kind.values:
        raise NotRegistered("unknown_kind", kind)
    if not words_of(written):
        raise NotRegistered("no_name", "")
    if len(written) > LONGEST_NAME:
        raise NotRegistered("name_too_long", str(len(written)))
    require_unprotected_label(written)
    standing = OtherName.unfiltered.filter(person=person, written=written, ended_at__isnull=True).first()
    if standing is not None:
        return standing.ref
    made = OtherName.unfiltered.create(
        **OtherName.held(on=viewer.now().date(), purpose=PURPOSE, legal_basis=basis_of(viewer, PURPOSE)),
        person=person,
        kind=kind,
        written=written,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    _index_again(person)
    record(viewer, Operation.COLLECTION, made, person, reason=because("register.other_name", kind=kind))
    return made.ref


@transaction.atomic
def end_other_name(viewer: Viewer, ref: str) -> str:
    """Take another name back: nobody finds him by it any more. Returns the person's reference. Raises `Refused`."""
    name = OtherName.objects.by_ref(viewer, ref, "person")
    policy.KEEP_PERSON.require(viewer, name.person)
    if name.ended_at is None:
        name.ended_at, name.ended_by_id = viewer.now(), viewer.staff_id
        name.save(update_fields=["ended_at", "ended_by"])
        _index_again(name.person)
        record(viewer, Operation.ALTERATION, name, name.person, reason=because("register.other_name_taken_back"))
    return name.person.ref


def _index_again(person: Person) -> None:
    indexing.remove([person])
    indexing.index([person])
