"""Reading places: an establishment, a wing, a landing, a cell, and who sleeps there now.

A plan tells of nobody, so looking at one enters nothing; the people on it are entered as a consultation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from rapport.access.algebra import Refused
from rapport.access.establishments import EstablishmentValue, establishment, establishments
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import answering, record
from rapport.register.kinds import PlaceKind, place_label_in
from rapport.register.models import Person, Place, Placement
from rapport.register.selectors.people import LATIN_ORDER, values_of
from rapport.register.speaking import language_of
from rapport.register.values import PersonValue, PlacePage, PlaceValue, WingPlan

MOST_PEOPLE = 500


def places(viewer: Viewer, *kinds: str) -> list[PlaceValue]:
    """The places of the viewer's establishments, of these kinds or all; wings first, then what lies in them."""
    return sorted((_place_value(viewer, one) for one in _here(viewer, kinds)), key=_in_order)


def place(viewer: Viewer, ref: str) -> PlaceValue:
    """One place. Raises `Refused` as for a missing one if it belongs to another prison service."""
    return _place_value(viewer, Place.objects.by_ref(viewer, ref, "parent"))


def places_of(viewer: Viewer, ids: Collection[int]) -> dict[int, PlaceValue]:
    """The places of these keys that the viewer may see."""
    if not ids:
        return {}
    return {one.pk: _place_value(viewer, one) for one in _of_keys(viewer, keys=ids)}


def place_labels(viewer: Viewer, ids: Collection[int]) -> dict[int, str]:
    """What those of these places are called that the viewer may see, in their language."""
    if not ids:
        return {}
    language = language_of(viewer)
    return {key: place_label_in(kind, number, language=language) for key, kind, number in _called(viewer, keys=ids)}


def places_to_pick(viewer: Viewer, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Reference and name of those of these places that the viewer may see: what a list is narrowed by."""
    if not ids:
        return {}
    language = language_of(viewer)
    found = _to_pick(viewer, keys=ids)
    return {key: (ref, place_label_in(kind, number, language=language)) for key, ref, kind, number in found}


@prepared
def _to_pick(viewer: Viewer, *, keys: Collection[int]) -> QuerySet[Place, tuple[int, str, str, str]]:
    return Place.objects.visible_to(viewer).filter(pk__in=keys).values_list("pk", "ref", "kind", "number")


@prepared
def _called(viewer: Viewer, *, keys: Collection[int]) -> QuerySet[Place, tuple[int, str, str]]:
    return Place.objects.visible_to(viewer).filter(pk__in=keys).values_list("pk", "kind", "number")


@prepared
def _of_keys(viewer: Viewer, *, keys: Collection[int]) -> QuerySet[Place]:
    return Place.objects.visible_to(viewer).filter(pk__in=keys).select_related("parent")


@prepared
def _here(viewer: Viewer, kinds: tuple[str, ...]) -> QuerySet[Place]:
    found = Place.objects.visible_to(viewer).filter(establishment_id__in=viewer.establishments)
    return (found.filter(kind__in=kinds) if kinds else found).select_related("parent")


def wing_plan(viewer: Viewer) -> WingPlan:
    """The plan of the viewer's establishments, for a drawing: only places that have a rectangle, larger ones first."""
    drawn = [one for one in places(viewer) if one.w and one.h]
    return WingPlan(
        width=max((one.x + one.w for one in drawn), default=0),
        height=max((one.y + one.h for one in drawn), default=0),
        places=tuple(sorted(drawn, key=lambda one: -one.w * one.h)),
    )


@answering
def place_page(viewer: Viewer, ref: str) -> PlacePage:
    """A place, what lies in it, and who sleeps there. Raises `Refused` as for a missing one out of reach."""
    asked = Place.objects.by_ref(viewer, ref, "establishment", "parent__parent__parent")
    if asked.establishment_id not in viewer.establishments:
        raise Refused("no_such_record", asked, exists=False)
    return _page(viewer, establishment(viewer, asked.establishment.ref), asked)


@answering
def establishment_page(viewer: Viewer, ref: str) -> PlacePage:
    """An establishment with all its places. How many sleep where is counted of those whom the viewer may see."""
    return _page(viewer, establishment(viewer, ref), None)


def establishments_page(viewer: Viewer) -> Mapping[str, list[EstablishmentValue]]:
    """The establishments that the viewer's posting reaches, by region; what has no region comes first."""
    found: dict[str, list[EstablishmentValue]] = {}
    for one in establishments(viewer):
        found.setdefault(one.region, []).append(one)
    return dict(sorted(found.items()))


def _page(viewer: Viewer, there: EstablishmentValue, asked: Place | None) -> PlacePage:
    places = list(Place.objects.visible_to(viewer).filter(establishment_id=there.id).select_related("parent"))
    inside = _inside(places, asked)
    placed = Placement.objects.visible_to(viewer).filter(ends__isnull=True, cell__establishment_id=there.id)
    cells = {one.pk for one in inside} | ({asked.pk} if asked is not None else set())
    where = {person: cell for person, cell in placed.values_list("person_id", "cell_id") if cell in cells}
    people = _people(viewer, where) if asked is not None else ()
    parents = {one.pk: one.parent_id for one in places}
    held: Counter[int] = Counter()
    for cell in where.values():
        step: int | None = cell
        while step is not None:
            held[step] += 1
            step = parents.get(step)
    around: list[PlaceValue] = []
    step = asked.parent_id if asked is not None else None
    known = {one.pk: one for one in places}
    while step is not None:
        around.insert(0, _place_value(viewer, known[step]))
        step = parents[step]
    return PlacePage(
        place=_place_value(viewer, asked) if asked is not None else None,
        establishment=there.name,
        establishment_ref=there.ref,
        region=there.region,
        above=tuple(around),
        within=tuple(sorted((_place_value(viewer, one) for one in inside), key=_in_order)),
        people=people,
        held={one.ref: held[one.pk] for one in places if held[one.pk]},
    )


def _inside(places: list[Place], asked: Place | None) -> list[Place]:
    if asked is None:
        return places
    found, new = [], {asked.pk}
    while new:
        layer = [one for one in places if one.parent_id in new]
        found += layer
        new = {one.pk for one in layer}
    return found


def _people(viewer: Viewer, where: Mapping[int, int]) -> tuple[PersonValue, ...]:
    """Whoever sleeps there, in order of name; entered."""
    visible = Person.objects.visible_to(viewer).filter(pk__in=where).order_by(*LATIN_ORDER)
    values = values_of(viewer, visible[:MOST_PEOPLE])
    if values:
        record(
            viewer,
            Operation.CONSULTATION,
            *(one.entry for one in values),
            reason=because("register.looked_who_sleeps_there"),
        )
    return tuple(values)


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
