"""The rule-based desk: what an intelligence officer and a governor would do by the book, on plain values.

It stands beside the trainees when nobody plays the desk: it grades by a table, links on a shared person within seven
days, writes a note at two independent origins, and decides *ask for more* on each note. Our addition, so that a
suspicion can come to cost somebody something: a further note about the same man while more is still asked for ends
in a measure of four days (docs/decisions/0004). A finding is a code; pages say it in the reader's language.

Source: design, simulated prison (ideal observer, last paragraph); Europol 4x4, Regulation (EU) 2016/794, article 29.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

READ_A_DAY = 2
LINK_DAYS = 7
ASK_DAYS = 7
MEASURE_DAYS = 4
ORIGINS_FOR_A_NOTE = 2
STEM = 3


class Kind(StrEnum):
    """What an item rests on: what the author saw or heard, or what somebody told the author."""

    SEEN = "seen"
    TOLD = "told"


class Reason(StrEnum):
    """Why a grade is what it is."""

    OFFICER_WAS_THERE = "officer_was_there"
    OFFICER_IS_THE_SOURCE = "officer_is_the_source"
    TELLER_UNKNOWN = "teller_unknown"
    NOTHING_ELSE_SAYS_IT = "nothing_else_says_it"
    ANOTHER_ORIGIN_SAYS_IT = "another_origin_says_it"


@dataclass(frozen=True)
class Grade:
    """A grade on 4x4 with a reason on each axis."""

    source: str
    source_reason: Reason
    information: str
    information_reason: Reason
    handling: str = "H0"


@dataclass(frozen=True)
class ItemFact:
    """An item as far as the rules need it. `people` are references in the order in which they were named."""

    ref: str
    day: int
    people: tuple[str, ...]


@dataclass(frozen=True)
class NoteDue:
    """A note that is due: about whom, from which items."""

    person: str
    items: tuple[str, ...]


class Outcome(StrEnum):
    """What the governor decides on a note."""

    ASK_FOR_MORE = "ask_for_more"
    ACT = "act"
    NO_ACTION = "no_action"


class Answer(StrEnum):
    """What the author of a report hears back."""

    NOT_FOR_INTELLIGENCE = "not_for_intelligence"
    RECORDED = "recorded"
    LINKED = "linked"
    IN_A_NOTE = "in_a_note"


def grade(kind: Kind, *, corroborated: bool) -> Grade:
    """The grade by table. What an officer saw is known to that officer; what was told is only as good as its echo.

    `corroborated`: an item of an independent origin about the same person lies within seven days.
    """
    if kind is Kind.SEEN:
        return Grade("B", Reason.OFFICER_WAS_THERE, "2", Reason.OFFICER_IS_THE_SOURCE)
    if corroborated:
        return Grade("X", Reason.TELLER_UNKNOWN, "3", Reason.ANOTHER_ORIGIN_SAYS_IT)
    return Grade("X", Reason.TELLER_UNKNOWN, "4", Reason.NOTHING_ELSE_SAYS_IT)


def in_order_of_mention(text: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    """The people of a report (reference to label, "V. Lasko") in the order in which its text mentions them.

    Who is not found comes last.
    """

    def place(ref: str) -> tuple[int, str]:
        at = _mention(text, labels[ref])
        return (len(text) if at is None else at, ref)

    return tuple(sorted(labels, key=place))


def in_parts(text: str) -> list[str]:
    """A report's text as the separate things it tells: each line of it is one, as each notebook line was."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def named_in(part: str, labels: Mapping[str, str], *, alone: bool) -> tuple[str, ...]:
    """Whom of a report's people this part of it is about. A part that stands `alone` and names nobody is about all."""
    found = tuple(ref for ref in labels if _mention(part, labels[ref]) is not None)
    return tuple(labels) if alone and not found else found


def _mention(text: str, label: str) -> int | None:
    """Where a text mentions somebody. Russian and Kyrgyz decline names, so the last letters are not looked for."""
    family = label.split()[-1]
    at = text.find(family[: max(STEM, len(family) - 2)])
    return None if at < 0 else at


def read_today(waiting: Sequence[str], *, already: int = 0) -> Sequence[str]:
    """Which of an author's waiting reports the desk reads today: the first two, oldest first."""
    return waiting[: max(0, READ_A_DAY - already)]


def sharing(items: Iterable[ItemFact], person: str, *, day: int) -> list[ItemFact]:
    """The items that name this person and lie within seven days before this day."""
    return [item for item in items if person in item.people and 0 <= day - item.day <= LINK_DAYS]


def links_due(fresh: Collection[str], items: Sequence[ItemFact], *, day: int) -> list[tuple[str, tuple[str, ...]]]:
    """What today's items are linked with: for each person named in one, his items of seven days if there are two."""
    due = []
    for person in _named_in(items, fresh):
        shared = tuple(item.ref for item in sharing(items, person, day=day))
        if len(shared) > 1:
            due.append((person, shared))
    return due


def answer(made: Collection[str], *, linked: Collection[str], noted: Collection[str]) -> Answer:
    """What the author hears: the furthest that one of the items made of the report has come."""
    if not made:
        return Answer.NOT_FOR_INTELLIGENCE
    if any(ref in noted for ref in made):
        return Answer.IN_A_NOTE
    return Answer.LINKED if any(ref in linked for ref in made) else Answer.RECORDED


def notes_due(
    fresh: Collection[str], items: Sequence[ItemFact], origins: Callable[[Sequence[str]], int], *, day: int
) -> list[NoteDue]:
    """The notes that today's items make due, at most one for the same items.

    A person's items of seven days make a note when one of them is fresh and they come from two independent origins
    (`origins` counts those of what `links_due` says belongs together). Two men named in the same items get one note,
    about the one who was named first.
    """
    due: list[NoteDue] = []
    for person, shared in links_due(fresh, items, day=day):
        if len(shared) < ORIGINS_FOR_A_NOTE or any(note.items == shared for note in due):
            continue
        if origins(shared) >= ORIGINS_FOR_A_NOTE:
            due.append(NoteDue(person, shared))
    return due


def decide(person: str, *, day: int, asked: Mapping[str, int], measured: Mapping[str, int]) -> Outcome:
    """What is decided on a note about this person.

    `asked` and `measured` give, for people about whom more was asked or who bear a measure, its last day.
    """
    if measured.get(person, 0) >= day:
        return Outcome.NO_ACTION
    if asked.get(person, 0) >= day:
        return Outcome.ACT
    return Outcome.ASK_FOR_MORE


def _named_in(items: Sequence[ItemFact], fresh: Collection[str]) -> list[str]:
    named = (person for item in items if item.ref in fresh for person in item.people)
    return list(dict.fromkeys(named))
