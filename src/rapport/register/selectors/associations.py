"""Reading what is said of two people. Every answer is entered as a consultation."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from rapport.access.algebra import Refused
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import answering, record
from rapport.register.models import Association, Person
from rapport.register.selectors.people import people_of
from rapport.register.values import AssociationValue, PersonValue


@answering
def associations(viewer: Viewer, person_ref: str) -> list[AssociationValue]:
    """Who goes about with this person and who is to be kept apart from him, now. Raises `Refused` as `person` does."""
    person = Person.objects.by_ref(viewer, person_ref)
    return _entered(
        viewer,
        associations_among(viewer, Q(one=person) | Q(other=person)),
        reason=because("register.looked_at_associations"),
    )


@answering
def associations_to_review(viewer: Viewer) -> list[AssociationValue]:
    """Whatever must be decided again by now, longest due first."""
    due = associations_among(viewer, Q(review_on__lte=viewer.now().date()))
    return _entered(viewer, due, reason=because("register.associations_to_review"))


@answering
def association(viewer: Viewer, ref: str) -> AssociationValue:
    """One that stands. Raises `Refused` as for a missing one where the viewer may not see it, or one of the two."""
    asked = Association.objects.by_ref(viewer, ref)
    found = _entered(
        viewer, associations_among(viewer, Q(pk=asked.pk)), reason=because("register.looked_at_an_association")
    )
    if not found:
        raise Refused("no_such_record", ("register.association", asked.ref), exists=False)
    return found[0]


def associations_among(viewer: Viewer, which: Q, *, apart_from: Collection[int] = ()) -> list[AssociationValue]:
    """Only of two people whom the viewer may both see; not between two records of `apart_from`. Enters nothing."""
    found = Association.objects.visible_to(viewer).filter(which, ended_at__isnull=True).order_by("review_on", "pk")
    return values_among(viewer, found, apart_from=apart_from)


def values_among(
    viewer: Viewer, found: Collection[Association] | QuerySet[Association], *, apart_from: Collection[int] = ()
) -> list[AssociationValue]:
    """The same of associations that were found. Enters nothing."""
    known = people_of(viewer, {key for one in found for key in (one.one_id, one.other_id)})
    return [
        _association_value(viewer, one, (known[one.one_id], known[one.other_id]))
        for one in found
        if one.one_id in known and one.other_id in known and not {one.one_id, one.other_id} <= set(apart_from)
    ]


@prepared
def ties_of(viewer: Viewer, *, people: Collection[int]) -> QuerySet[Association]:
    """What stands about any of these people, and the viewer may see."""
    which = Q(one__in=people) | Q(other__in=people)
    return Association.objects.visible_to(viewer).filter(which, ended_at__isnull=True).order_by("review_on", "pk")


def _entered(viewer: Viewer, values: list[AssociationValue], *, reason: str) -> list[AssociationValue]:
    if values:
        shown = dict.fromkeys(person.entry for one in values for person in one.people)
        entries = [("register.association", one.ref) for one in values]
        record(viewer, Operation.CONSULTATION, *entries, *shown, reason=reason)
    return values


def _association_value(viewer: Viewer, one: Association, people: tuple[PersonValue, PersonValue]) -> AssociationValue:
    return AssociationValue(
        ref=one.ref,
        kind=one.kind,
        people=people,
        reason=one.reason,
        at=one.at,
        review_on=one.review_on,
        due=one.review_on <= viewer.now().date(),
    )
