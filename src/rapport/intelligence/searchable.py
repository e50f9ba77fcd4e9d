"""What this room tells the search of its items and notes: by whom they are seen, what they are found and chosen by.

A note is entered version by version: a governor finds the one that was handed over by its own words, and none by the
words of a later one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.intelligence import assembling
from rapport.intelligence.grading import SPOKEN, said_in
from rapport.intelligence.models import Grade, Item, ItemTheme, Naming, Note, Statement, Version
from rapport.intelligence.themes import theme, themes
from rapport.interface.addresses import address
from rapport.register import selectors as register
from rapport.reporting.kinds import LEFT_THE_PRISON
from rapport.search import services as search
from rapport.search.days import between
from rapport.search.kinds import Bounds, Fact, Hit, Indexing, Part, Record, Wanted

ITEM, NOTE = "intelligence.item", "intelligence.note"
WITHDRAWN = Q(report__events__kind__in=LEFT_THE_PRISON)
"""Made of a report that the desk sent out of the prison."""


class Items:
    """See `rapport.search.kinds.Answers`."""

    def visible(self, viewer: Viewer, wanted: Wanted) -> QuerySet[Item]:
        """By the place of the report, by when it happened, by theme, by the grade as it is shown."""
        found = Item.objects.visible_to(viewer)
        for name, code in wanted.facets.items():
            if name == "place":
                here = Q(report__place__ref=code) | Q(report__place__parent__ref=code)
                found = found.filter(here | Q(report__place__parent__parent__ref=code))
            elif name == "grade":
                source, _between, information = code.partition("-")
                stands = Grade.unfiltered.filter(item=OuterRef("pk"), replaced_by__isnull=True)
                found = found.filter(Exists(stands.filter(source=source, information=information)))
            elif name == "theme" and code in themes():
                about = ItemTheme.unfiltered.filter(item=OuterRef("pk"), theme__startswith=f"{code}@")
                found = found.filter(Exists(about))
            else:
                return found.none()
        return between(found, wanted, "report__happened_at")

    def marked(self, wanted: Wanted) -> tuple[tuple[str, str], ...]:
        """All of them."""
        return tuple(wanted.facets.items())

    def never_marked(self, wanted: Wanted) -> tuple[tuple[str, str], ...]:  # noqa: ARG002
        """Nothing."""
        return ()

    def bounds(self, viewer: Viewer) -> Bounds:
        """Items are their establishments' desks' and analysts'."""
        return Bounds(viewer.establishments)

    def facts(self, viewer: Viewer, keys: Sequence[int]) -> list[Fact]:
        """Place, themes and grade."""
        stands = Grade.unfiltered.filter(item__in=keys, replaced_by__isnull=True)
        rows = stands.values_list("item_id", "item__at", "item__report__place_id", "source", "information")
        found = list(rows)
        places = register.places_to_pick(viewer, {place for _key, _at, place, _s, _i in found if place is not None})
        about: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for item, stored in ItemTheme.unfiltered.filter(item__in=keys).order_by("pk").values_list("item_id", "theme"):
            if known := theme(stored):
                about[item].append((known.code, said_in(known.words, get_language() or SPOKEN)))
        return [
            Fact(
                key,
                at,
                {
                    **({"place": places[place]} if place in places else {}),
                    "grade": (f"{source}-{information}", f"{source}{information}"),
                },
                tuple(about[key]),
            )
            for key, at, place, source, information in found
        ]

    def hits(self, viewer: Viewer, keys: Sequence[int]) -> list[Hit]:
        """The sanitised words with their grade and handling code."""
        values = assembling.item_values(viewer, Item.objects.visible_to(viewer).filter(pk__in=keys))
        return [
            Hit(
                kind=ITEM,
                ref=one.ref,
                happened_at=one.happened_at,
                at=one.at,
                address=address("intelligence:item", one.ref),
                label=_("Item"),
                parts=(Part("", one.text),),
                notes=(
                    *filter(None, (f"{one.grade.source}{one.grade.information}", one.grade.handling)),
                    *((_("only in %(label)s") % {"label": one.compartment},) if one.compartment else ()),
                    *(named.person.label for named in one.people),
                ),
                entries=tuple(assembling.entries_of([one])),
            )
            for one in values
        ]

    def everything(self) -> Iterator[Indexing]:
        """Oldest first."""
        rows = Item.unfiltered.exclude(WITHDRAWN).order_by("at", "pk").iterator(chunk_size=1_000)
        for some in search.pieces(rows):
            yield from _items(some)


class Notes:
    """See `rapport.search.kinds.Answers`. The records are versions."""

    def visible(self, viewer: Viewer, wanted: Wanted) -> QuerySet[Version]:
        """The one version of each note that this viewer reads."""
        if wanted.facets:
            return Version.unfiltered.none()
        readable = assembling.readable(viewer)
        notes = Note.objects.visible_to(viewer).filter(pk=OuterRef("note_id"))
        later = readable.filter(note=OuterRef("note_id"), number__gt=OuterRef("number"))
        return between(readable.filter(Exists(notes), ~Exists(later)), wanted, "at")

    def marked(self, wanted: Wanted) -> tuple[tuple[str, str], ...]:  # noqa: ARG002
        """None: a note is chosen by its kind and time alone."""
        return ()

    def never_marked(self, wanted: Wanted) -> tuple[tuple[str, str], ...]:  # noqa: ARG002
        """Nothing."""
        return ()

    def bounds(self, viewer: Viewer) -> Bounds:
        """Notes are their establishments'."""
        return Bounds(viewer.establishments)

    def facts(self, viewer: Viewer, keys: Sequence[int]) -> list[Fact]:  # noqa: ARG002
        """A note is chosen by its kind and time alone."""
        return [Fact(key, at, {}) for key, at in Version.unfiltered.filter(pk__in=keys).values_list("pk", "at")]

    def hits(self, viewer: Viewer, keys: Sequence[int]) -> list[Hit]:
        """Title and statements."""
        found = self.visible(viewer, Wanted()).filter(pk__in=keys).select_related("note")
        said: dict[int, list[str]] = defaultdict(list)
        for version, text in _usable().filter(version__in=keys).order_by("number").values_list("version_id", "text"):
            said[version].append(text)
        return [
            Hit(
                kind=NOTE,
                ref=one.note.ref,
                happened_at=one.at,
                at=one.at,
                address=address("intelligence:note", one.note.ref),
                label=_("Note"),
                parts=(Part("", one.title), *(Part("", text) for text in said[one.pk])),
                notes=(),
                entries=((NOTE, one.note.ref),),
            )
            for one in found
        ]

    def everything(self) -> Iterator[Indexing]:
        """Oldest first."""
        for one in Version.unfiltered.select_related("note").order_by("at", "pk"):
            yield _note(one)


