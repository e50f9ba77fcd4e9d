"""Keeping the list of people in protected roles: counsel, pastoral care, care, inspection, complaints.

Who may: the head of the establishment, or the trainer of a simulated one (policy.KEEP_PROTECTED_ROLE).
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
from rapport.register.models import ProtectedOffice, ProtectedRole
from rapport.register.rules import NotRegistered
from rapport.register.services.keeping import PURPOSE

LONGEST = {"family_name": 60, "given_names": 80, "family_name_cyrillic": 60, "given_names_cyrillic": 80}


@transaction.atomic
def note_protected_role(
    viewer: Viewer,
    establishment_id: int,
    *,
    office: str,
    family_name: str,
    given_names: str = "",
    family_name_cyrillic: str = "",
    given_names_cyrillic: str = "",
    ends: date | None = None,
) -> str:
    """Note that somebody comes in a protected role, from today. Returns the reference.

    Raises `Refused`, or `NotRegistered` for an unknown office, no family name, one too long, and an end that is past.
    """
    names = {
        "family_name": " ".join(family_name.split()),
        "given_names": " ".join(given_names.split()),
        "family_name_cyrillic": " ".join(family_name_cyrillic.split()),
        "given_names_cyrillic": " ".join(given_names_cyrillic.split()),
    }
    today = viewer.now().date()
    made = ProtectedRole(
        **ProtectedRole.held(on=today, purpose=PURPOSE, legal_basis=basis_of(viewer, PURPOSE)),
        service_id=viewer.service_id,
        establishment_id=establishment_id,
        office=office,
        **names,
        starts=today,
        ends=ends,
        by_id=viewer.staff_id,
    )
    policy.KEEP_PROTECTED_ROLE.require(viewer, made)
    if office not in ProtectedOffice.values:
        raise NotRegistered("unknown_kind", office)
    if not names["family_name"]:
        raise NotRegistered("no_family_name", "")
    for field, most in LONGEST.items():
        if len(names[field]) > most:
            raise NotRegistered("name_too_long", str(len(names[field])))
    if ends is not None and ends < today:
        raise NotRegistered("ends_in_the_past", ends.isoformat())
    made.save(force_insert=True)
    record(viewer, Operation.COLLECTION, made, reason=because("register.protected_role"))
    return made.ref


@transaction.atomic
def end_protected_role(viewer: Viewer, ref: str) -> None:
    """Say that somebody does not come in this role any more, from tomorrow. Raises `Refused`."""
    ended = ProtectedRole.objects.by_ref(viewer, ref)
    policy.KEEP_PROTECTED_ROLE.require(viewer, ended)
    ended.ends = max(ended.starts, viewer.now().date())
    ended.save(update_fields=["ends"])
    record(viewer, Operation.ALTERATION, ended, reason=because("register.protected_role_ended"))
