"""What leaves the room of what is asked and what is told each day: values, never records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rapport.intelligence.choices import Section
from rapport.intelligence.grading import Axis, scheme
from rapport.register.values import PersonValue, PlaceValue


@dataclass(frozen=True)
class RequirementValue:
    """A question that needs an answer. `answered` is the reader's own answer of today; `replies` those of a week."""

    ref: str
    question: str
    why: str
    posts: tuple[str, ...]
    due_on: date
    ends_on: date
    by_label: str
    answered: str
    replies: tuple[tuple[str, int], ...]
    brought: int = 0
    """Reports at the viewer's desk that answer it."""


@dataclass(frozen=True)
class TaskingValue:
    """What somebody was asked to find out. `state`: planned, open, over, stopped (a source's authorisation), or ended.

    `whom_said` names the post, the office, or the reference of the source.
    """

    ref: str
    requirement_ref: str
    question: str
    whom: str
    whom_said: str
    aim: str
    method: str
    limits: str
    starts_on: date
    ends_on: date
    by_label: str
    state: str
    ending: str
    brought: int = 0


@dataclass(frozen=True)
class BriefingLineValue:
    """A line of a briefing, or that `more` were left out. `item_ref` is what it was drafted from."""

    number: int
    section: str
    text: str
    more: int
    grade: str
    item_ref: str
    themes: tuple[str, ...]
    places: tuple[PlaceValue, ...]
    people: tuple[PersonValue, ...]
    ends_on: date | None


@dataclass(frozen=True)
class BriefingRow:
    """A briefing in the list of days. `state`: draft, signed, or correcting (a version after the signed one waits)."""

    ref: str
    day: date
    state: str
    version: int
    signed_by: str


@dataclass(frozen=True)
class BriefingValue:
    """A briefing in one version, as this reader may read it. `last` is the number of the version written last."""

    ref: str
    establishment_name: str
    day: date
    version: int
    last: int
    because: str
    by_label: str
    at: datetime
    signed_by: str
    signed_at: datetime | None
    genuine: bool
    lines: tuple[BriefingLineValue, ...]
    versions: tuple[tuple[int, datetime | None], ...]

    @property
    def signed(self) -> bool:
        return self.signed_at is not None

    @property
    def replaces(self) -> bool:
        """Whether a version that was signed before hangs on the wings, and this one takes its place."""
        return self.signed and any(at is not None for number, at in self.versions if number < self.version)

    @property
    def sections(self) -> tuple[tuple[str, tuple[BriefingLineValue, ...]], ...]:
        """Section by section, in the order of the page, without the wing edition and without empty remarks."""
        every = [section for section in Section if section is not Section.WING]
        found = [(one.value, tuple(line for line in self.lines if line.section == one)) for one in every]
        return tuple((name, lines) for name, lines in found if lines or name != Section.REMARK)

    @property
    def wing(self) -> tuple[BriefingLineValue, ...]:
        """What the wings are shown."""
        return tuple(line for line in self.lines if line.section == Section.WING)


@dataclass(frozen=True)
class Instruction:
    """What whoever is on the wings is to do, and until when. Nothing of why."""

    text: str
    places: tuple[str, ...]
    ends_on: date


@dataclass(frozen=True)
class Shift:
    """What an officer reads at the start of a shift: instructions, what is asked of the posts, and questions.

    `post` is where the officer said to be; without it all posts are shown.
    """

    post: PlaceValue | None
    posts: tuple[PlaceValue, ...]
    instructions: tuple[Instruction, ...]
    taskings: tuple[TaskingValue, ...]
    questions: tuple[RequirementValue, ...]


@dataclass(frozen=True)
class ChoiceValue:
    """A scheme that was asked for: whether two people have signed, and the request that waits."""

    ref: str
    ready: bool
    request: str


@dataclass(frozen=True)
class SchemeValue:
    """A grading scheme in front of whoever chooses; `waits` where it was asked for and is not in use yet."""

    id: str
    name: str
    origin: str
    in_use: bool
    waits: ChoiceValue | None

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What its codes mean, axis by axis."""
        return scheme(self.id).axes


@dataclass(frozen=True)
class OrganisationValue:
    """An organisation that a label may name once two people signed."""

    ref: str
    label: str
    cites: str
    reason: str
    by_label: str
    at: datetime
    review_on: date
    allowed: bool
    ready: bool
    request: str
    declined: bool
