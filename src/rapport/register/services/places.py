"""Setting up the places of an establishment."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.creating import create_many
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register.kinds import PlaceKind
from rapport.register.models import Place
from rapport.register.rules import require_unprotected_label
from rapport.register.services.keeping import NotRegistered, require_keeper
from rapport.register.values import NewPlace


@transaction.atomic
def set_up_places(viewer: Viewer, establishment_id: int, new: Sequence[NewPlace]) -> dict[str, str]:
    """Set up places, parents before what lies within them. Returns the reference of each by the caller's key.

    Raises `Refused`, or `NotRegistered` for an unknown kind, a key given twice or a parent not given before.
    """
    require_keeper(viewer, establishment_id)
    made: dict[str, Place] = {}
    for level in _levels(new):
        places = [
            Place(
                establishment_id=establishment_id,
                parent=made.get(one.within),
                kind=one.kind,
                number=one.number,
                x=one.x,
                y=one.y,
                w=one.w,
                h=one.h,
            )
            for one in level
        ]
        made |= zip((one.key for one in level), create_many(Place.unfiltered, places), strict=True)
    record(viewer, Operation.COLLECTION, *made.values(), reason=because("register.places_set_up"))
    return {one.key: made[one.key].ref for one in new}


def _levels(new: Sequence[NewPlace]) -> list[list[NewPlace]]:
    """The places by how deep they lie, so that each level is one insertion."""
    depth = {"": 0}
    for one in new:
        if one.kind not in PlaceKind.values:
            raise NotRegistered("unknown_kind", one.kind)
        require_unprotected_label(one.number)
        if not one.key or one.key in depth:
            raise NotRegistered("key_given_twice", one.key)
        if one.within not in depth:
            raise NotRegistered("parent_not_given_before", one.key)
        depth[one.key] = depth[one.within] + 1
    return [[one for one in new if depth[one.key] == level] for level in range(1, max(depth.values()) + 1)]
