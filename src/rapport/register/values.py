"""What leaves the room: values in the reader's language, never a record.

`id` is for the foreign keys of rooms above; what goes outside is `ref`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from rapport.access.jobs import JobValue
from rapport.access.legal import WhyKept
from rapport.register.planning import Planned


@dataclass(frozen=True)
class PersonValue:
    """Somebody as an officer would say who: "V. Lasko", the cell's number, a nickname."""

    id: int
    ref: str
    label: str
    cell: str
    nickname: str
    number: str
    establishment: str = ""
    wing: str = ""

    @property
    def entry(self) -> tuple[str, str]:
        """How the ledger names this person."""
        return ("register.person", self.ref)


@dataclass(frozen=True)
class OtherNameValue:
    """Another name by which somebody is known. `person_ref` is the record under which it was noted."""

    ref: str
    kind: str
    label: str
    written: str


@dataclass(frozen=True)
class PlacementValue:
    """Where somebody slept, from when to when; `place_ref` of the cell, `within` its landing and wing."""

    place_ref: str
    label: str
    within: str
    establishment: str
    starts: datetime
    ends: datetime | None


@dataclass(frozen=True)
class SameValue:
    """A judgement that two records are one person's, seen from one of them; `other` is the other record."""

    ref: str
    other: PersonValue
    reason: str
    at: datetime
    ended_at: datetime | None
    ended_because: str
    kept: bool


@dataclass(frozen=True)
class RecordLine:
    """What one record says of somebody: its number and how the name is written there."""

    ref: str
    number: str
    latin: str
    cyrillic: str


@dataclass(frozen=True)
class PersonFile:
    """A person's page: the person, and all records that are judged to be of the same one, read together.

    `may` says what the viewer may do: `keep` (names), `tie` (associations), `judge` (that two records are one),
    `move`.
    """

    person: PersonValue
    establishment: str
    establishment_ref: str
    records: tuple[RecordLine, ...]
    other_names: tuple[OtherNameValue, ...]
    legal_status: str
    sentence_ends: date | None
    expected_release: date | None
    placements: tuple[PlacementValue, ...]
    associations: tuple[AssociationValue, ...]
    same: tuple[SameValue, ...]
    may: frozenset[str]
    kept: WhyKept


@dataclass(frozen=True)
class ProtectedValue:
    """Somebody in a protected role: counsel, pastoral care, care, inspection, complaints."""

    ref: str
    office: str
    label: str
    name: str
    name_cyrillic: str
    where: str
    starts: date
    ends: date | None


@dataclass(frozen=True)
class PlacePage:
    """A place with what lies in it, and who sleeps there now. `above` are the places around it, the widest first."""

    place: PlaceValue | None
    establishment: str
    establishment_ref: str
    region: str
    above: tuple[PlaceValue, ...]
    within: tuple[PlaceValue, ...]
    people: tuple[PersonValue, ...]
    held: Mapping[str, int]


@dataclass(frozen=True)
class AssociationValue:
    """Two people who associate, or are to be kept apart. `due` when the day to decide again has come."""

    ref: str
    kind: str
    people: tuple[PersonValue, PersonValue]
    reason: str
    at: datetime
    review_on: date
    due: bool


@dataclass(frozen=True)
class PlaceValue:
    """A place, named in the reader's language, with its rectangle on the plan. `within` is its parent's reference."""

    id: int
    ref: str
    label: str
    kind: str
    number: str
    within: str
    protected: bool
    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True)
class WingPlan:
    """A plan to draw: its size in its own units, and the places that have a rectangle, larger ones first."""

    width: int
    height: int
    places: tuple[PlaceValue, ...]


@dataclass(frozen=True)
class NewPlace:
    """A place to set up. `key` is the caller's own name for it; `within` the key of a place given before it."""

    key: str
    kind: str
    number: str = ""
    within: str = ""
    x: int = 0
    y: int = 0
    w: int = 0
    h: int = 0


class WrittenNames(Protocol):
    """How somebody's name is written, in either script; given names with the father's, in the order written."""

    @property
    def family_name(self) -> str: ...
    @property
    def given_names(self) -> str: ...
    @property
    def initial(self) -> str: ...
    @property
    def family_name_cyrillic(self) -> str: ...
    @property
    def given_names_cyrillic(self) -> str: ...
    @property
    def initial_cyrillic(self) -> str: ...
    @property
    def nickname(self) -> str: ...


@dataclass(frozen=True)
class NewNames:
    """A name as it should have been written."""

    family_name: str
    initial: str = ""
    family_name_cyrillic: str = ""
    initial_cyrillic: str = ""
    nickname: str = ""
    given_names: str = ""
    given_names_cyrillic: str = ""


@dataclass(frozen=True)
class NewPerson:
    """Somebody to admit; `cell` is the reference of a cell of the same establishment, or empty."""

    number: str
    family_name: str
    initial: str = ""
    family_name_cyrillic: str = ""
    initial_cyrillic: str = ""
    nickname: str = ""
    legal_status: str = "sentenced"
    expected_release: date | None = None
    cell: str = ""
    sentence_ends: date | None = None
    given_names: str = ""
    given_names_cyrillic: str = ""


@dataclass(frozen=True)
class ImportValue:
    """A file that is being brought in, at its step: mapping, checked, running, done or dropped.

    `refused` are labels of columns that were thrown away unread; `done` counts rows by what became of them.
    """

    ref: str
    kind: str
    label: str
    state: str
    file_name: str
    establishment: str
    at: datetime
    count: int
    header: tuple[str, ...]
    refused: tuple[str, ...]
    letters: str
    samples: tuple[tuple[str, ...], ...]
    mapping: tuple[str, ...]
    done: Mapping[str, int]
    job: JobValue | None


@dataclass(frozen=True)
class ImportPreview:
    """What a file would do: how many rows of each outcome, and some of the rows."""

    counts: Mapping[str, int]
    rows: tuple[Planned, ...]
    only: str
    skip: int
    more: bool
    total: int

    @property
    def before(self) -> int:
        """Where the rows before these begin."""
        return max(self.skip - 100, 0)

    @property
    def after(self) -> int:
        """Where the rows after these begin."""
        return self.skip + len(self.rows)
