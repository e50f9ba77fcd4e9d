"""What leaves the room: values for pages and for the rooms above.

`id` is for the foreign keys of rooms above; what goes outside is `ref`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

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
class AttachmentValue:
    """A photograph or document beside a report; its size in kilobytes."""

    ref: str
    name: str
    kind: str
    kilobytes: int


@dataclass(frozen=True)
class CallValue:
    """Whom an alarm calls, from when on, under which telephone. `reached` once that moment has come."""

    step: int
    name: str
    role: str
    phone: str
    due_at: datetime
    reached: bool


@dataclass(frozen=True)
class NoticeValue:
    """An urgent notice as it was sent; `reviewed` is None until a second person has looked at it."""

    ref: str
    recipient: str
    danger: str
    where: str
    protection: str
    sent_at: datetime
    by: str
    own: bool
    due_at: datetime
    overdue: bool
    reviewed: bool | None


@dataclass(frozen=True)
class AlarmValue:
    """An urgent report for whoever raised it or is called by it. `answered_by` is "" while nobody has it in hand."""

    ref: str
    danger: str
    raised_at: datetime
    own: bool
    report: ReportValue
    calls: tuple[CallValue, ...]
    answered_by: str
    answered_at: datetime | None
    mine: bool
    notices: tuple[NoticeValue, ...]


@dataclass(frozen=True)
class TurnValue:
    """Somebody on the duty roster now."""

    ref: str
    name: str
    place: int
    phone: str
    ends: datetime | None


@dataclass(frozen=True)
class OnDutyValue:
    """Who is on duty in a prison now, in the order in which they are called: name and telephone. Without a roster its
    governors are called.
    """

    prison: str
    turns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CallingValue:
    """An alarm that has called the reader: of which danger, where, since when, and who has it in hand."""

    ref: str
    danger: str
    prison: str
    raised_at: datetime
    answered_by: str


@dataclass(frozen=True)
class RecipientValue:
    """An office that may be sent urgent notices, or that two people may allow. `state`: allowed, ready, asked."""

    ref: str
    name: str
    phone: str
    state: str
    request: str


@dataclass(frozen=True)
class RoadEventValue:
    """What became of a report on its road; `text` for its author."""

    kind: str
    at: datetime
    text: str


@dataclass(frozen=True)
class NamedValue:
    """Somebody whom a report names, as *other* and no more, until the last day of the record that says so."""

    person: PersonValue
    ref: str
    until: date


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
    road: str = ""
    road_due: datetime | None = None
    road_events: tuple[RoadEventValue, ...] = ()
    necessity_asked: bool = False
    keyed_by: str = ""
    confirmed: bool | None = None
    attachments: tuple[AttachmentValue, ...] = ()
    alarm: str = ""
    news: bool = False
    """Something that its author has not read yet: for its author alone."""
    named: tuple[NamedValue, ...] = ()
    """Each of `people` with how long the report names them."""

    @property
    def received(self) -> bool:
        """Whether somebody on its road has received it."""
        return bool(self.road_events)

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
    teller_named: bool
    road: str
    protected_role: str
    colleague: str
    behalf_of: str
    necessity_asked: bool
    attachments: tuple[AttachmentValue, ...]

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
