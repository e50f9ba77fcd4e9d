"""Who works for the viewer's prison service, by name: for whoever looks at how records were handled.

Who may: the inspector (policy.INSPECTED says whom). Names stand in the order of the alphabet and with nothing beside
them.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.access.algebra import holds
from rapport.access.models import Staff
from rapport.access.roles import Role
from rapport.access.viewers import Viewer

CALL = holds(Role.INSPECTOR)


@dataclass(frozen=True)
class Colleague:
    """A member of staff, by name."""

    ref: str
    name: str


def roll(viewer: Viewer) -> list[Colleague]:
    """Everybody who is or was posted in the viewer's prison service. Raises `Refused` for anybody but an inspector."""
    CALL.require_acting(viewer)
    found = Staff.objects.visible_to(viewer).order_by("name", "pk").values_list("ref", "name")
    return [Colleague(ref, name) for ref, name in found]
