"""Making values from records. Nothing here is entered in the ledger: selectors and services enter what they answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from rapport.access.algebra import Refused
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.intelligence import origins, policy
from rapport.intelligence.choices import narrowest
from rapport.intelligence.models import Answer, Grade, Handing, Item, ItemTheme, Link, Naming, Note, Statement, Version
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


def items_by_ref(viewer: Viewer, refs: Sequence[str]) -> list[Item]:
    """The items of these references, each once, in the order given. Raises `Refused` for one that may not be seen."""
    wanted = list(dict.fromkeys(normalise(ref) for ref in refs))
    found = {item.ref: item for item in Item.objects.visible_to(viewer).filter(ref__in=wanted)}
    for ref in wanted:
        if ref not in found:
            raise Refused("no_such_record", *([("intelligence.item", ref)] if is_reference(ref) else []), exists=False)
    return [found[ref] for ref in wanted]


def told_by(items: Sequence[Item]) -> list[Heard]:
    """Where these items come from, and nothing else of them."""
    refs = dict(Item.unfiltered.filter(pk__in=[one.pk for one in items]).values_list("pk", "report__ref"))
    return [Heard(refs[one.pk], one.kind, one.origin) for one in items]


def naming(person_ids: Collection[int]) -> Exists:
    """Items that name one of these people."""
    return Exists(Naming.unfiltered.filter(item=OuterRef("pk"), person__in=person_ids))


def item_values(viewer: Viewer, items: QuerySet[Item]) -> list[ItemValue]:
    """Values of these items, in their order, with the people in them whom the viewer may see."""
    records = list(
        items.select_related("report", "by").prefetch_related(
            Prefetch("namings", Naming.unfiltered.all()),
            Prefetch("grades", Grade.unfiltered.filter(replaced_by__isnull=True).select_related("by")),
            Prefetch("themes", ItemTheme.unfiltered.order_by("pk")),
        )
    )
    people = register.people_of(viewer, {one.person_id for item in records for one in item.namings.all()})
    return [_item_value(item, people) for item in records]


def _item_value(item: Item, people: dict[int, PersonValue]) -> ItemValue:
    namings = {one.person_id: one for one in item.namings.all()}
    return ItemValue(
        ref=item.ref,
        report_ref=item.report.ref,
        establishment_id=item.establishment_id,
        kind=item.kind,
        origin=item.origin,
        text=item.text,
        grade=grade_value(next(iter(item.grades.all()))),
        obtained=item.obtained,
        necessity=item.necessity,
        themes=tuple(one.theme for one in item.themes.all()),
        people=tuple(
            NamedPerson(person=person, category=namings[key].category, grounds=namings[key].grounds)
            for key, person in people.items()
            if key in namings
        ),
        by_ref=item.by.ref,
        by_label=item.by.name,
        at=item.at,
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
    readable = Item.objects.visible_to(viewer).order_by("at", "pk")
    records = list(links.select_related("by").prefetch_related(Prefetch("items", readable)))
    people = register.people_of(viewer, {link.person_id for link in records})
    return [
        LinkValue(
            ref=link.ref,
            person=people[link.person_id],
            item_refs=tuple(item.ref for item in link.items.all()),
            reason=link.reason,
            by_label=link.by.name,
            at=link.at,
        )
        for link in records
        if link.person_id in people
    ]


def version_for(viewer: Viewer, note: Note) -> Version:
    """The version that this viewer reads: a governor the last one handed over, the desk the last one written."""
    version = readable(viewer).filter(note=note).order_by("number").last()
    if version is None:
        raise Refused("no_such_record", note, exists=False)
    return version


def readable(viewer: Viewer) -> QuerySet[Version]:
    """Every version that this viewer may read of a note that they may read: a governor those handed over."""
    versions = Version.unfiltered.select_related("by", "handing")
    return versions.filter(handing__isnull=False) if viewer.holds(Role.GOVERNOR) else versions


def note_value(viewer: Viewer, note: Note, version: Version) -> NoteValue:
    """A note in this version, with all it cites. Who may read the note may read the items that it cites."""
    statements = list(
        Statement.unfiltered.filter(version=version)
        .order_by("number")
        .prefetch_related(Prefetch("items", Item.unfiltered.order_by("at", "pk")))
    )
    cited = Item.unfiltered.filter(statements__version=version).distinct().order_by("at", "pk")
    items = item_values(viewer, cited.filter(policy.USABLE.filter(viewer)))
    answers = Answer.unfiltered.filter(note=note).select_related("version", "by")
    return NoteValue(
        id=note.pk,
        ref=note.ref,
        service_id=note.service_id,
        establishment_id=note.establishment_id,
        establishment_name=note.establishment.name,
        version=version.number,
        title=version.title,
        statements=tuple(_statement_value(one, {item.ref for item in items}) for one in statements),
        innocent=version.innocent,
        gaps=version.gaps,
        items=tuple(items),
        origins=origins.counted(items),
        reach=narrowest(item.grade.reach for item in items),
        by_ref=version.by.ref,
        by_label=version.by.name,
        at=version.at,
        handed_at=_handed_at(version),
        writer_refs=frozenset(Version.unfiltered.filter(note=note).values_list("by__ref", flat=True)),
        answers=tuple(_answer_value(one) for one in answers.order_by("at", "pk")),
    )


def _answer_value(one: Answer) -> AnswerValue:
    return AnswerValue(version=one.version.number, answer=one.answer, words=one.words, by_label=one.by.name, at=one.at)


def _statement_value(one: Statement, usable_refs: Collection[str]) -> StatementValue:
    """What rests on an item that may not be used any more says nothing any more."""
    cited = [item.ref for item in one.items.all()]
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
