"""The walk's own rules: days and slots, what a report costs, when time is up, the last look, the morning's lines.

Pure decisions on plain values; a refusal is a code. Source: design, training room (the officer's loop).
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

SLOTS = 20
SLOTS_A_DAY = 2
DAYS = SLOTS // SLOTS_A_DAY
SCENE_MS = 40_000
LONGEST_SIGN_MS = 8_000
LAST_LOOK = 24
MORNING_LINES = 3


class NotAllowed(Exception):
    """The walk does not allow this now. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def day_of(n: int) -> int:
    """The day (1 to 10) of the played slot n (0 to 19)."""
    return n // SLOTS_A_DAY + 1


def ends_the_day(n: int) -> bool:
    """Whether the day is over after played slot n."""
    return n % SLOTS_A_DAY == SLOTS_A_DAY - 1


def spent_after(spent_ms: int, since_last_sign_ms: int) -> int:
    """How long a scene has been open, in milliseconds, at a new sign of life of its page.

    Silence longer than eight seconds means that nobody was looking (the browser was closed, the server was down).
    """
    return spent_ms + max(0, min(since_last_sign_ms, LONGEST_SIGN_MS))


def time_is_up(spent_ms: int) -> bool:
    """Whether the forty seconds of a scene are used."""
    return spent_ms >= SCENE_MS


def price(*, played: int, evening: bool, free_taken: bool, owed: Collection[int]) -> int | None:
    """The slot that a report begun now is written in; None for the free one at the day's end.

    `played` slots are over or open; `owed` are slots already promised to reports. Raises `NotAllowed("no_slot_left")`.
    """
    if evening and not free_taken:
        return None
    slot = next((n for n in range(played, SLOTS) if n not in owed), None)
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


@dataclass(frozen=True)
class Yesterday:
    """What happened yesterday that a morning's lines may tell. People are indices of the world."""

    talked: Sequence[int] = ()
    checked_found: Sequence[bool] = ()
    restricted: Sequence[int] = ()
    returned: Sequence[int] = ()
    trust_up: Sequence[int] = ()
    trust_down: Sequence[int] = ()
    reports_read: int = 0


@dataclass(frozen=True)
class MorningLine:
    """One line of a morning: which sentence, about whom."""

    sentence: str
    person: int | None = None


def morning_lines(yesterday: Yesterday) -> list[MorningLine]:
    """Three lines at most on what yesterday's acts changed, the heaviest first; a quiet night when nothing did."""
    lines = [MorningLine("restricted", person) for person in yesterday.restricted]
    lines += [MorningLine("returned", person) for person in yesterday.returned]
    lines += [MorningLine("check_found" if found else "check_idle") for found in yesterday.checked_found]
    lines += [MorningLine("talk_remembered", person) for person in yesterday.talked]
    lines += [MorningLine("trust_down", person) for person in yesterday.trust_down[:1]]
    lines += [MorningLine("trust_up", person) for person in yesterday.trust_up[:1] if person not in yesterday.talked]
    lines += [MorningLine("report_read")] if yesterday.reports_read else []
    return lines[:MORNING_LINES] or [MorningLine("quiet")]


def pick(options: Sequence[str], *, seed: int, purpose: str, identity: str) -> str:
    """One of the options, by a hash of seed, purpose and identity: the same exercise says the same."""
    digest = hashlib.sha256(f"{seed}:{purpose}:{identity}".encode()).digest()
    return options[int.from_bytes(digest[:8], "big") % len(options)]


def word_for(percent: int, words: Mapping[int, str] | Iterable[tuple[int, str]]) -> str:
    """The word nearest to a number of per cent."""
    pairs = list(words.items() if isinstance(words, Mapping) else words)
    return min(pairs, key=lambda pair: abs(pair[0] - percent))[1]
