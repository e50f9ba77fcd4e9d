"""Who holds a role now: for rooms that have to name somebody (the second custodian, whoever is called at night).

Shows staff of the viewer's own prison service by name and posting, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.access.models import Posting
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
    found = Posting.with_all().filter(service_id=viewer.service_id, role__in=roles, withdrawn_at__isnull=True)
    if establishment_id is not None:
        found = found.filter(establishment_id=establishment_id)
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
        for one in found.order_by("staff__name", "pk")
        if one.in_force()
    ]
