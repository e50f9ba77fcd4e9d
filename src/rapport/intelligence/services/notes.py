"""Notes: written, rewritten, handed to the governor, answered.

Who may: intelligence officers posted to the establishment, analysts whose posting reaches it (policy.WORK).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from rapport.access.algebra import Refused
from rapport.access.holders import holders_of
from rapport.access.legal import basis_of
from rapport.access.roles import Role
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.intelligence import assembling, policy, rules, searchable
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.inputs import NoteInput, StatementInput
from rapport.intelligence.models import Answer, Citation, HandedTo, Handing, Item, Note, Statement, Version
from rapport.intelligence.values import NoteValue
from rapport.intelligence.yardstick import yardstick
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record, together


@transaction.atomic
def write_note(
    viewer: Viewer, *, title: str, statements: Sequence[StatementInput], innocent: str, gaps: str = ""
) -> NoteValue:
    """Write a note from items of one establishment. It lies before nobody until it is handed over.

    `innocent` says which innocent explanations were considered. Raises `Refused` for an item that the viewer may not
    see, `Incomplete` for what must be mended first.
    """
    refs = write_notes(viewer, [NoteInput(title, statements, innocent, gaps)])
    return _value(viewer, refs[0])


@transaction.atomic
def write_notes(viewer: Viewer, wanted: Sequence[NoteInput]) -> list[str]:
    """Write all these notes, one entry each; returns their references. Errors as for `write_note`, of the first."""
    if not wanted:
        return []
    items = _cited(viewer, wanted)
    for one, cited in zip(wanted, items, strict=True):
        _require_fit(one)
        if len({item.establishment_id for item in cited}) > 1:
            raise Incomplete("several_establishments", field="statements")
    law = basis_of(viewer)
    notes = Note.unfiltered.bulk_create(
        Note(
            **Note.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=law),
            service_id=cited[0].service_id,
            establishment_id=cited[0].establishment_id,
            compartment=rules.one_compartment((item.compartment for item in cited), field="statements"),
            by_id=viewer.staff_id,
            at=viewer.now(),
        )
        for cited in items
    )
    _write_versions(
        viewer, [Written(note, 1, given, cited) for note, given, cited in zip(notes, wanted, items, strict=True)]
    )
    with together():
        for note, cited in zip(notes, items, strict=True):
            record(viewer, Operation.COMBINATION, note, *cited, reason=because("intelligence.note_written"))
    return [note.ref for note in notes]


@transaction.atomic
def rewrite_note(
    viewer: Viewer, note_ref: str, *, title: str, statements: Sequence[StatementInput], innocent: str, gaps: str = ""
) -> NoteValue:
    """Add a version to a note. What a governor was handed stays before the governor until this one is handed over too.

    Errors as for `write_note`.
    """
    note = Note.objects.by_ref(viewer, note_ref, "establishment")
    policy.WORK.require(viewer, note)
    given = NoteInput(title, statements, innocent, gaps)
    items = _cited(viewer, [given])[0]
    _require_fit(given)
    if {item.establishment_id for item in items} != {note.establishment_id}:
        raise Incomplete("several_establishments", field="statements")
    closed = _compartments_of([note])[note.pk]
    if rules.one_compartment((item.compartment for item in items), field="statements") not in {"", *closed}:
        raise Incomplete("another_compartment", field="statements")
    number = Version.unfiltered.filter(note=note).count() + 1
    _write_versions(viewer, [Written(note, number, given, items)])
    record(viewer, Operation.COMBINATION, note, *items, reason=because("intelligence.note_rewritten", version=number))
    return _value(viewer, note.ref)


def _value(viewer: Viewer, ref: str) -> NoteValue:
    """A note that its writer has just written or handed over; whatever was done to it is entered already."""
    note = Note.unfiltered.select_related("establishment").get(ref=ref)
    return assembling.note_value(viewer, note, assembling.version_for(viewer, note))


def _cited(viewer: Viewer, notes: Sequence[NoteInput]) -> list[list[Item]]:
    items = assembling.items_of_each(
        viewer, [[ref for statement in one.statements for ref in statement.item_refs] for one in notes]
    )
    for item in dict.fromkeys(item for cited in items for item in cited):
        policy.WORK.require(viewer, item)
    return items


def _require_fit(note: NoteInput) -> None:
    rules.require_said(note.title, field="title", longest=rules.LONGEST_TITLE)
    rules.require_statements(note.statements, yardstick())
    rules.require_said(note.innocent, field="innocent", longest=rules.LONGEST_TEXT)
    if len(note.gaps) > rules.LONGEST_TEXT:
        raise Incomplete("too_long", field="gaps")


class Written(NamedTuple):
    """A version to be written: of which note, the how manieth, what it says, and what it rests on."""

    note: Note
    number: int
    given: NoteInput
    items: Sequence[Item]


def _write_versions(viewer: Viewer, written: Sequence[Written]) -> None:
    versions = Version.unfiltered.bulk_create(
        Version(
            note=one.note,
            number=one.number,
            title=one.given.title.strip(),
            innocent=one.given.innocent.strip(),
            gaps=one.given.gaps.strip(),
            by_id=viewer.staff_id,
            at=viewer.now(),
        )
        for one in written
    )
    given = [
        (version, number, statement)
        for version, one in zip(versions, written, strict=True)
        for number, statement in enumerate(one.given.statements, start=1)
    ]
    statements = Statement.unfiltered.bulk_create(
        Statement(
            version=version,
            number=number,
            kind=statement.kind,
            text=statement.text.strip(),
            likelihood=statement.likelihood,
            confidence=statement.confidence,
        )
        for version, number, statement in given
    )
    keys = {item.ref: item.pk for one in written for item in one.items}
    cites = Statement.items.through
    cites.objects.bulk_create(
        cites(statement_id=made.pk, item_id=key)
        for made, (_, _, statement) in zip(statements, given, strict=True)
        for key in dict.fromkeys(keys[normalise(ref)] for ref in statement.item_refs)
    )
    Citation.unfiltered.bulk_create(
        (Citation(note=one.note, item=item) for one in written for item in one.items), ignore_conflicts=True
    )
    searchable.enter_versions(versions)


@transaction.atomic
def hand_to_governor(viewer: Viewer, note_ref: str) -> NoteValue:
    """Hand the last version of a note to the governor of its establishment, for decision. Its writer does that.

    This is not yet the release of a product, which takes two people and comes with approvals: the note stays inside
    the establishment, and only the governor who decides on it reads it. Raises `Incomplete` if it was handed before.
    """
    hand_all_to_governor(viewer, [note_ref])
    return _value(viewer, normalise(note_ref))


@transaction.atomic
def hand_all_to_governor(viewer: Viewer, note_refs: Sequence[str]) -> None:
    """Hand all these notes over, one entry each. Errors as for `hand_to_governor`, for the first of them."""
    if not note_refs:
        return
    notes = assembling.notes_by_ref(viewer, note_refs)
    versions = assembling.versions_for(viewer, notes)
    for note, version in zip(notes, versions, strict=True):
        policy.WORK.require(viewer, note)
        policy.WROTE.require(viewer, version)
    if _handings(versions=[one.pk for one in versions]):
        raise Incomplete("handed_before")
    require_head_cleared(viewer, notes)
    handings = Handing.unfiltered.bulk_create(
        Handing(note=note, version=version, by_id=viewer.staff_id, at=viewer.now())
        for note, version in zip(notes, versions, strict=True)
    )
    HandedTo.unfiltered.bulk_create(
        HandedTo(handing=handing, staff_id=staff)
        for handing, readers in zip(handings, _heads_who_read(viewer, notes), strict=True)
        for staff in readers
    )
    with together():
        for note, version in zip(notes, versions, strict=True):
            record(
                viewer,
                Operation.DISCLOSURE,
                note,
                reason=because("intelligence.note_handed_over", version=version.number),
                to=because("to.governor"),
            )


def require_head_cleared(viewer: Viewer, notes: Sequence[Note], *, also: str = "") -> None:
    """Somebody who decides there sees what lies in the compartments of each of these notes. Raises `Incomplete`.

    `also` is one in which something is about to lie on which each of them rests.
    """
    for note, closed in zip(notes, _compartments_of(notes).values(), strict=True):
        wanted = {one for one in (*closed, also) if one}
        if not wanted:
            continue
        heads = holders_of(viewer, Role.GOVERNOR, establishment_id=note.establishment_id)
        if not any(wanted <= one.compartments for one in heads):
            raise Incomplete("no_head_cleared")


def _compartments_of(notes: Sequence[Note]) -> dict[int, set[str]]:
    """In which compartments a note lies: the one in which it was written, and those of what it cites now."""
    found = {note.pk: {note.compartment} for note in notes}
    for note, compartment in _compartments_cited(notes=list(found)):
        found[note].add(compartment)
    return {key: closed - {""} for key, closed in found.items()}


@prepared
def _handings(*, versions: Collection[int]) -> QuerySet[Handing, int]:
    return Handing.unfiltered.filter(version__in=versions).values_list("pk", flat=True)[:1]


@prepared
def _compartments_cited(*, notes: Collection[int]) -> QuerySet[Citation, tuple[int, str]]:
    lies = Citation.unfiltered.filter(note__in=notes).exclude(item__compartment="")
    return lies.values_list("note_id", "item__compartment")


@prepared
def _lying_before(head: Viewer, *, notes: Collection[int]) -> QuerySet[Note, int]:
    """Those of these notes that this governor reads."""
    return Note.unfiltered.filter(policy.READ_HANDED.filter(head), pk__in=notes).values_list("pk", flat=True)


def _heads_who_read(viewer: Viewer, notes: Sequence[Note]) -> list[list[int]]:
    """For each of these notes the governors before whom it lies from now on, by name."""
    heads = {
        place: [
            replace(
                viewer, staff_id=one.id, staff_ref=one.ref, roles=frozenset({one.role}), compartments=one.compartments
            )
            for one in holders_of(viewer, Role.GOVERNOR, establishment_id=place)
        ]
        for place in {note.establishment_id for note in notes}
    }
    reads = {
        head.staff_id: set(_lying_before(head, notes=[note.pk for note in notes]))
        for some in heads.values()
        for head in some
    }
    return [
        list(dict.fromkeys(one.staff_id for one in heads[note.establishment_id] if note.pk in reads[one.staff_id]))
        for note in notes
    ]


def note_answered(viewer: Viewer, note_ref: str, *, answer: str, words: str = "") -> None:
    """Write down for the desk what the governor answered to a note: that it is acted on, or what more is asked for.

    The decision itself, with its grounds and measures, is the conference's and is not shown here.
    """
    notes_answered(viewer, {note_ref: (answer, words)})


def _answerable(viewer: Viewer, refs: Sequence[str]) -> list[Note]:
    """The notes that the viewer may answer, in the order given. Raises `Refused` for the first that is not one."""
    found = {one.ref: one for one in _to_be_answered(viewer, refs=refs)}
    for ref in refs:
        if ref not in found:
            note = assembling.notes_by_ref(viewer, [ref])[0]
            policy.ANSWER.require(viewer, note)
            raise Refused("no_such_record", note, exists=False)
    return [found[ref] for ref in refs]


@prepared
def _to_be_answered(viewer: Viewer, *, refs: Collection[str]) -> QuerySet[Note]:
    return Note.unfiltered.filter(policy.ANSWER.filter(viewer), ref__in=refs)


@transaction.atomic
def notes_answered(viewer: Viewer, answers: Mapping[str, tuple[str, str]]) -> None:
    """Write down what the governor answered to these notes: each with its answer, and words where more is asked for."""
    given = {normalise(ref): answer for ref, answer in answers.items()}
    notes = _answerable(viewer, list(given))
    Answer.unfiltered.bulk_create(
        Answer(
            note=note,
            version=version,
            answer=given[note.ref][0],
            words=given[note.ref][1].strip(),
            by_id=viewer.staff_id,
            at=viewer.now(),
        )
        for note, version in zip(notes, assembling.versions_for(viewer, notes), strict=True)
    )
    with together():
        for note in notes:
            record(
                viewer,
                Operation.ALTERATION,
                note,
                reason=because("intelligence.note_answered", answer=given[note.ref][0]),
            )
