"""What leaves the room: values, never records. People in them are in order of name, and never counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rapport.access.compartments import Cleared
from rapport.intelligence.grading import Axis, Code, Scheme, scheme
from rapport.register.mentions import Mention, PlaceMention
from rapport.register.values import PersonValue
from rapport.reporting.queueing import NamingReport, Placing
from rapport.reporting.values import ReportValue


@dataclass(frozen=True)
class GradeValue:
    """A grade with the scheme that gives its letters a meaning, a reason for each axis, who gave it and when.

    `reach` is how far its handling code lets it go; `why` says what changed, where it replaced another.
    """

    scheme_id: str
    source: str
    source_reason: str
    information: str
    information_reason: str
    handling: str
    conditions: str
    reach: str
    why: str
    by_label: str
    at: datetime

    @property
    def scheme(self) -> Scheme:
        return scheme(self.scheme_id)

    @property
    def codes(self) -> tuple[tuple[Axis, Code], ...]:
        """Each axis with the code given on it."""
        return tuple((axis, axis.code(getattr(self, axis.name))) for axis in self.scheme.axes)


@dataclass(frozen=True)
class NamedPerson:
    """Somebody an item names, and who they are to it."""

    person: PersonValue
    category: str
    grounds: str


@dataclass(frozen=True)
class ItemValue:
    """An item as the desk reads it. A person whom the reader may not see is not among `people`.

    `happened_at` is when it was seen, or when it was told to the officer; `at` is when it was made and first graded.
    `compartment` is the label of the one in which it lies, "" for none.
    """

    ref: str
    report_ref: str
    establishment_id: int
    kind: str
    origin: str
    text: str
    grade: GradeValue
    obtained: str
    necessity: str
    themes: tuple[str, ...]
    people: tuple[NamedPerson, ...]
    by_ref: str
    by_label: str
    happened_at: datetime
    at: datetime
    compartment: str = ""

    @property
    def person_refs(self) -> Collection[str]:
        return frozenset(named.person.ref for named in self.people)


@dataclass(frozen=True)
class LinkValue:
    """Items that somebody linked through one person."""

    ref: str
    person: PersonValue
    item_refs: tuple[str, ...]
    reason: str
    by_label: str
    at: datetime


@dataclass(frozen=True)
class StatementValue:
    """A sentence of a note and the items it rests on.

    `withdrawn`: one of them may not be used any more, and so the sentence says nothing any more.
    """

    number: int
    kind: str
    text: str
    likelihood: str
    confidence: str
    item_refs: tuple[str, ...]
    withdrawn: bool


@dataclass(frozen=True)
class AnswerValue:
    """What a governor answered to a version of a note, and when."""

    version: int
    answer: str
    words: str
    by_label: str
    at: datetime


@dataclass(frozen=True)
class NoteValue:
    """A note in one of its versions, with the items it cites and how many independent origins they have.

    `handed_at` is when this version was handed to the governor, None while it was not. `writer_refs` are all who wrote
    a version of it. `reach` is the narrowest of its items': a note goes no further than what it rests on.
    """

    id: int
    ref: str
    service_id: int
    establishment_id: int
    establishment_name: str
    version: int
    title: str
    statements: tuple[StatementValue, ...]
    innocent: str
    gaps: str
    items: tuple[ItemValue, ...]
    origins: int
    reach: str
    by_ref: str
    by_label: str
    at: datetime
    handed_at: datetime | None
    writer_refs: frozenset[str]
    answers: tuple[AnswerValue, ...]


@dataclass(frozen=True)
class NoteLine:
    """A note in a list. `answer` is what the governor answered to this version last, "" before that."""

    id: int
    ref: str
    version: int
    title: str
    by_ref: str
    by_label: str
    at: datetime
    handed_at: datetime | None
    answer: str


@dataclass(frozen=True)
class ReportFate:
    """What became of a report on this desk: references of its items, of links holding them, of notes citing them."""

    graded: tuple[str, ...]
    linked: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class MadeItem:
    """An item as far as its fate goes: of which report it was made, and whom it names."""

    ref: str
    report_ref: str
    person_refs: frozenset[str]


@dataclass(frozen=True)
class Fates:
    """The same of many reports: the items made of them, and what each link holds and each note cites, by reference."""

    items: tuple[MadeItem, ...]
    links: Mapping[str, frozenset[str]]
    notes: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Beside:
    """An item already made of another report about the same people.

    `same_origin` says of which text of the report in hand it has the origin ("seen", "told"), or is empty. `report_ref`
    is "" where the other report is closed to the viewer.
    """

    item: ItemValue
    same_origin: str
    report_ref: str


@dataclass(frozen=True)
class Echo:
    """Another report that tells the same thing: the parts that are alike, in pieces of which some are marked.

    `how` is copied, retold or judged; `judged_ref` stands where somebody judged that it is one telling.
    """

    report_ref: str
    filed_at: datetime
    kind: str
    other_kind: str
    how: str
    mine: tuple[tuple[str, bool], ...]
    other: tuple[tuple[str, bool], ...]
    judged_ref: str = ""
    judged_by: str = ""
    judged_because: str = ""


@dataclass(frozen=True)
class Named:
    """Somebody whom a report names, with the items that say who they are to it: none until it is graded."""

    person: PersonValue
    until: date
    judged: tuple[tuple[str, str], ...]
    """(reference of an item, category)."""


@dataclass(frozen=True)
class Desk:
    """All that lies on the desk while a report is being evaluated.

    `suggested` are people whom the texts may mean and the report does not name; `same_origin` reports of the same
    teller; `echoes` what may be one telling with this report, `judged` what somebody said is one; `sensitive` words of
    the report that its items must do without or say why not.
    """

    report: ReportValue
    minutes: int
    placing: Placing
    overdue: bool
    items: tuple[ItemValue, ...]
    beside: tuple[Beside, ...]
    same_people: tuple[str, ...]
    same_origin: tuple[str, ...]
    echoes: tuple[Echo, ...]
    judged: tuple[Echo, ...]
    suggested: tuple[Mention, ...]
    sensitive: tuple[str, ...]

    @property
    def named(self) -> tuple[Named, ...]:
        """The people of the report, each with who they are to it: what items say, or *other, not assessed*."""
        said = [(named.person.ref, (item.ref, named.category)) for item in self.items for named in item.people]
        return tuple(
            Named(one.person, one.until, tuple(what for ref, what in said if ref == one.person.ref))
            for one in self.report.named
        )

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The words that no item keeps with its reason: whoever finishes says that they were left out."""
        return () if any(item.necessity for item in self.items) else self.sensitive


