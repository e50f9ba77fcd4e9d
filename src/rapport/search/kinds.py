"""What rooms declare and what they answer: kinds of records, people as entities, facets, hits."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from django.apps import apps
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

if TYPE_CHECKING:  # apps.py declares with these before there are any models
    from rapport.access.viewers import Viewer


@dataclass(frozen=True)
class Wanted:
    """What a search is narrowed to: facet → code, and the days from and until which it looks."""

    facets: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Bounds:
    """What a viewer's rule can reach at most: records of these establishments, or made by this member of staff.

    None means that the rule is not narrower than the prison service. Too wide costs time; too narrow would lose
    records.
    """

    establishments: frozenset[int] | None = None
    staff: int | None = None


@dataclass(frozen=True)
class Fact:
    """What one record is chosen by: its moment, facet → (code, label) for those that it has, and its themes likewise,
    of which there may be several.
    """

    key: int
    at: datetime
    facets: Mapping[str, tuple[str, str]]
    themes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Part:
    """A text of a record under the name that it has on its page: what was seen is never mixed with what was told."""

    label: str
    text: str


@dataclass(frozen=True)
class Hit:
    """One record as it is listed. `entries` is what the ledger keeps of showing it, itself first.

    `happened_at` is when what it tells was seen or told, by which days narrow a search; `at` when it came in, by which
    hits are in order.
    """

    kind: str
    ref: str
    happened_at: datetime
    at: datetime
    address: str
    label: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Named:
    """Somebody whom a word of the search may mean."""

    key: int
    ref: str
    label: str
    detail: str
    address: str
    entry: tuple[str, str]


@dataclass(frozen=True)
class Record:
    """What the index needs to know of a record: its keys, where it belongs, which member of staff made it, and the
    compartment in which it lies, if any.
    """

    pk: int
    ref: str
    service_id: int
    establishment_id: int
    made_by: int
    compartment: str = ""


@dataclass(frozen=True)
class Indexing:
    """A record with what it is found by: texts, the people whom it names, and facet and code of what it may be chosen
    by as long as nothing is entered anew.
    """

    record: Record
    texts: tuple[str, ...]
    people: tuple[int, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()


class Answers(Protocol):
    """What a room says of one kind of record."""

    def visible(self, viewer: Viewer, wanted: Wanted) -> QuerySet[Any]:
        """The records of this kind that the viewer may see, narrowed; `objects.visible_to(viewer)` and nothing
        wider.
        """

    def bounds(self, viewer: Viewer) -> Bounds:
        """See `Bounds`."""

    def marked(self, wanted: Wanted) -> tuple[tuple[str, str], ...]:
        """Those of the wanted facets which stand in the entry of every record that they choose."""

    def never_marked(self, wanted: Wanted) -> tuple[tuple[str, str], ...]:
        """What stands in the entry of no record that the wanted facets choose."""

    def facts(self, viewer: Viewer, keys: Sequence[int]) -> list[Fact]:
        """What these visible records are chosen by, in any order."""

    def hits(self, viewer: Viewer, keys: Sequence[int]) -> list[Hit]:
        """These visible records as they are listed, in any order. The search enters them in the ledger."""

    def everything(self) -> Iterator[Indexing]:
        """All records of this kind, oldest first."""


class Entities(Protocol):
    """What a room says of the people it knows."""

    def meant(self, viewer: Viewer, words: Sequence[str], *, most: int) -> Mapping[str, frozenset[int]]:
        """For each word the keys of visible people of whose name it is a part; at most so many for each."""

    def named(self, viewer: Viewer, keys: Collection[int], *, most: int) -> list[Named]:
        """These visible people, at most so many, in the order of the alphabet. The search enters them in the ledger."""


@dataclass(frozen=True)
class Searchable:
    """A kind of record that can be searched; `answers` is where its `Answers` is.

    `rows` names the model whose keys the index holds, where that is not the kind itself: a note's versions.
    """

    kind: str
    label: str | Promise
    answers: str
    order: int = 50
    rows: str = ""


@dataclass(frozen=True)
class People:
    """Where a room's `Entities` is."""

    kind: str
    answers: str


def searchable() -> list[Searchable]:
    """Every kind that the rooms declare, in the order in which they ask to stand."""
    found: list[Searchable] = [one for room in apps.get_app_configs() for one in getattr(room, "searchable", ())]
    return sorted(found, key=lambda one: one.order)


def people() -> list[People]:
    """Whatever the rooms declare of the people they know."""
    return [one for room in apps.get_app_configs() for one in getattr(room, "entities", ())]


@cache
def answers(path: str) -> Any:
    """The `Answers` or `Entities` at this path."""
    return import_string(path)()
