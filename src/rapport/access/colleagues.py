"""Who works beside one: colleagues of a role in the establishments that one's posting reaches.

For handing work over. Shows names of staff who are posted there now, and nothing else of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.access.models import Posting
from rapport.access.viewers import Viewer


@dataclass(frozen=True)
class Colleague:
    """Somebody posted in the same place."""

    id: int
    ref: str
    name: str
    compartments: frozenset[str] = frozenset()


def colleagues(viewer: Viewer, role: str) -> list[Colleague]:
    """Whoever else is posted in this role where the viewer is, in order of name."""
    found = Posting.with_all().filter(
        service_id=viewer.service_id,
        establishment_id__in=viewer.establishments,
        role=role,
        withdrawn_at__isnull=True,
    )
    there = {
        one.staff_id: Colleague(one.staff_id, one.staff.ref, one.staff.name, frozenset(one.compartments))
        for one in found
        if one.in_force() and one.staff_id != viewer.staff_id
    }
    return sorted(there.values(), key=lambda one: (one.name, one.ref))