def enter_items(items: Sequence[Item]) -> None:
    """Enter items that were made in the index."""
    search.index_many(ITEM, _items(items))


def enter_again(item: Item) -> None:
    """Enter an item anew that has another grade, names somebody more, or lies elsewhere now.

    A note bears the compartment in which it was written; that it rests on the item its rule finds.
    """
    search.index_again(ITEM, _items([item]))


def enter_without(items: Sequence[Item], namings: Collection[int]) -> None:
    """Enter items anew that do not name these any more: rows that are about to go."""
    search.index_again(ITEM, _items(items, without=namings))


def enter_versions(versions: Sequence[Version]) -> None:
    """Enter versions of notes that were written in the index."""
    search.index_many(NOTE, _notes(versions))


def withdraw(report_id: int) -> None:
    """Let nothing be found by what was made of a report that left the prison."""
    for key in Item.unfiltered.filter(report_id=report_id).values_list("pk", flat=True):
        search.forget(ITEM, key)
    for version in Version.unfiltered.filter(statements__items__report_id=report_id).select_related("note").distinct():
        one = _note(version)
        search.index(NOTE, one)


def _usable() -> QuerySet[Statement]:
    """Statements that rest on nothing that may not be used any more."""
    gone = Item.unfiltered.filter(WITHDRAWN, statements=OuterRef("pk"))
    return Statement.unfiltered.filter(~Exists(gone))


def _items(items: Sequence[Item], *, without: Collection[int] = ()) -> Iterator[Indexing]:
    named: dict[int, list[int]] = defaultdict(list)
    keys = [one.pk for one in items]
    for key, item, person in _namings(items=keys):
        if key not in without:
            named[item].append(person)
    chosen: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for item, stored in _themes(items=keys):
        chosen[item].append(("theme", stored.partition("@")[0]))
    for item, source, information in _grades(items=keys):
        chosen[item].append(("grade", f"{source}-{information}"))
    for item, *refs in _places(items=keys):
        chosen[item] += [("place", ref) for ref in refs if ref]
    for one in items:
        record = Record(one.pk, one.ref, one.service_id, one.establishment_id, one.by_id, one.compartment)
        yield Indexing(record, (one.text,), tuple(named[one.pk]), tuple(chosen[one.pk]))


@prepared
def _namings(*, items: Collection[int]) -> QuerySet[Naming, tuple[int, int, int]]:
    return Naming.unfiltered.filter(item__in=items).values_list("pk", "item_id", "person_id")


@prepared
def _themes(*, items: Collection[int]) -> QuerySet[ItemTheme, tuple[int, str]]:
    return ItemTheme.unfiltered.filter(item__in=items).values_list("item_id", "theme")


@prepared
def _grades(*, items: Collection[int]) -> QuerySet[Grade, tuple[int, str, str]]:
    stands = Grade.unfiltered.filter(item__in=items, replaced_by__isnull=True)
    return stands.values_list("item_id", "source", "information")


@prepared
def _places(*, items: Collection[int]) -> QuerySet[Item, tuple[Any, ...]]:
    """(item, the place that its report is about, and those that it lies in, from within)."""
    steps = ("report__place__ref", "report__place__parent__ref", "report__place__parent__parent__ref")
    return Item.unfiltered.filter(pk__in=items).values_list("pk", *steps)


@prepared
def _said_in(*, versions: Collection[int]) -> QuerySet[Statement, tuple[int, str]]:
    return _usable().filter(version__in=versions).values_list("version_id", "text")


@prepared
def _named_in(*, versions: Collection[int]) -> QuerySet[Naming, tuple[int, int]]:
    """(version, person whom an item names on which it rests)."""
    namings = Naming.unfiltered.filter(item__statements__version__in=versions)
    usable = namings.exclude(item__report__events__kind__in=LEFT_THE_PRISON)
    return usable.values_list("item__statements__version_id", "person_id").distinct()


def _notes(versions: Sequence[Version]) -> Iterator[Indexing]:
    keys = [one.pk for one in versions]
    said: dict[int, list[str]] = defaultdict(list)
    for version, text in _said_in(versions=keys):
        said[version].append(text)
    named: dict[int, set[int]] = defaultdict(set)
    for version, person in _named_in(versions=keys):
        named[version].add(person)
    for one in versions:
        note = one.note
        yield Indexing(
            Record(one.pk, note.ref, note.service_id, note.establishment_id, one.by_id, note.compartment),
            (one.title, one.innocent, one.gaps, *said[one.pk]),
            tuple(sorted(named[one.pk])),
        )


def _note(one: Version) -> Indexing:
    return next(_notes([one]))
