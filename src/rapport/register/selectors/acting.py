"""What a page that changes something shows first: only to whoever may change it; missing to whoever may not see."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from rapport.access.algebra import Refused, Rule
from rapport.access.establishments import EstablishmentValue, establishments
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.references import normalise
from rapport.ledger.services import record
from rapport.register import policy
from rapport.register.kinds import PlaceKind, place_label_in
from rapport.register.models import Association, Person, Place, SamePerson
from rapport.register.selectors.associations import association
from rapport.register.selectors.people import values_of
from rapport.register.speaking import language_of
from rapport.register.values import AssociationValue, PersonValue

Groups = list[tuple[str, list[tuple[str, str]]]]


@transaction.atomic
def person_to_tie(viewer: Viewer, ref: str) -> PersonValue:
    """Somebody of whom the viewer may say with whom he goes about. Raises `Refused`."""
    one = Person.objects.by_ref(viewer, ref)
    tie = Association(service_id=one.service_id, establishment_id=one.establishment_id)
    return _asked_of(viewer, one, policy.KEEP_ASSOCIATION, tie)


@transaction.atomic
def person_to_judge(viewer: Viewer, ref: str) -> PersonValue:
    """Somebody of whose records the viewer may judge. Raises `Refused`."""
    one = Person.objects.by_ref(viewer, ref)
    return _asked_of(viewer, one, policy.JUDGE_SAME, one)


def require_keeper_of(viewer: Viewer, ref: str) -> None:
    """Raises `Refused` for whoever may not keep this person's names. Shows nothing."""
    policy.KEEP_PERSON.require(viewer, Person.objects.by_ref(viewer, ref))


@transaction.atomic
def cells_for(viewer: Viewer, ref: str) -> tuple[PersonValue, Groups]:
    """Somebody whom the viewer may move, and the cells of his establishment by landing. Raises `Refused`."""
    one = Person.objects.by_ref(viewer, ref)
    who = _asked_of(viewer, one, policy.KEEP, Place(establishment=one.establishment))
    language = language_of(viewer)
    groups: dict[str, list[tuple[str, str]]] = {}
    cells = Place.objects.visible_to(viewer).filter(establishment_id=one.establishment_id, kind=PlaceKind.CELL)
    for cell in sorted(cells.select_related("parent__parent"), key=_by_number):
        around = [place for place in (cell.parent.parent if cell.parent else None, cell.parent) if place is not None]
        name = " · ".join(place_label_in(place.kind, place.number, language=language) for place in around)
        groups.setdefault(name, []).append((cell.ref, place_label_in(cell.kind, cell.number, language=language)))
    return who, list(groups.items())


def association_to_keep(viewer: Viewer, ref: str) -> AssociationValue:
    """What is said of two people, for who may decide about it. Raises `Refused`."""
    policy.KEEP_ASSOCIATION.require(viewer, Association.objects.by_ref(viewer, ref))
    return association(viewer, ref)


def judgement(viewer: Viewer, ref: str) -> str:
    """The reference of the record that a judgement keeps, for who may take it back. Raises `Refused`."""
    found = SamePerson.unfiltered.filter(ref=normalise(ref), service_id=viewer.service_id).first()
    people = Person.objects.visible_to(viewer).in_bulk({found.kept_id, found.other_id} if found is not None else ())
    if found is None or len(people) < 2:
        raise Refused("no_such_record", exists=False)
    for one in people.values():
        policy.JUDGE_SAME.require(viewer, one)
    return people[found.kept_id].ref


def establishments_to_keep(viewer: Viewer) -> list[EstablishmentValue]:
    """The establishments whose register the viewer keeps."""
    return [
        one
        for one in establishments(viewer)
        if policy.KEEP_PROTECTED_ROLE.allows(viewer, Person(service_id=viewer.service_id, establishment_id=one.id))
    ]


def require_some_to_keep(places: Sequence[EstablishmentValue]) -> None:
    """Raises `Refused` for whoever keeps no register."""
    if not places:
        raise Refused("establishment", exists=False)


def _asked_of(viewer: Viewer, one: Person, rule: Rule, about: object) -> PersonValue:
    rule.require(viewer, about)
    record(viewer, Operation.CONSULTATION, one)
    return values_of(viewer, [one])[0]


def _by_number(cell: Place) -> tuple[str, str, int, str]:
    landing = cell.parent
    wing = landing.parent if landing is not None else None
    digits = int(cell.number) if cell.number.isdecimal() else 0
    return (wing.number if wing else "", landing.number if landing else "", digits, cell.number)
