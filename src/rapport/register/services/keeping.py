"""What all who keep the register share: who they are, and how a thing that cannot be registered is refused."""

from __future__ import annotations

from rapport.access.algebra import Refused
from rapport.access.viewers import Viewer
from rapport.register import policy
from rapport.register.models import Place

LEGAL_BASIS = "custody"
PURPOSE = "register"


class NotRegistered(ValueError):
    """What was given cannot be registered. `code` says why, `about` which of the things given."""

    def __init__(self, code: str, about: str) -> None:
        super().__init__(f"{code}: {about}")
        self.code = code
        self.about = about


def require_keeper(viewer: Viewer, establishment_id: int) -> int:
    """The prison service of the establishment, if the viewer may keep its register."""
    if establishment_id not in viewer.establishments:
        raise Refused("establishment", exists=False)
    policy.KEEP.require(viewer, Place(establishment_id=establishment_id))
    return viewer.service_id
