"""Who holds a role now: for rooms that have to name somebody (the second custodian, whoever is called at night).

Shows staff of the viewer's own prison service by name and posting, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from rapport.access.models import Posting
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer


@dataclass(frozen=True)
class Holder:
    """Somebody posted in a role, at an establishment or (None) outside them all."""

    id: int
    ref: str
    name: str
    role: str
    posting_id: int
    posting_ref: str
    establishment_id: int | None
    compartments: frozenset[str] = frozenset()


def holders_of(viewer: Viewer, *roles: str, establishment_id: int | None = None) -> list[Holder]:
    """Who is posted in one of these roles in the viewer's service now, in order of name.

    With `establishment_id` only whoever is posted at that establishment itself.
    """
    return [
        Holder(
            id=one.staff_id,
            ref=one.staff.ref,
            name=one.staff.name,
            role=str(one.role),
            posting_id=one.pk,
            posting_ref=one.ref,
            establishment_id=one.establishment_id,
            compartments=frozenset(one.compartments),
        )
        for one in _posted(viewer.service_id, roles, establishment_id)
        if one.in_force()
    ]


@prepared
def _posted(service: int, roles: tuple[str, ...], establishment: int | None) -> QuerySet[Posting]:
    found = Posting.unfiltered.filter(service_id=service, role__in=roles, withdrawn_at__isnull=True)
    if establishment is not None:
        found = found.filter(establishment_id=establishment)
    return found.select_related("staff", "service").order_by("staff__name", "pk")
