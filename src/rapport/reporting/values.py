"""What leaves the room: values for pages and for the rooms above.

`id` is for the foreign keys of rooms above; what goes outside is `ref`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rapport.register.values import PersonValue, PlaceValue


@dataclass(frozen=True)
class EventValue:
    """Something that became of a report. `phrase` is the agreed phrase in the reader's language, for feedback."""

    kind: str
    at: datetime
    label: str
    phrase_code: str
    phrase: str
    question: str


@dataclass(frozen=True)
class AddendumValue:
    """What the author added, and when."""

    ref: str
    added_at: datetime
    text: str


@dataclass(frozen=True)
class ReportValue:
    """A report as filed. Times are those of the prison service. `standing` follows from what became of it."""

    id: int
    ref: str
    service_id: int
    establishment_id: int
    author_id: int
    author_ref: str
    author_label: str
    filed_at: datetime
    happened_at: datetime
    place_id: int | None
    place_label: str
    seen: str
    told: str
    told_origin: str
    view: str
    people: tuple[PersonValue, ...]
    unsure: str
    about: str
    addenda: tuple[AddendumValue, ...]
    events: tuple[EventValue, ...]
    standing: str

    @property
    def beginning(self) -> str:
        """The first words, for a list of one's own reports."""
        return beginning(self.seen, self.told, self.view)


@dataclass(frozen=True)
class SideValue:
    """What was typed in a second window."""

    ref: str
    saved_at: datetime
    seen: str
    told: str
    view: str
    unsure: str


@dataclass(frozen=True)
class DraftValue:
    """A report being written, for its author alone."""

    ref: str
    version: int
    started_at: datetime
    saved_at: datetime
    happened_at: datetime | None
    place: PlaceValue | None
    about: str
    seen: str
    told: str
    view: str
    unsure: str
    people: tuple[PersonValue, ...]
    sides: tuple[SideValue, ...]

    @property
    def beginning(self) -> str:
        """The first words, for a list of drafts."""
        return beginning(self.seen, self.told, self.view)


@dataclass(frozen=True)
class Saved:
    """What saving did. `beside` says that another window had changed the draft, and that both texts were kept."""

    version: int
    saved_at: datetime
    beside: bool


def beginning(*texts: str, letters: int = 90) -> str:
    """The beginning of the first text that says something, cut at a word."""
    first = next((" ".join(text.split()) for text in texts if text.strip()), "")
    if len(first) <= letters:
        return first
    return first[:letters].rsplit(" ", 1)[0] + " …"
