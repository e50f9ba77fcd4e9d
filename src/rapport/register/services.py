"""Setting up places, admitting people, moving them.

Who may: the head of the establishment, or the trainer of a simulated one (policy.KEEP). One transaction and one ledger
entry for each call, however many people it is about.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from rapport.access.algebra import Refused
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.services import record
from rapport.register import policy, rules
from rapport.register.kinds import PlaceKind
from rapport.register.models import Person, Place, Placement
from rapport.register.values import NewPerson, NewPlace
from rapport.simulation.numbers import is_simulated_number

LEGAL_BASIS = "custody"
PURPOSE = "register"


class NotRegistered(ValueError):
    """What was given cannot be registered. `code` says why, `about` which of the things given."""

    def __init__(self, code: str, about: str) -> None:
        super().__init__(f"{code}: {about}")
        self.code = code
        self.about = about


@transaction.atomic
def set_up_places(viewer: Viewer, establishment_id: int, new: Sequence[NewPlace]) -> dict[str, str]:
    """Set up places, parents before what lies within them. Returns the reference of each by the caller's key.

    Raises `Refused`, or `NotRegistered` for an unknown kind, a key given twice or a parent not given before.
    """
    _require_keeper(viewer, establishment_id)
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
        made |= zip((one.key for one in level), Place.unfiltered.bulk_create(places), strict=True)
    record(viewer, Operation.COLLECTION, *made.values(), reason="places set up")
    return {one.key: made[one.key].ref for one in new}


@transaction.atomic
def admit(viewer: Viewer, establishment_id: int, new: Sequence[NewPerson]) -> list[str]:
    """Admit people and place those who have a cell. Returns their references in the order given.

    In a simulated prison service everybody bears a simulated service number, in a live one nobody does.
    Raises `Refused`, or `NotRegistered` for such a number, one given twice, or a cell that is none here.
    """
    service_id = _require_keeper(viewer, establishment_id)
    _require_numbers(viewer, [one.number for one in new])
    cells = _cells(establishment_id, {one.cell for one in new if one.cell})
    held = Person.held(on=viewer.now().date(), purpose=PURPOSE, legal_basis=LEGAL_BASIS)
    people = [
        Person(
            **held,
            service_id=service_id,
            establishment_id=establishment_id,
            number=one.number,
            family_name=one.family_name,
            initial=one.initial,
            family_name_cyrillic=one.family_name_cyrillic,
            initial_cyrillic=one.initial_cyrillic,
            nickname=one.nickname,
            legal_status=one.legal_status,
            expected_release=one.expected_release,
            name_index=rules.index_of(
                [one.family_name, one.initial, one.family_name_cyrillic, one.initial_cyrillic, one.nickname, one.number]
            ),
        )
        for one in new
    ]
    Person.unfiltered.bulk_create(people)
    _place(viewer, [(person, cells[one.cell]) for person, one in zip(people, new, strict=True) if one.cell])
    record(viewer, Operation.COLLECTION, *people, reason="admitted")
    return [person.ref for person in people]


@transaction.atomic
def move(viewer: Viewer, person_ref: str, place_ref: str) -> None:
    """End somebody's placement and begin one in another cell of the same establishment, at this moment.

    Raises `Refused`, or `NotRegistered` if that place is no cell of the establishment.
    """
    person = Person.objects.by_ref(viewer, person_ref)
    _require_keeper(viewer, person.establishment_id)
    cell = _cells(person.establishment_id, {place_ref})[place_ref]
    Placement.unfiltered.filter(person=person, ends__isnull=True).update(ends=viewer.now())
    _place(viewer, [(person, cell)])
    record(viewer, Operation.ALTERATION, person, reason="moved")


def _place(viewer: Viewer, pairs: Sequence[tuple[Person, Place]]) -> None:
    held = Placement.held(on=viewer.now().date(), purpose=PURPOSE, legal_basis=LEGAL_BASIS)
    Placement.unfiltered.bulk_create(
        Placement(**held, person=person, cell=cell, starts=viewer.now()) for person, cell in pairs
    )


def _require_keeper(viewer: Viewer, establishment_id: int) -> int:
    """The prison service of the establishment, if the viewer may keep its register."""
    if establishment_id not in viewer.establishments:
        raise Refused("establishment", exists=False)
    policy.KEEP.require(viewer, Place(establishment_id=establishment_id))
    return viewer.service_id


def _levels(new: Sequence[NewPlace]) -> list[list[NewPlace]]:
    """The places by how deep they lie, so that each level is one insertion."""
    depth = {"": 0}
    for one in new:
        if one.kind not in PlaceKind.values:
            raise NotRegistered("unknown_kind", one.kind)
        if not one.key or one.key in depth:
            raise NotRegistered("key_given_twice", one.key)
        if one.within not in depth:
            raise NotRegistered("parent_not_given_before", one.key)
        depth[one.key] = depth[one.within] + 1
    return [[one for one in new if depth[one.key] == level] for level in range(1, max(depth.values()) + 1)]


def _require_numbers(viewer: Viewer, numbers: Sequence[str]) -> None:
    """Simulated numbers where the prison service is simulated, and nowhere else; each once."""
    simulated = viewer.mode != "live"
    seen: set[str] = set()
    for number in numbers:
        if is_simulated_number(number) != simulated:
            raise NotRegistered("not_a_simulated_number" if simulated else "a_simulated_number", number)
        if number in seen:
            raise NotRegistered("number_given_twice", number)
        seen.add(number)


def _cells(establishment_id: int, refs: set[str]) -> dict[str, Place]:
    """The cells of these references."""
    found = Place.unfiltered.filter(establishment_id=establishment_id, kind=PlaceKind.CELL, ref__in=refs)
    cells = {cell.ref: cell for cell in found}
    for ref in sorted(refs - cells.keys()):
        raise NotRegistered("no_such_cell", ref)
    return cells
