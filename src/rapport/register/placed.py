"""Who sleeps in a cell: for whoever clicks it on the plan."""

from __future__ import annotations

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register import selectors
from rapport.register.models import Placement
from rapport.register.values import PersonValue, PlaceValue


@transaction.atomic
def people_placed(viewer: Viewer, place_ref: str) -> tuple[PlaceValue, list[PersonValue]]:
    """A place, and whoever of those the viewer may see has their bed there now. Raises `Refused` as `place` does."""
    place = selectors.place(viewer, place_ref)
    sleepers = Placement.unfiltered.filter(cell_id=place.id, ends__isnull=True).values_list("person_id", flat=True)
    people = list(selectors.people_of(viewer, set(sleepers)).values())
    if people:
        record(
            viewer, Operation.CONSULTATION, *(one.entry for one in people), reason=because("register.looked_at_a_cell")
        )
    return place, people