@dataclass(frozen=True)
class Label:
    """A group or an event: where items are laid."""

    kind: str
    ref: str
    label: str
    reason: str
    on: date | None


@dataclass(frozen=True)
class LabelMention:
    """A passage of a text and the group or event it may mean."""

    start: int
    passage: str
    label: Label


@dataclass(frozen=True)
class TieValue:
    """Where an item is laid, by whom, and the passage that suggested it."""

    ref: str
    to: str
    to_ref: str
    label: str
    passage: str
    by_label: str
    at: datetime


@dataclass(frozen=True)
class PermissionValue:
    """That an item may go further, until when."""

    reach: str
    reason: str
    until: datetime
    over: bool
    by_label: str
    at: datetime


@dataclass(frozen=True)
class ItemPage:
    """An item with all its grades, where it is laid, and what its text may mean besides; in the order of the text.

    `report_ref` is "" where the viewer would read the report if it were not closed to them. `moves_to`: the
    compartments into which the viewer may put it; `lies_in` is the reference of its own, "" for none.
    """

    item: ItemValue
    grades: tuple[GradeValue, ...]
    permissions: tuple[PermissionValue, ...]
    ties: tuple[TieValue, ...]
    suggested: tuple[Mention, ...]
    places: tuple[PlaceMention, ...]
    labels: tuple[LabelMention, ...]
    others: tuple[Label, ...]
    may_work: bool
    may_permit: bool
    report_ref: str
    movings: tuple[MovingValue, ...]
    moves_to: tuple[Cleared, ...]
    lies_in: str


@dataclass(frozen=True)
class MovingValue:
    """That an item was put into a compartment, moved or taken out: their labels, "" for none."""

    before: str
    compartment: str
    reason: str
    by_label: str
    at: datetime


@dataclass(frozen=True)
class Shelf:
    """Items to choose from, all or those about one person, with the links that hold them.

    `named` are reports that name that person and of which no item does: who they are to it nobody has assessed.
    """

    items: tuple[ItemValue, ...]
    links: tuple[LinkValue, ...]
    person: PersonValue | None
    named: tuple[NamingReport, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """A report in the queue: how long it has waited by the prison's own clock, who has it, and what lies with it."""

    report: ReportValue
    minutes: int
    placing: Placing
    overdue: bool
    same_people: tuple[str, ...]
    same_origin: tuple[str, ...]
