"""Notes in the version that somebody reads, with what they say and the items on which they rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from rapport.access.algebra import Refused
from rapport.access.roles import Role
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.intelligence import origins, policy
from rapport.intelligence.assembling.items import values_of_items
from rapport.intelligence.choices import narrowest
from rapport.intelligence.models import Answer, Handing, Item, Note, Statement, Version
from rapport.intelligence.values import AnswerValue, NoteLine, NoteValue, StatementValue
from rapport.ledger.references import is_reference, normalise


def notes_by_ref(viewer: Viewer, refs: Sequence[str]) -> list[Note]:
    """The notes of these references, each once, in the order given. Raises `Refused` for one that may not be seen."""
    wanted = list(dict.fromkeys(normalise(ref) for ref in refs))
    found = {one.ref: one for one in _readable_notes(viewer, refs=wanted)}
    for ref in wanted:
        if ref not in found:
            raise Refused("no_such_record", *([("intelligence.note", ref)] if is_reference(ref) else []), exists=False)
    return [found[ref] for ref in wanted]


@prepared
def _readable_notes(viewer: Viewer, *, refs: Collection[str]) -> QuerySet[Note]:
    return Note.objects.visible_to(viewer).filter(ref__in=refs).select_related("establishment")


def version_for(viewer: Viewer, note: Note) -> Version:
    """The version that this viewer reads: a governor the last one handed over, the desk the last one written."""
    return versions_for(viewer, [note])[0]


def versions_for(viewer: Viewer, notes: Sequence[Note]) -> list[Version]:
    """The same for each of these notes. Raises `Refused` for one of which there is none to read."""
    read = {version.note_id: version for version in _versions(viewer, notes=[note.pk for note in notes])}
    for note in notes:
        if note.pk not in read:
            raise Refused("no_such_record", note, exists=False)
    return [read[note.pk] for note in notes]


@prepared
def _versions(viewer: Viewer, *, notes: Collection[int]) -> QuerySet[Version]:
    return readable(viewer).filter(note__in=notes).order_by("number")


def readable(viewer: Viewer) -> QuerySet[Version]:
    """Every version that this viewer may read of a note that they may read: a governor those handed over."""
    versions = Version.unfiltered.select_related("by", "handing")
    return versions.filter(handing__isnull=False) if viewer.holds(Role.GOVERNOR) else versions


def note_value(viewer: Viewer, note: Note, version: Version) -> NoteValue:
    """A note in this version, with all it cites. Who may read the note may read the items that it cites."""
    return note_values(viewer, [(note, version)])[0]


def note_values(viewer: Viewer, pairs: Sequence[tuple[Note, Version]]) -> list[NoteValue]:
    """The same for each of these notes, in as many questions as for one."""
    notes, versions = [note.pk for note, _ in pairs], [version.pk for _, version in pairs]
    statements: dict[int, list[Statement]] = defaultdict(list)
    for one in _statements(versions=versions):
        statements[one.version_id].append(one)
    cited: dict[int, list[str]] = defaultdict(list)
    for statement, ref in _cited(versions=versions):
        cited[statement].append(ref)
    usable = values_of_items(viewer, _usable_in(viewer, versions=versions))
    cited_in = [{ref for one in statements[version] for ref in cited[one.pk]} for version in versions]
    items = [[item for item in usable if item.ref in refs] for refs in cited_in]
    writers: dict[int, set[str]] = defaultdict(set)
    for note_id, writer in _writers(notes=notes):
        writers[note_id].add(writer)
    answers: dict[int, list[AnswerValue]] = defaultdict(list)
    for answer in _answers(notes=notes):
        answers[answer.note_id].append(_answer_value(answer))
    return [
        NoteValue(
            id=note.pk,
            ref=note.ref,
            service_id=note.service_id,
            establishment_id=note.establishment_id,
            establishment_name=note.establishment.name,
            version=version.number,
            title=version.title,
            statements=tuple(
                _statement_value(one, cited[one.pk], {item.ref for item in mine}) for one in statements[version.pk]
            ),
            innocent=version.innocent,
            gaps=version.gaps,
            items=tuple(mine),
            origins=counted,
            reach=narrowest(item.grade.reach for item in mine),
            by_ref=version.by.ref,
            by_label=version.by.name,
            at=version.at,
            handed_at=_handed_at(version),
            writer_refs=frozenset(writers[note.pk]),
            answers=tuple(answers[note.pk]),
        )
        for (note, version), mine, counted in zip(pairs, items, origins.counted_each(items), strict=True)
    ]


@prepared
def _statements(*, versions: Collection[int]) -> QuerySet[Statement]:
    return Statement.unfiltered.filter(version__in=versions).order_by("number")


@prepared
def _cited(*, versions: Collection[int]) -> QuerySet[Any, tuple[int, str]]:
    """(statement, reference of an item that it cites), in the order of the items."""
    rests = Statement.items.through.objects.filter(statement__version__in=versions)
    return rests.order_by("item__at", "item").values_list("statement_id", "item__ref")


@prepared
def _usable_in(viewer: Viewer, *, versions: Collection[int]) -> QuerySet[Item]:
    """Items on which these versions rest and that the viewer may use, each once."""
    on = Item.unfiltered.filter(statements__version__in=versions).distinct().order_by("at", "pk")
    return on.filter(policy.USABLE.filter(viewer)).select_related("report", "by")


@prepared
def _writers(*, notes: Collection[int]) -> QuerySet[Version, tuple[int, str]]:
    return Version.unfiltered.filter(note__in=notes).values_list("note_id", "by__ref")


@prepared
def _answers(*, notes: Collection[int]) -> QuerySet[Answer]:
    return Answer.unfiltered.filter(note__in=notes).select_related("version", "by").order_by("at", "pk")


def _answer_value(one: Answer) -> AnswerValue:
    return AnswerValue(version=one.version.number, answer=one.answer, words=one.words, by_label=one.by.name, at=one.at)


def _statement_value(one: Statement, cited: Sequence[str], usable_refs: Collection[str]) -> StatementValue:
    """What rests on an item that may not be used any more says nothing any more."""
    kept = tuple(ref for ref in cited if ref in usable_refs)
    withdrawn = len(kept) < len(cited)
    return StatementValue(
        number=one.number,
        kind=one.kind,
        text="" if withdrawn else one.text,
        likelihood="" if withdrawn else one.likelihood,
        confidence="" if withdrawn else one.confidence,
        item_refs=kept,
        withdrawn=withdrawn,
    )


def _handed_at(version: Version) -> datetime | None:
    handing = getattr(version, "handing", None)
    return handing.at if isinstance(handing, Handing) else None


def note_lines(viewer: Viewer, notes: Iterable[Note]) -> list[NoteLine]:
    """Notes as lines of a list, each in the version that this viewer reads."""
    listed = list(notes)
    read = {version.note_id: version for version in readable(viewer).filter(note__in=listed).order_by("number")}
    given = Answer.unfiltered.filter(version__in=read.values()).order_by("at", "pk").values_list("version_id", "answer")
    last = dict(given)
    return [_note_line(note, one, last.get(one.pk, "")) for note in listed if (one := read.get(note.pk)) is not None]


def _note_line(note: Note, version: Version, answer: str) -> NoteLine:
    return NoteLine(
        id=note.pk,
        ref=note.ref,
        version=version.number,
        title=version.title,
        by_ref=version.by.ref,
        by_label=version.by.name,
        at=version.at,
        handed_at=_handed_at(version),
        answer=answer,
    )
