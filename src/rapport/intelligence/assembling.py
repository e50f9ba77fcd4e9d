"""Making values from records. Nothing here is entered in the ledger: selectors and services enter what they answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from rapport.access.algebra import Refused
from rapport.access.compartments import cleared
from rapport.access.roles import Role
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.intelligence import origins, policy
from rapport.intelligence.choices import narrowest
from rapport.intelligence.grading import Scheme, scheme_in_use, schemes
from rapport.intelligence.models import (
    Answer,
    Grade,
    Handing,
    Item,
    ItemTheme,
    Link,
    Naming,
    Note,
    SchemeChoice,
    Statement,
    Version,
)
from rapport.intelligence.rules import Heard
from rapport.intelligence.values import (
    AnswerValue,
    GradeValue,
    ItemValue,
    LinkValue,
    NamedPerson,
    NoteLine,
    NoteValue,
    StatementValue,
)
from rapport.ledger.references import is_reference, normalise
from rapport.register import selectors as register
from rapport.register.values import PersonValue

NEWEST_FIRST = ("-at", "-pk")


def scheme_of(establishment_id: int) -> Scheme:
    """The scheme by which an establishment grades: the one that two people allowed last, or the house's own."""
    return schemes().get(next(iter(_chosen_last(establishment=establishment_id)), ""), scheme_in_use())


@prepared
def _chosen_last(*, establishment: int) -> QuerySet[SchemeChoice, str]:
    chosen = SchemeChoice.unfiltered.filter(establishment_id=establishment, chosen_at__isnull=False)
    return chosen.order_by("-chosen_at", "-pk").values_list("scheme", flat=True)[:1]


def items_by_ref(viewer: Viewer, refs: Sequence[str]) -> list[Item]:
    """The items of these references, each once, in the order given. Raises `Refused` for one that may not be seen."""
    return items_of_each(viewer, [refs])[0]


def items_of_each(viewer: Viewer, sets: Sequence[Sequence[str]]) -> list[list[Item]]:
    """The same for each of these sets of references, in one question however many they are."""
    wanted = [list(dict.fromkeys(normalise(ref) for ref in refs)) for refs in sets]
    among = {ref for refs in wanted for ref in refs}
    if not among:
        return [[] for _ in wanted]
    found = {item.ref: item for item in _readable_items(viewer, refs=among)}
    for refs in wanted:
        for ref in refs:
            if ref not in found:
                about = [("intelligence.item", ref)] if is_reference(ref) else []
                raise Refused("no_such_record", *about, exists=False)
    return [[found[ref] for ref in refs] for refs in wanted]


@prepared
def _readable_items(viewer: Viewer, *, refs: Collection[str]) -> QuerySet[Item]:
    return Item.objects.visible_to(viewer).filter(ref__in=refs)


def told_by_each(sets: Sequence[Sequence[Item]]) -> list[list[Heard]]:
    """Where the items of each of these sets come from, and nothing else of them."""
    keys = {one.pk for items in sets for one in items}
    refs = dict(_reports_of(items=keys))
    return [[Heard(refs[one.pk], one.kind, one.origin) for one in items] for items in sets]


@prepared
def _reports_of(*, items: Collection[int]) -> QuerySet[Item, tuple[int, str]]:
    return Item.unfiltered.filter(pk__in=items).values_list("pk", "report__ref")


def naming(person_ids: Collection[int]) -> Exists:
    """Items that name one of these people."""
    return Exists(Naming.unfiltered.filter(item=OuterRef("pk"), person__in=person_ids))


def item_values(viewer: Viewer, items: QuerySet[Item]) -> list[ItemValue]:
    """Values of these items, in their order, with the people in them whom the viewer may see."""
    return values_of_items(viewer, list(items.select_related("report", "by")))


def values_of_items(viewer: Viewer, records: Sequence[Item]) -> list[ItemValue]:
    """The same of records that were read with their reports and makers."""
    if not records:
        return []
    keys = [item.pk for item in records]
    beside: dict[int, _Beside] = defaultdict(_Beside)
    for naming in _namings(items=keys):
        beside[naming.item_id].namings[naming.person_id] = naming
    for grade in _grades(items=keys):
        beside[grade.item_id].grade = grade
    for laid in _themes(items=keys):
        beside[laid.item_id].themes.append(laid.theme)
    people = register.people_of(viewer, {key for one in beside.values() for key in one.namings})
    labels: dict[str, str] = {}
    if any(item.compartment for item in records):
        labels = {one.ref: one.label for one in cleared(viewer)}
    return [_item_value(item, beside[item.pk], people, labels.get(item.compartment, "")) for item in records]


