"""What leaves the room: values in the reader's language, never a record.

`id` is for the foreign keys of rooms above; what goes outside is `ref`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True)
class PersonValue:
    """Somebody as an officer would say who: "V. Lasko", the cell's number, a nickname."""

    id: int
    ref: str
    label: str
    cell: str
    nickname: str
    number: str

    @property
    def entry(self) -> tuple[str, str]:
        """How the ledger names this person."""
        return ("register.person", self.ref)


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
    given_names: str = ""
    given_names_cyrillic: str = ""
