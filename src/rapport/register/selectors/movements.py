"""Who came, who moved and who leaves soon, in the viewer's own prison. What is shown is entered as a consultation.

What happened is told in its order, never by anybody's history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Min

from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register.kinds import place_label_in
from rapport.register.models import Person, Placement
from rapport.register.selectors.people import LATIN_ORDER, people_of, values_of
from rapport.register.speaking import language_of
from rapport.register.values import PersonValue

MOST = 400
"""More than a prison takes in or moves in a day."""


@dataclass(frozen=True)
class MovementValue:
    """Somebody was given a place: `came_from` is the one before in this prison, "" for whoever has arrived."""

    person: PersonValue
    to: str
    came_from: str
    at: datetime


@dataclass(frozen=True)
class ReleaseValue:
    """Somebody is expected to be released."""

    person: PersonValue
    on: date


@transaction.atomic
def movements(viewer: Viewer, since: datetime) -> list[MovementValue]:
    """Who was given a place in the viewer's prison since then and is there still, the earliest first.

    A register that was only just filled tells of no arrivals: its first day is left out.
    """
    if viewer.establishment_id is None:
        return []
    here = Placement.objects.visible_to(viewer).filter(cell__establishment_id=viewer.establishment_id)
    opened = here.aggregate(first=Min("starts"))["first"]
    if opened is None:
        return []
    fresh = here.filter(starts__gte=since, starts__gt=opened + timedelta(days=1), ends__isnull=True)
    found = list(fresh.select_related("cell").order_by("starts", "pk")[:MOST])
    before: dict[int, Placement] = {}
    earlier = Placement.objects.visible_to(viewer).filter(
        person__in=[one.person_id for one in found], ends__isnull=False
    )
    for one in earlier.select_related("cell").order_by("starts", "pk"):
        before[one.person_id] = one
    people = people_of(viewer, {one.person_id for one in found})
    language = language_of(viewer)

    def from_where(person_id: int) -> str:
        last = before.get(person_id)
        if last is None or last.cell.establishment_id != viewer.establishment_id:
            return ""
        return place_label_in(last.cell.kind, last.cell.number, language=language)

    values = [
        MovementValue(
            person=people[one.person_id],
            to=place_label_in(one.cell.kind, one.cell.number, language=language),
            came_from=from_where(one.person_id),
            at=one.starts,
        )
        for one in found
        if one.person_id in people
    ]
    _entered(viewer, [one.person for one in values], reason=because("register.arrivals_and_moves"))
    return values


@transaction.atomic
def releases(viewer: Viewer, until: date) -> list[ReleaseValue]:
    """Who is expected to be released from the viewer's prison up to that day, the nearest first."""
    if viewer.establishment_id is None:
        return []
    leaving = Person.objects.visible_to(viewer).filter(
        establishment_id=viewer.establishment_id,
        expected_release__gte=viewer.now().date(),
        expected_release__lte=until,
    )
    found = list(leaving.order_by("expected_release", *LATIN_ORDER)[:MOST])
    days = {one.pk: one.expected_release for one in found}
    values = [
        ReleaseValue(person=one, on=on) for one in values_of(viewer, found) if (on := days.get(one.id)) is not None
    ]
    _entered(viewer, [one.person for one in values], reason=because("register.releases"))
    return values


def _entered(viewer: Viewer, people: list[PersonValue], *, reason: str) -> None:
    if people:
        record(viewer, Operation.CONSULTATION, *dict.fromkeys(one.entry for one in people), reason=reason)
