"""What leaves the room: values, never records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rapport.access.copies import Change
from rapport.conference.choices import State
from rapport.intelligence.values import NoteValue
from rapport.register.values import PersonValue, PlaceValue

REPLACED = "replaced"
"""The reason kept for a decision that another on the same note took the place of: a code, said in words on the page."""


@dataclass(frozen=True)
class MeasureValue:
    """A measure about a person or about the place. A person whom the reader may not see is None."""

    ref: str
    decision_ref: str
    about: str
    person: PersonValue | None
    place: PlaceValue | None
    what: str
    starts: date
    ends: date


@dataclass(frozen=True)
class DecisionValue:
    """A decision with where it stands today. `ended_on` is when it was ended before its time, if it was.

    `corrections` is what changed in its note since it was made.
    """

    ref: str
    note_ref: str
    note_version: int
    outcome: str
    grounds: str
    necessity: str
    proportionality: str
    alternatives: str
    decided_on: date
    review_on: date
    ends_on: date
    ended_on: date | None
    ended_because: str
    state: State
    measures: tuple[MeasureValue, ...]
    by_ref: str
    by_label: str
    at: datetime
    corrections: tuple[Change, ...] = ()

    @property
    def replaced(self) -> bool:
        """Whether another decision on the same note took its place."""
        return self.ended_because == REPLACED


@dataclass(frozen=True)
class Case:
    """All that lies before a governor who decides on a note: whom it names, where measures can be, what was decided.

    `own` says that the governor wrote it, and so cannot decide on it; `corrections` is what changed since it was handed
    over.
    """

    note: NoteValue
    people: tuple[PersonValue, ...]
    places: tuple[PlaceValue, ...]
    decisions: tuple[DecisionValue, ...]
    own: bool
    corrections: tuple[Change, ...] = ()
