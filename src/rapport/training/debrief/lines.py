"""How far each signal and each suspicion came, from plain values.

A line goes from left to right and ends at the first step that was not reached: a link that was never made cannot be
decided on. A finding is a code; the page says it in the reader's language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

CONCERN = 0.25
"""A card at or above this is a concern: C_FA / (C_FA + C_M) when a miss costs three false alarms (plan of the room)."""


class Step(IntEnum):
    """The columns of the first picture, in their order."""

    HAPPENED = 0
    IN_SIGHT = 1
    NOTICED = 2
    REPORTED = 3
    GRADED = 4
    LINKED = 5
    IN_PRODUCT = 6
    DECIDED = 7


class Ending(StrEnum):
    """Why a signal's line ends where it ends."""

    OUT_OF_SIGHT = "out_of_sight"
    DID_NOT_CATCH_THE_EYE = "did_not_catch_the_eye"
    NOT_NOTED = "not_noted"
    NOT_REPORTED = "not_reported"
    WAITS_TO_BE_READ = "waits_to_be_read"
    STOOD_ALONE = "stood_alone"
    ONE_ORIGIN = "one_origin"
    NOT_DECIDED = "not_decided"
    REACHED = "reached"


@dataclass(frozen=True)
class Happening:
    """One event as the world knows it. `people` are indices into the world's people, the one who acted first."""

    event: int
    day: int
    slot: int
    place: str
    act: str
    people: tuple[int, ...]
    signal: bool
    harmful: bool
    marked: bool
    twin: int | None
    kind: str


@dataclass(frozen=True)
class Attention:
    """What the player's post and notebook made of one event."""

    in_sight: bool = False
    shown: bool = False
    noted: bool = False


@dataclass(frozen=True)
class Account:
    """What one filed report of the player's says of some events, and what the desk's own records say became of that.

    `concern` is the card's probability (0..1), None when no card was given. `restricted` maps a person to the days he
    was kept from something because of a decision that rests on this report.
    """

    ref: str
    day: int
    events: frozenset[int]
    worry: bool = True
    concern: float | None = None
    graded: bool = False
    linked: bool = False
    in_product: bool = False
    decided: bool = False
    restricted: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SignalLine:
    """One row of the first picture."""

    happening: Happening
    reached: Step
    ending: Ending
    accounts: tuple[Account, ...]


@dataclass(frozen=True)
class SuspicionLine:
    """One row of the second picture: one innocent person, and how far the suspicion came. `days` of restriction."""

    person: int
    happenings: tuple[Happening, ...]
    reached: Step
    days: int
    accounts: tuple[Account, ...]

    @property
    def practising(self) -> bool:
        """Whether what he did was seen beside everyday religious practice of his: on the way to prayer, or fasting."""
        return any(one.marked and one.people[0] == self.person for one in self.happenings)

    @property
    def measure(self) -> bool:
        """Whether somebody did something to him."""
        return self.days > 0


def signal_lines(
    happenings: Iterable[Happening], attention: Mapping[int, Attention], accounts: Iterable[Account]
) -> list[SignalLine]:
    """A row for each true signal, in the order in which they happened."""
    filed = list(accounts)
    signals = sorted((one for one in happenings if one.signal), key=lambda one: (one.day, one.slot, one.event))
    return [_signal_line(one, attention.get(one.event, Attention()), filed) for one in signals]