class _Beside:
    """What belongs to an item: who is named in it, the grade that holds, its themes."""

    def __init__(self) -> None:
        self.namings: dict[int, Naming] = {}
        self.grade: Grade | None = None
        self.themes: list[str] = []


@prepared
def _namings(*, items: Collection[int]) -> QuerySet[Naming]:
    return Naming.unfiltered.filter(item__in=items)


@prepared
def _grades(*, items: Collection[int]) -> QuerySet[Grade]:
    return Grade.unfiltered.filter(replaced_by__isnull=True, item__in=items).select_related("by")


@prepared
def _themes(*, items: Collection[int]) -> QuerySet[ItemTheme]:
    return ItemTheme.unfiltered.filter(item__in=items).order_by("pk")


def _item_value(item: Item, beside: _Beside, people: dict[int, PersonValue], compartment: str) -> ItemValue:
    if beside.grade is None:
        raise LookupError(f"{item.ref} has no grade that holds")
    return ItemValue(
        ref=item.ref,
        report_ref=item.report.ref,
        establishment_id=item.establishment_id,
        kind=item.kind,
        origin=item.origin,
        text=item.text,
        grade=grade_value(beside.grade),
        obtained=item.obtained,
        necessity=item.necessity,
        themes=tuple(beside.themes),
        people=tuple(
            NamedPerson(person=person, category=beside.namings[key].category, grounds=beside.namings[key].grounds)
            for key, person in people.items()
            if key in beside.namings
        ),
        by_ref=item.by.ref,
        by_label=item.by.name,
        happened_at=item.report.happened_at,
        at=item.at,
        compartment=compartment,
    )


def grade_value(one: Grade) -> GradeValue:
    """A grade with its date, and with what changed where it replaced another."""
    return GradeValue(
        scheme_id=one.scheme,
        source=one.source,
        source_reason=one.source_reason,
        information=one.information,
        information_reason=one.information_reason,
        handling=one.handling,
        conditions=one.conditions,
        reach=one.reach,
        why=one.why,
        by_label=one.by.name,
        at=one.at,
    )


def entries_of(items: Iterable[ItemValue]) -> list[tuple[str, str]]:
    """How the ledger names these items and the people that they show, each once."""
    shown = list(items)
    people = sorted({named.person.entry for item in shown for named in item.people})
    return [*(("intelligence.item", item.ref) for item in shown), *people]


def link_values(viewer: Viewer, links: QuerySet[Link]) -> list[LinkValue]:
    """Values of these links, through people whom the viewer may see, with those of their items that are usable."""
    records = list(links.select_related("by"))
    people = register.people_of(viewer, {link.person_id for link in records})
    held = held_by_each(viewer, {link.pk: link.person_id for link in records})
    return [
        LinkValue(
            ref=link.ref,
            person=people[link.person_id],
            item_refs=held[link.pk],
            reason=link.reason,
            by_label=link.by.name,
            at=link.at,
        )
        for link in records
        if link.person_id in people and held[link.pk]
    ]


def held_by_each(viewer: Viewer, links: Mapping[int, int]) -> dict[int, tuple[str, ...]]:
    """The items of each link (its key, and its person's) that name its person, under whichever of their records, as
    these are judged today, and that the viewer may read.

    A link of which one item would be left by a judgement that was taken back holds nothing together any more.
    """
    if not links:
        return {}
    records = register.records_of_each(viewer, set(links.values()))
    readable: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for link, item, ref in _items_of_links(viewer, links=list(links)):
        readable[link].append((item, ref))
    named = set(named_in(items={item for some in readable.values() for item, _ in some}))
    held = {
        link: tuple(ref for item, ref in readable[link] if any((item, key) in named for key in records[person]))
        for link, person in links.items()
    }
    apart = {link for link, refs in held.items() if len(refs) < 2 and len(refs) < len(readable[link])}
    return {link: () if link in apart else refs for link, refs in held.items()}


@prepared
def _items_of_links(viewer: Viewer, *, links: Collection[int]) -> QuerySet[Any, tuple[int, int, str]]:
    """(link, item, reference of the item), in their order."""
    found = Link.items.through.objects.filter(link__in=links, item__in=Item.objects.visible_to(viewer).values("pk"))
    return found.order_by("item__at", "item").values_list("link", "item", "item__ref")


@prepared
def named_in(*, items: Collection[int]) -> QuerySet[Naming, tuple[int, int]]:
    """(item, person) for each who is named in one of these items."""
    return Naming.unfiltered.filter(item__in=items).values_list("item_id", "person_id")


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
