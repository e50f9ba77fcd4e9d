"""Admitting people, correcting their names, moving them.

Who may: the head of the establishment, or the trainer of a simulated one (policy.KEEP). One transaction and one ledger
entry for each call, however many people it is about.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.creating import create_many
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register.kinds import PlaceKind
from rapport.register.models import Person, Place, Placement
from rapport.register.rules import require_unprotected_label
from rapport.register.services import indexing
from rapport.register.services.keeping import PURPOSE, NotRegistered, require_keeper
from rapport.register.values import NewPerson, WrittenNames
from rapport.simulation.numbers import is_simulated_number


@transaction.atomic
def admit(viewer: Viewer, establishment_id: int, new: Sequence[NewPerson]) -> list[str]:
    """Admit people and place those who have a cell. Returns their references in the order given.

    In a simulated prison service everybody bears a simulated service number, in a live one nobody does.
    Raises `Refused`, or `NotRegistered` for such a number, one given twice, or a cell that is none here.
    """
    service_id = require_keeper(viewer, establishment_id)
    _require_numbers(viewer, [one.number for one in new])
    for one in new:
        require_unprotected_label(one.nickname)
    cells = _cells(establishment_id, {one.cell for one in new if one.cell})
    held = Person.held(on=viewer.now().date(), purpose=PURPOSE, legal_basis=basis_of(viewer, PURPOSE))
    people = [
        Person(
            **held,
            service_id=service_id,
            establishment_id=establishment_id,
            number=one.number,
            **_names(one),
            legal_status=one.legal_status,
            sentence_ends=one.sentence_ends,
            expected_release=one.expected_release,
        )
        for one in new
    ]
    create_many(Person.unfiltered, people)
    indexing.index(people)
    _place(viewer, [(person, cells[one.cell]) for person, one in zip(people, new, strict=True) if one.cell])
    record(viewer, Operation.COLLECTION, *people, reason=because("register.admitted"))
    return [person.ref for person in people]


@transaction.atomic
def rename(viewer: Viewer, person_ref: str, names: WrittenNames, *, reason: str) -> None:
    """Correct how somebody's name is written. From then on he is found under the new names only.

    Raises `Refused`, or `NotRegistered` without a family name or a reason.
    """
    person = Person.objects.by_ref(viewer, person_ref)
    require_keeper(viewer, person.establishment_id)
    if not names.family_name.strip():
        raise NotRegistered("no_family_name", person.ref)
    if not reason.strip():
        raise NotRegistered("no_reason", person.ref)
    require_unprotected_label(names.nickname)
    written = _names(names)
    for field, value in written.items():
        setattr(person, field, value)
    person.save(update_fields=list(written))
    indexing.remove([person])
    indexing.index([person])
    record(viewer, Operation.ALTERATION, person, reason=because("register.renamed", said=reason.strip()))


@transaction.atomic
def move(viewer: Viewer, person_ref: str, place_ref: str) -> None:
    """End somebody's placement and begin one in another cell of the same establishment, at this moment.

    Raises `Refused`, or `NotRegistered` if that place is no cell of the establishment.
    """
    person = Person.objects.by_ref(viewer, person_ref)
    require_keeper(viewer, person.establishment_id)
    cell = _cells(person.establishment_id, {place_ref})[place_ref]
    Placement.unfiltered.filter(person=person, ends__isnull=True).update(ends=viewer.now())
    _place(viewer, [(person, cell)])
    record(viewer, Operation.ALTERATION, person, reason=because("register.moved"))


def _names(one: WrittenNames) -> dict[str, str]:
    """The fields of a name; an initial that was not given is the given name's own."""
    return {
        "family_name": one.family_name,
        "given_names": one.given_names,
        "initial": one.initial or one.given_names[:1].upper(),
        "family_name_cyrillic": one.family_name_cyrillic,
        "given_names_cyrillic": one.given_names_cyrillic,
        "initial_cyrillic": one.initial_cyrillic or one.given_names_cyrillic[:1].upper(),
        "nickname": one.nickname,
    }


def _place(viewer: Viewer, pairs: Sequence[tuple[Person, Place]]) -> None:
    held = Placement.held(on=viewer.now().date(), purpose=PURPOSE, legal_basis=basis_of(viewer, PURPOSE))
    create_many(
        Placement.unfiltered,
        (Placement(**held, person=person, cell=cell, starts=viewer.now()) for person, cell in pairs),
    )


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
