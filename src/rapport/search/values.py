"""What is asked and what is answered, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from rapport.language.analysis import Asked
from rapport.search.kinds import Hit, Named, Wanted

FACETS = ("kind", "place", "theme", "grade", "state")
"""What a search can be narrowed by, beside time. There is no author."""


@dataclass(frozen=True)
class Search:
    """What somebody looks for."""

    words: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None

    @property
    def wanted(self) -> Wanted:
        """What the kinds are narrowed to."""
        facets = {name: code for name, code in self.facets.items() if code and name != "kind"}
        return Wanted(facets, self.since, self.until)

    @property
    def narrowed(self) -> bool:
        """Whether anything but words is asked."""
        return bool(any(self.facets.values()) or self.since or self.until)

    def as_json(self) -> dict[str, str]:
        """As it is kept."""
        days = {"since": self.since, "until": self.until}
        kept = {name: code for name, code in self.facets.items() if code and name in FACETS}
        return {**kept, **{name: day.isoformat() for name, day in days.items() if day is not None}}

    @classmethod
    def of(cls, words: str, kept: Mapping[str, str]) -> Search:
        """The search that was kept so. What is no day is none."""
        return cls(
            words,
            {name: str(kept[name]) for name in FACETS if kept.get(name)},
            _day(kept.get("since", "")),
            _day(kept.get("until", "")),
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class Choice:
    """A value of a facet that occurs among what was found, and in how many of it."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Facet:
    """A facet with its values, by their names: never by their counts."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Found:
    """What a search shows. `nearly` is what holds all words but one, where nothing holds them all. `many` where more
    was found than is counted; `older` where another page follows.

    Nothing is counted (`counted`) where a word may mean somebody: a number of reports never stands beside a name.
    """

    asked: tuple[Asked, ...]
    people: tuple[Named, ...]
    hits: tuple[Hit, ...]
    nearly: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    total: int
    counted: bool
    many: bool
    skip: int
    older: int


@dataclass(frozen=True)
class SavedValue:
    """A saved search in front of its owner."""

    ref: str
    name: str
    search: Search
    ends: datetime


@dataclass(frozen=True)
class ProtectedValue:
    """A search with a protected word, as the inspector reads it."""

    ref: str
    staff_name: str
    at: datetime
    words: str
    case: str
    reason: str