def _signal_line(happening: Happening, seen: Attention, filed: list[Account]) -> SignalLine:
    mine = tuple(account for account in filed if happening.event in account.events)
    passed = [
        (seen.in_sight or seen.shown, Step.IN_SIGHT, Ending.OUT_OF_SIGHT),
        (seen.noted, Step.NOTICED, Ending.NOT_NOTED if seen.shown else Ending.DID_NOT_CATCH_THE_EYE),
        (bool(mine), Step.REPORTED, Ending.NOT_REPORTED),
        (any(account.graded for account in mine), Step.GRADED, Ending.WAITS_TO_BE_READ),
        (any(account.linked for account in mine), Step.LINKED, Ending.STOOD_ALONE),
        (any(account.in_product for account in mine), Step.IN_PRODUCT, Ending.ONE_ORIGIN),
        (any(account.decided for account in mine), Step.DECIDED, Ending.NOT_DECIDED),
    ]
    reached = Step.HAPPENED
    for passed_it, step, ending in passed:
        if not passed_it:
            return SignalLine(happening, reached, ending, mine)
        reached = step
    return SignalLine(happening, reached, Ending.REACHED, mine)


def is_suspicion(account: Account) -> bool:
    """Whether a report suspects the people it names. Good news and welfare never do; a worry without a card does."""
    return account.worry and (account.concern is None or account.concern >= CONCERN)


def suspicion_lines(happenings: Iterable[Happening], accounts: Iterable[Account]) -> list[SuspicionLine]:
    """A row for each innocent person who was suspected, the one who bore most first.

    Innocent is who has no part in any harmful case. The one who acted in a reported happening is suspected by it; the
    other man in it is not, unless a measure fell on him too.
    """
    known = {one.event: one for one in happenings}
    guilty_or_harmed = {person for one in known.values() if one.harmful for person in one.people}
    suspecting = [account for account in accounts if is_suspicion(account)]
    rows: dict[int, list[tuple[Account, Happening]]] = {}
    for account in suspecting:
        for event in sorted(account.events):
            happening = known.get(event)
            if happening is None:
                continue
            for person in happening.people:
                is_actor = person == happening.people[0]
                if person not in guilty_or_harmed and (is_actor or account.restricted.get(person)):
                    rows.setdefault(person, []).append((account, happening))
    lines = [_suspicion_line(person, row) for person, row in rows.items()]
    return sorted(lines, key=lambda line: (-line.days, -line.reached, line.happenings[0].day, line.person))


def _suspicion_line(person: int, row: list[tuple[Account, Happening]]) -> SuspicionLine:
    accounts = [account for account, _ in row]
    happenings = tuple({happening.event: happening for _, happening in row}.values())
    days = max(account.restricted.get(person, 0) for account in accounts)
    reached = Step.REPORTED
    if any(account.graded for account in accounts):
        reached = Step.GRADED
    if any(account.in_product for account in accounts):
        reached = Step.IN_PRODUCT
    if days:
        reached = Step.DECIDED
    reports = tuple({account.ref: account for account in accounts}.values())
    return SuspicionLine(person, tuple(sorted(happenings, key=lambda one: (one.day, one.slot))), reached, days, reports)


@dataclass(frozen=True)
class TwinPair:
    """Two men who did the same thing, one of them on his way to or from prayer. Whether each was suspected."""

    marked: Happening
    plain: Happening
    both_shown: bool
    marked_suspected: bool
    plain_suspected: bool

    @property
    def uneven(self) -> bool:
        """Whether only one of them was suspected."""
        return self.marked_suspected != self.plain_suspected


def twin_pairs(
    happenings: Iterable[Happening], attention: Mapping[int, Attention], accounts: Iterable[Account]
) -> list[TwinPair]:
    """The twin pairs, in the order of their first member. A pair of which one was not shown counts for nothing."""
    known = {one.event: one for one in happenings}
    suspected = {event for account in accounts if is_suspicion(account) for event in account.events}
    pairs = []
    for one in known.values():
        if one.twin is None or not one.marked:
            continue
        other = known[one.twin]
        shown = [attention.get(event, Attention()).shown for event in (one.event, other.event)]
        pairs.append(TwinPair(one, other, all(shown), one.event in suspected, other.event in suspected))
    return sorted(pairs, key=lambda pair: min((pair.marked.day, pair.marked.slot), (pair.plain.day, pair.plain.slot)))
