"""Reading the register: people by what officers know of them, places, the plan.

Every answer that shows people is entered as a consultation. `people_of` is for rooms above that show people inside an
answer of their own, and enter them with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q

from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.references import normalise
from rapport.ledger.services import record
from rapport.register.kinds import PlaceKind, place_label_in
from rapport.register.models import Association, Person, Place, Placement
from rapport.register.reading import everybody
from rapport.register.rules import initialled, words_of
from rapport.register.searching import ranked
from rapport.register.speaking import language_of
from rapport.register.values import AssociationValue, PersonValue, PlaceValue, WingPlan

CYRILLIC_LANGUAGES = frozenset({"ru", "ky"})
LATIN_ORDER = ("family_name", "initial", "number")


@transaction.atomic
def people(viewer: Viewer, q: str = "", *, limit: int = 500) -> list[PersonValue]:
    """People whom the viewer may see, by name in either script, nickname, service number or cell, likeliest first.

    Every word of `q` is a word of the name or the beginning of one, the number of the cell, or where few are found a
    slip away from one; where nobody is found, one word may be missing. Without `q`, all in order of name.
    """
    visible = Person.objects.visible_to(viewer)
    words = _searched(viewer, q)
    found = ranked(visible, words, q, limit=limit) if words else visible.order_by(*LATIN_ORDER)[:limit]
    values = _values(viewer, found)
    if values:
        record(viewer, Operation.CONSULTATION, *(one.entry for one in values), reason="looked for people")
    return values


@transaction.atomic
def person(viewer: Viewer, ref: str) -> PersonValue:
    """One person. Raises `Refused` as for a missing one if the viewer may not see him."""
    one = Person.objects.by_ref(viewer, ref)
    record(viewer, Operation.CONSULTATION, one)
    return _values(viewer, [one])[0]


@transaction.atomic
def person_values(viewer: Viewer, refs: Collection[str]) -> list[PersonValue]:
    """The people of these references whom the viewer may see, in order of name."""
    values = _values(viewer, Person.objects.visible_to(viewer).filter(ref__in=_kept(refs)).order_by(*LATIN_ORDER))
    if values:
        record(viewer, Operation.CONSULTATION, *(one.entry for one in values))
    return values


def people_of(viewer: Viewer, ids: Collection[int]) -> dict[int, PersonValue]:
    """The people of these keys whom the viewer may see. The caller enters them with the answer that shows them."""
    if not ids:
        return {}
    visible = Person.objects.visible_to(viewer).order_by(*LATIN_ORDER)
    read = everybody(viewer, lambda: {one.id: one for one in _values(viewer, visible)})
    if read is not None:
        return {key: one for key, one in read.items() if key in ids}
    return {one.id: one for one in _values(viewer, visible.filter(pk__in=ids))}


def keys_of(viewer: Viewer, refs: Collection[str]) -> dict[str, int]:
    """The keys of those among these references whom the viewer may see. Shows nothing, so enters nothing."""
    found = Person.objects.visible_to(viewer).filter(ref__in=_kept(refs)) if refs else Person.unfiltered.none()
    return dict(found.values_list("ref", "pk"))


@transaction.atomic
def associations(viewer: Viewer, person_ref: str) -> list[AssociationValue]:
    """Who goes about with this person and who is to be kept apart from him, now. Raises `Refused` as `person` does."""
    person = Person.objects.by_ref(viewer, person_ref)
    return _associations(viewer, Q(one=person) | Q(other=person), reason="looked at associations")


@transaction.atomic
def associations_to_review(viewer: Viewer) -> list[AssociationValue]:
    """Whatever must be decided again by now, longest due first."""
    return _associations(viewer, Q(review_on__lte=viewer.now().date()), reason="associations to review")


def _associations(viewer: Viewer, which: Q, *, reason: str) -> list[AssociationValue]:
    """Only of two people whom the viewer may both see."""
    found = list(
        Association.objects.visible_to(viewer).filter(which, ended_at__isnull=True).order_by("review_on", "pk")
    )
    known = people_of(viewer, {key for one in found for key in (one.one_id, one.other_id)})
    values = [
        _association_value(viewer, one, (known[one.one_id], known[one.other_id]))
        for one in found
        if one.one_id in known and one.other_id in known
    ]
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


def places(viewer: Viewer, *kinds: str) -> list[PlaceValue]:
    """The places of the viewer's establishments, of these kinds or all; wings first, then what lies in them."""
    found = Place.objects.visible_to(viewer).filter(establishment_id__in=viewer.establishments)
    if kinds:
        found = found.filter(kind__in=kinds)
    return sorted((_place_value(viewer, one) for one in found.select_related("parent")), key=_in_order)


def place(viewer: Viewer, ref: str) -> PlaceValue:
    """One place. Raises `Refused` as for a missing one if it belongs to another prison service."""
    return _place_value(viewer, Place.objects.by_ref(viewer, ref, "parent"))


def places_of(viewer: Viewer, ids: Collection[int]) -> dict[int, PlaceValue]:
    """The places of these keys that the viewer may see."""
    if not ids:
        return {}
    found = Place.objects.visible_to(viewer).filter(pk__in=ids).select_related("parent")
    return {one.pk: _place_value(viewer, one) for one in found}


def wing_plan(viewer: Viewer) -> WingPlan:
    """The plan of the viewer's establishments, for a drawing: only places that have a rectangle, larger ones first."""
    drawn = [one for one in places(viewer) if one.w and one.h]
    return WingPlan(
        width=max((one.x + one.w for one in drawn), default=0),
        height=max((one.y + one.h for one in drawn), default=0),
        places=tuple(sorted(drawn, key=lambda one: -one.w * one.h)),
    )


def _kept(refs: Collection[str]) -> set[str]:
    """References as they are kept: nothing in them that a database would choke on."""
    return {normalise(ref) for ref in refs}


def _searched(viewer: Viewer, q: str) -> list[str]:
    """The words to look for: "cell 14" means 14."""
    words = words_of(q)
    cell = words_of(place_label_in(PlaceKind.CELL, "", language=language_of(viewer)))
    return [word for word in words if word not in cell] or words


def _values(viewer: Viewer, found: Iterable[Person]) -> list[PersonValue]:
    records = list(found)
    cells = dict(
        Placement.unfiltered.filter(person__in=[one.pk for one in records], ends__isnull=True).values_list(
            "person_id", "cell__number"
        )
    )
    return [
        PersonValue(
            id=one.pk,
            ref=one.ref,
            label=_label(one, language_of(viewer)),
            cell=cells.get(one.pk, ""),
            nickname=one.nickname,
            number=one.number,
        )
        for one in records
    ]


def _label(one: Person, language: str) -> str:
    if language in CYRILLIC_LANGUAGES and one.family_name_cyrillic:
        return initialled(one.initial_cyrillic, one.family_name_cyrillic)
    return initialled(one.initial, one.family_name)


def _place_value(viewer: Viewer, one: Place) -> PlaceValue:
    return PlaceValue(
        id=one.pk,
        ref=one.ref,
        label=place_label_in(one.kind, one.number, language=language_of(viewer)),
        kind=one.kind,
        number=one.number,
        within=one.parent.ref if one.parent is not None else "",
        protected=one.protected,
        x=one.x,
        y=one.y,
        w=one.w,
        h=one.h,
    )


def _in_order(one: PlaceValue) -> tuple[int, int, str]:
    digits = int(one.number) if one.number.isdecimal() else 0
    return (PlaceKind.values.index(one.kind), digits, one.number)
