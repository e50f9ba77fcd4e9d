"""Carrying out what a file says, slice by slice: places set up, people admitted and corrected, people moved.

Called by the job, as whoever confirmed the file. A slice is one transaction and one entry in the ledger for each kind
of act; repeated after a kill or from the start it changes nothing that is done.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapport.access.job_kinds import Slice
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.creating import create_many
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register.models import Person, Place, Placement
from rapport.register.planning import BAD, CHANGED, NAMES, NEW, SAME, Planned, numbers_in, paths, places_by_path, plan
from rapport.register.services import indexing
from rapport.register.services.imports import State, Table, forget, standing, terms_of
from rapport.register.services.keeping import PURPOSE

AT_ONCE = 2_000
WRITTEN = (*NAMES, "initial", "initial_cyrillic", "legal_status", "sentence_ends", "expected_release")


def carry_out(viewer: Viewer, cursor: int, ref: str) -> Slice:
    """Do the next rows of a file. What is wrong with a row leaves it out; the others go on."""
    brought = standing(viewer, ref, State.RUNNING)
    table = Table.of(brought)
    terms = terms_of(viewer, brought, table)
    rows = table.rows[cursor : cursor + AT_ONCE]
    planned = plan(terms, rows, start=cursor, seen=numbers_in(terms, table.rows[:cursor]))
    done = [one for one in planned if one.outcome != BAD]
    if brought.kind == "places":
        _set_up(viewer, [one for one in done if one.new])
    else:
        _admit(viewer, [one for one in done if one.new])
        _correct(viewer, [one for one in done if one.outcome == CHANGED and one.values])
        _place(viewer, [one for one in done if one.cell is not None])
    counts = [one.outcome for one in planned]
    brought.made += counts.count(NEW)
    brought.altered += counts.count(CHANGED)
    brought.same += counts.count(SAME)
    brought.left_out += counts.count(BAD)
    after = cursor + len(rows)
    written = ["made", "altered", "same", "left_out"]
    if after >= len(table.rows):
        brought.state, brought.rows = State.DONE, b""
        written += ["state", "rows"]  # the rows are megabytes: once is enough
        forget()
    brought.save(update_fields=written)
    return Slice(after if after < len(table.rows) else None, after, len(table.rows))


def _set_up(viewer: Viewer, planned: Sequence[Planned]) -> None:
    """Set up the places that are not there yet, the outer ones first."""
    wanted = {path: None for one in planned if one.places for path in paths(one.establishment_id, one.places)}
    known = places_by_path({one.establishment_id for one in planned})
    made: list[Place] = []
    for depth in sorted({len(steps) for _, steps in wanted}):
        level = [path for path in wanted if len(path[1]) == depth and path not in known]
        places = create_many(
            Place.unfiltered,
            (
                Place(
                    establishment_id=there,
                    parent=known.get((there, steps[:-1])),
                    kind=steps[-1][0],
                    number=steps[-1][1],
                )
                for there, steps in level
            ),
        )
        known |= zip(level, places, strict=True)
        made += places
    if made:
        record(viewer, Operation.COLLECTION, *made, reason=because("register.places_set_up_from_a_file"))


def _admit(viewer: Viewer, planned: Sequence[Planned]) -> None:
    held = Person.held(on=viewer.now().date(), purpose=PURPOSE, legal_basis=basis_of(viewer, PURPOSE))
    for one in planned:
        values = {"legal_status": "sentenced", **one.values}
        number = one.who.split(" ")[0]
        one.person = Person(
            **held, service_id=viewer.service_id, establishment_id=one.establishment_id, number=number, **values
        )
        _write_initials(one.person)
    people = [one.person for one in planned if one.person is not None]
    if people:
        create_many(Person.unfiltered, people)
        indexing.index(people)
        record(viewer, Operation.COLLECTION, *people, reason=because("register.admitted_from_a_file"))


def _correct(viewer: Viewer, planned: Sequence[Planned]) -> None:
    people, renamed = [], []
    for one in planned:
        if one.person is None or not any(change.column != "cell" for change in one.changes):
            continue
        for name, value in one.values.items():
            setattr(one.person, name, value)
        _write_initials(one.person)
        people.append(one.person)
        if any(change.column in NAMES for change in one.changes):
            renamed.append(one.person)
    if people:
        Person.unfiltered.bulk_update(people, WRITTEN, batch_size=40)
        indexing.remove(renamed)
        indexing.index(renamed)
        record(viewer, Operation.ALTERATION, *people, reason=because("register.corrected_from_a_file"))


def _write_initials(person: Person) -> None:
    """The initial is the given name's own."""
    person.initial = person.given_names[:1].upper() or person.initial
    person.initial_cyrillic = person.given_names_cyrillic[:1].upper() or person.initial_cyrillic


def _place(viewer: Viewer, planned: Sequence[Planned]) -> None:
    now = viewer.now()
    people = [one.person.pk for one in planned if one.person is not None]
    for at in range(0, len(people), 800):
        Placement.unfiltered.filter(person__in=people[at : at + 800], ends__isnull=True).update(ends=now)
    held = Placement.held(on=now.date(), purpose=PURPOSE, legal_basis=basis_of(viewer, PURPOSE))
    create_many(
        Placement.unfiltered,
        (Placement(**held, person=one.person, cell_id=one.cell, starts=now) for one in planned if one.cell is not None),
    )
    moved = [one.person for one in planned if one.person is not None and not one.new]
    if moved:
        record(viewer, Operation.ALTERATION, *moved, reason=because("register.moved_from_a_file"))
