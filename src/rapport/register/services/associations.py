"""Saying that two people associate or must be kept apart; deciding it again; taking it back.

Who may: intelligence officers and the head of the establishment in which both are held, or the trainer of a simulated
one (policy.KEEP_ASSOCIATION). Two people have one such record at a time: a new one takes the place of the one before.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register import policy
from rapport.register.models import Association, Person
from rapport.register.rules import NotRegistered, reasoned
from rapport.register.services.keeping import PURPOSE


@transaction.atomic
def associate(viewer: Viewer, person_ref: str, other_ref: str, *, kind: str, reason: str, review_on: date) -> str:
    """Say that two people associate (`association`) or must be kept apart (`non_association`). Returns its reference.

    Raises `Refused`, or `NotRegistered` for one person twice, two establishments, an unknown kind, no reason or one
    with a protected word, and a review that lies in the past or later than this class of record allows.
    """
    one, other = sorted((Person.objects.by_ref(viewer, ref) for ref in (person_ref, other_ref)), key=lambda p: p.pk)
    if one.pk == other.pk:
        raise NotRegistered("one_person_twice", one.ref)
    if one.establishment_id != other.establishment_id:
        raise NotRegistered("two_establishments", other.ref)
    if kind not in Association.Kind.values:
        raise NotRegistered("unknown_kind", kind)
    made = Association(
        **Association.held(on=viewer.now().date(), purpose=PURPOSE, legal_basis=basis_of(viewer, PURPOSE)),
        service_id=one.service_id,
        establishment_id=one.establishment_id,
        kind=kind,
        one=one,
        other=other,
        reason=reasoned(reason),
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    policy.KEEP_ASSOCIATION.require(viewer, made)
    made.review_on = _review(viewer, made, review_on)
    for before in Association.unfiltered.filter(one=one, other=other, ended_at__isnull=True):
        _end(viewer, before, made.reason)
    made.save(force_insert=True)
    record(viewer, Operation.COLLECTION, made, one, other, reason=because("register.association", kind=kind))
    return made.ref


@transaction.atomic
def keep_association(viewer: Viewer, ref: str, *, reason: str, review_on: date) -> None:
    """Decide at its review that it stands, for this reason, until another day; never beyond the record's last day.

    Raises `Refused`, or `NotRegistered` as `associate` does, and when it has ended.
    """
    kept = _standing(viewer, ref)
    kept.reason, kept.review_on = reasoned(reason), _review(viewer, kept, review_on)
    kept.save(update_fields=["reason", "review_on"])
    record(viewer, Operation.ALTERATION, kept, reason=because("register.kept_at_review"))


@transaction.atomic
def end_association(viewer: Viewer, ref: str, *, reason: str) -> None:
    """Take it back, for a reason. Raises `Refused`, or `NotRegistered` without a reason or when it has ended."""
    ended = _standing(viewer, ref)
    _end(viewer, ended, reasoned(reason))
    record(viewer, Operation.ALTERATION, ended, reason=because("register.ended"))


def _standing(viewer: Viewer, ref: str) -> Association:
    found = Association.objects.by_ref(viewer, ref)
    policy.KEEP_ASSOCIATION.require(viewer, found)
    if found.ended_at is not None:
        raise NotRegistered("ended", found.ref)
    return found


def _end(viewer: Viewer, association: Association, reason: str) -> None:
    association.ended_at, association.ended_by_id, association.ended_because = viewer.now(), viewer.staff_id, reason
    association.save(update_fields=["ended_at", "ended_by", "ended_because"])


def _review(viewer: Viewer, association: Association, review_on: date) -> date:
    today = viewer.now().date()
    latest, _ = Association.record_class.dates(today)
    if not today < review_on <= min(latest, association.max_until):
        raise NotRegistered("review_out_of_bounds", review_on.isoformat())
    return review_on
