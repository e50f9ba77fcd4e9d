"""Taskings: for the desk with what they brought in, for custodians and officers those that are theirs to see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.intelligence import policy
from rapport.intelligence.asked_values import TaskingValue
from rapport.intelligence.choices import Whom
from rapport.intelligence.models import Brought, Tasking, TaskingEnd
from rapport.intelligence.selectors.requirements import brought_in
from rapport.ledger.acting import Operation
from rapport.ledger.services import record
from rapport.register import selectors as register
from rapport.sources import selectors as sources

MOST = 100


@transaction.atomic
def taskings(viewer: Viewer) -> list[TaskingValue]:
    """What was asked of whom, the newest first. Raises `Refused` for whoever is shown none."""
    policy.LIST_TASKINGS.require_acting(viewer)
    found = list(Tasking.objects.visible_to(viewer).select_related("requirement", "by").order_by("-at", "-pk")[:MOST])
    if found:
        record(viewer, Operation.CONSULTATION, *(("intelligence.tasking", one.ref) for one in found))
    return _values(viewer, found)


@transaction.atomic
def tasking(viewer: Viewer, ref: str) -> TaskingValue:
    """One of them. Raises `Refused` as for a missing one."""
    one = Tasking.objects.by_ref(viewer, ref, "requirement", "by")
    record(viewer, Operation.CONSULTATION, one)
    return _values(viewer, [one])[0]


def taskings_of_posts(viewer: Viewer, there: Collection[int] | None) -> list[TaskingValue]:
    """What is asked now of these posts, or of all in the viewer's prison; entered."""
    today = viewer.now().date()
    asked = Tasking.unfiltered.filter(
        policy.ON_POST.filter(viewer), starts_on__lte=today, ends_on__gte=today, ending__isnull=True
    )
    if there is not None:
        asked = asked.filter(place__in=list(there))
    found = list(asked.select_related("requirement", "by").order_by("ends_on", "pk")[:MOST])
    if found:
        record(viewer, Operation.CONSULTATION, *(("intelligence.tasking", one.ref) for one in found))
    return _values(viewer, found)


def _values(viewer: Viewer, found: Sequence[Tasking]) -> list[TaskingValue]:
    places = register.places_of(viewer, {one.place_id for one in found if one.place_id is not None})
    endings = {one.tasking_id: one for one in TaskingEnd.unfiltered.filter(tasking__in=found)}
    said = Brought.unfiltered.filter(tasking__in=found, ended_at__isnull=True)
    brought = Counter(one.tasking_id for one in brought_in(viewer, said))

    def whom(one: Tasking) -> str:
        if one.place_id is not None:
            return places[one.place_id].label if one.place_id in places else ""
        return one.office or one.source

    return [
        TaskingValue(
            ref=one.ref,
            requirement_ref=one.requirement.ref,
            question=one.requirement.question,
            whom=one.whom,
            whom_said=whom(one),
            aim=one.aim,
            method=one.method,
            limits=one.limits,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            by_label=one.by.name,
            state=_state(viewer, one, endings.get(one.pk)),
            ending=endings[one.pk].words if one.pk in endings else "",
            brought=brought[one.pk],
        )
        for one in found
    ]


def _state(viewer: Viewer, one: Tasking, ending: TaskingEnd | None) -> str:
    """It ends by itself: when its day is over, and a source's as soon as its authorisation no longer covers it."""
    today = viewer.now().date()
    if ending is not None:
        return ending.kind
    if one.ends_on < today:
        return "over"
    if one.whom == Whom.SOURCE and not sources.may_be_tasked(
        viewer, one.source, establishment_id=one.establishment_id, until=one.ends_on
    ):
        return "stopped"
    return "planned" if one.starts_on > today else "open"
