"""The walk's own rules: days and slots, what a report costs, when time is up, the last look, the morning's lines.

Pure decisions on plain values; a refusal is a code. Source: design, training room (the officer's loop).
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

SLOTS = 20
SLOTS_A_DAY = 2
DAYS = SLOTS // SLOTS_A_DAY
SCENE_MS = 40_000
LONGEST_SIGN_MS = 8_000
LAST_LOOK = 24


class NotAllowed(Exception):
    """The walk does not allow this now. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def day_of(n: int) -> int:
    """The day (0 to 9; pages count from 1) of the played slot n (0 to 19)."""
    return n // SLOTS_A_DAY


def ends_the_day(n: int) -> bool:
    """Whether the day is over after played slot n."""
    return n % SLOTS_A_DAY == SLOTS_A_DAY - 1


class Phase(StrEnum):
    """Where a walk stands, and so which page is next."""

    LESSON = "lesson"
    CARD = "card"
    SCENE = "scene"
    EVENING = "evening"
    WRITING = "writing"
    ANCHOR = "anchor"
    CHOOSE = "choose"
    LOOK = "look"
    LAST = "last"
    CLOSED = "closed"


@dataclass(frozen=True)
class Course:
    """What was done so far, as far as it decides what comes next. `closed` and `anchors` hold slots."""

    begun: bool
    closed: Collection[int]
    open_slot: int | None
    ended_days: Collection[int]
    owed: Collection[int]
    anchors: Collection[int]
    card_due: bool
    look_drawn: bool
    looks_left: int
    over: bool


def where(course: Course) -> tuple[Phase, int]:
    """Where the walk stands, with the slot (or, in the evening, the day) that it is about."""
    played = len(course.closed)
    if course.over:
        return Phase.CLOSED, played
    if not course.begun:
        return Phase.LESSON, 0
    if course.card_due:
        return Phase.CARD, played
    if course.open_slot is not None:
        return Phase.SCENE, course.open_slot
    if played and ends_the_day(played - 1) and day_of(played - 1) not in course.ended_days:
        return Phase.EVENING, day_of(played - 1)
    if played == SLOTS:
        return (Phase.LAST if course.look_drawn and not course.looks_left else Phase.LOOK), played
    if played in course.owed:
        return Phase.WRITING, played
    return (Phase.ANCHOR if played in course.anchors else Phase.CHOOSE), played


def spent_after(spent_ms: int, since_last_sign_ms: int) -> int:
    """How long a scene has been open, in milliseconds, at a new sign of life of its page.

    Silence longer than eight seconds means that nobody was looking (the browser was closed, the server was down).
    """
    return spent_ms + max(0, min(since_last_sign_ms, LONGEST_SIGN_MS))


def time_is_up(spent_ms: int) -> bool:
    """Whether the forty seconds of a scene are used."""
    return spent_ms >= SCENE_MS


def price(
    *,
    played: int,
    evening: bool,
    free_taken: bool,
    owed: Collection[int],
    anchors: Collection[int],
    writing: int | None = None,
) -> int | None:
    """The slot that a report begun now is written in; None for the free one at the day's end.

    `played` slots are over or open; `owed` are slots already promised to reports; `writing` is the open slot if it is
    spent in the office: it pays for one report. At an anchor every officer is on the
    landings, so only slots with a chosen post can pay. Raises `NotAllowed("no_slot_left")`.
    """
    if evening and not free_taken:
        return None
    if writing is not None and writing not in owed:
        return writing
    slot = next((n for n in range(played, SLOTS) if n not in owed and n not in anchors), None)
    if slot is None:
        raise NotAllowed("no_slot_left")
    return slot


@dataclass(frozen=True)
class ShownEvent:
    """A passage that was shown: its key in the notebook of records, the event in it, the day."""

    passage: int
    event: int
    day: int


def draw_last_look(
    shown: Sequence[ShownEvent], of_cases: Collection[int], *, seed: int, size: int = LAST_LOOK
) -> list[int]:
    """The passages of the last look, in the order in which they are asked.

    All shown events that belong to a case, whether noted or not; then ordinary ones, spread over the days; at most
    `size`. Every draw is a hash of seed and event, so that the same exercise asks the same.
    """

    def key(one: ShownEvent) -> bytes:
        return hashlib.sha256(f"{seed}:last look:{one.event}".encode()).digest()

    drawn = sorted((one for one in shown if one.event in of_cases), key=key)[:size]
    by_day: dict[int, list[ShownEvent]] = {}
    for one in sorted((one for one in shown if one.event not in of_cases), key=key):
        by_day.setdefault(one.day, []).append(one)
    while len(drawn) < size and any(by_day.values()):
        for day in sorted(by_day):
            if by_day[day] and len(drawn) < size:
                drawn.append(by_day[day].pop(0))
    return [one.passage for one in sorted(drawn, key=lambda one: hashlib.sha256(key(one)).digest())]
