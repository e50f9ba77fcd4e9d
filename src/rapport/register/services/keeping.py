"""What all who keep the register share: who they are, and how a thing that cannot be registered is refused."""

from __future__ import annotations

from rapport.access.algebra import Refused
from rapport.access.viewers import Viewer
from rapport.register import policy
from rapport.register.models import Place
from rapport.register.rules import NotRegistered

PURPOSE = "register"

__all__ = ["PURPOSE", "NotRegistered", "require_keeper"]


def require_keeper(viewer: Viewer, establishment_id: int) -> int:
    """The prison service of the establishment, if the viewer may keep its register."""
    if establishment_id not in viewer.establishments:
        raise Refused("establishment", exists=False)
    policy.KEEP.require(viewer, Place(establishment_id=establishment_id))
    return viewer.service_id
