"""Notes: written, rewritten, handed to the governor, answered.

Who may: intelligence officers posted to the establishment, analysts whose posting reaches it (policy.WORK).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.intelligence import assembling, policy, rules, searchable
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.inputs import StatementInput
from rapport.intelligence.models import Answer, Citation, Handing, Item, Note, Statement, Version
from rapport.intelligence.values import NoteValue
from rapport.intelligence.yardstick import yardstick
from rapport.ledger.acting import Operation
from rapport.ledger.references import normalise
from rapport.ledger.services import record


@transaction.atomic
def write_note(
    viewer: Viewer, *, title: str, statements: Sequence[StatementInput], innocent: str, gaps: str = ""
) -> NoteValue:
    """Write a note from items of one establishment. It lies before nobody until it is handed over.

    `innocent` says which innocent explanations were considered. Raises `Refused` for an item that the viewer may not
    see, `Incomplete` for what must be mended first.
    """
    items = _cited(viewer, statements)
    _require_fit(title, statements, innocent, gaps)
    establishments = {item.establishment_id for item in items}
    if len(establishments) > 1:
        raise Incomplete("several_establishments", field="statements")
    note = Note.unfiltered.create(
        **Note.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=items[0].service_id,
        establishment_id=items[0].establishment_id,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    version = _write_version(viewer, note, 1, title, statements, innocent, gaps, items)
    record(viewer, Operation.COMBINATION, note, *items, reason="note written")
    return assembling.note_value(viewer, note, version)


@transaction.atomic
def rewrite_note(
    viewer: Viewer, note_ref: str, *, title: str, statements: Sequence[StatementInput], innocent: str, gaps: str = ""
) -> NoteValue:
    """Add a version to a note. What a governor was handed stays before the governor until this one is handed over too.

    Errors as for `write_note`.
    """
    note = Note.objects.by_ref(viewer, note_ref, "establishment")
    policy.WORK.require(viewer, note)
    items = _cited(viewer, statements)
    _require_fit(title, statements, innocent, gaps)
    if {item.establishment_id for item in items} != {note.establishment_id}:
        raise Incomplete("several_establishments", field="statements")
    number = Version.unfiltered.filter(note=note).count() + 1
    version = _write_version(viewer, note, number, title, statements, innocent, gaps, items)
    record(viewer, Operation.COMBINATION, note, *items, reason=f"note rewritten: version {number}")
    return assembling.note_value(viewer, note, version)


def _cited(viewer: Viewer, statements: Sequence[StatementInput]) -> list[Item]:
    items = assembling.items_by_ref(viewer, [ref for statement in statements for ref in statement.item_refs])
    for item in items:
        policy.WORK.require(viewer, item)
    return items


def _require_fit(title: str, statements: Sequence[StatementInput], innocent: str, gaps: str) -> None:
    rules.require_said(title, field="title", longest=rules.LONGEST_TITLE)
    rules.require_statements(statements, yardstick())
    rules.require_said(innocent, field="innocent", longest=rules.LONGEST_TEXT)
    if len(gaps) > rules.LONGEST_TEXT:
        raise Incomplete("too_long", field="gaps")


def _write_version(
    viewer: Viewer,
    note: Note,
    number: int,
    title: str,
    statements: Sequence[StatementInput],
    innocent: str,
    gaps: str,
    items: Sequence[Item],
) -> Version:
    version = Version.unfiltered.create(
        note=note,
        number=number,
        title=title.strip(),
        innocent=innocent.strip(),
        gaps=gaps.strip(),
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    by_ref = {item.ref: item for item in items}
    for place, statement in enumerate(statements, start=1):
        made = Statement.unfiltered.create(
            version=version,
            number=place,
            kind=statement.kind,
            text=statement.text.strip(),
            likelihood=statement.likelihood,
            confidence=statement.confidence,
        )
        made.items.set([by_ref[ref] for ref in map(normalise, statement.item_refs)])
    Citation.unfiltered.bulk_create((Citation(note=note, item=item) for item in items), ignore_conflicts=True)
    searchable.enter_version(version)
    return version


@transaction.atomic
def hand_to_governor(viewer: Viewer, note_ref: str) -> NoteValue:
    """Hand the last version of a note to the governor of its establishment, for decision. Its writer does that.

    This is not yet the release of a product, which takes two people and comes with approvals: the note stays inside
    the establishment, and only the governor who decides on it reads it. Raises `Incomplete` if it was handed before.
    """
    note = Note.objects.by_ref(viewer, note_ref, "establishment")
    policy.WORK.require(viewer, note)
    version = assembling.version_for(viewer, note)
    policy.WROTE.require(viewer, version)
    if Handing.unfiltered.filter(version=version).exists():
        raise Incomplete("handed_before")
    Handing.unfiltered.create(note=note, version=version, by_id=viewer.staff_id, at=viewer.now())
    record(viewer, Operation.DISCLOSURE, note, reason=f"handed over: version {version.number}", to="governor")
    return assembling.note_value(viewer, note, assembling.version_for(viewer, note))


@transaction.atomic
def note_answered(viewer: Viewer, note_ref: str, *, answer: str, words: str = "") -> None:
    """Write down for the desk what the governor answered to a note: that it is acted on, or what more is asked for.

    The decision itself, with its grounds and measures, is the conference's and is not shown here.
    """
    note = Note.objects.by_ref(viewer, note_ref)
    policy.ANSWER.require(viewer, note)
    version = assembling.version_for(viewer, note)
    Answer.unfiltered.create(
        note=note, version=version, answer=answer, words=words.strip(), by_id=viewer.staff_id, at=viewer.now()
    )
    record(viewer, Operation.ALTERATION, note, reason=f"answered: {answer}")
