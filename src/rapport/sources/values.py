"""What leaves the room for pages: never who told anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class KeyValue:
    """The custodians' key that counts now, and who holds it."""

    first: str
    second: str
    made_at: datetime


@dataclass(frozen=True)
class SourceValue:
    """An entry of the register. `due` when the day to look after them has come."""

    ref: str
    pseudonym: str
    welfare_on: date
    due: bool
    authorised_until: date | None
    authorised: bool
    ended_at: datetime | None


@dataclass(frozen=True)
class GradeValue:
    """How one thing they told was graded, when, under which scheme."""

    at: datetime
    scheme: str
    source: str
    information: str


@dataclass(frozen=True)
class DoneValue:
    """What a custodian did about a source."""

    kind: str
    at: datetime
    by: str
    until: date | None


@dataclass(frozen=True)
class SourcePage:
    """An entry whole: the origins that compare as theirs, how what they told was graded, what was done."""

    source: SourceValue
    origins: tuple[str, ...]
    grades: tuple[GradeValue, ...]
    done: tuple[DoneValue, ...]


@dataclass(frozen=True)
class OpeningValue:
    """Somebody asked to open an origin. `state` is asked, allowed, open or over."""

    ref: str
    origin: str
    requester: str
    own: bool
    reason: str
    asked_at: datetime
    until: datetime | None
    state: str
    request: str
