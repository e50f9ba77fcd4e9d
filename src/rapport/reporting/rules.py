"""Whether a report can be filed, and where one stands: decisions on plain values, each with a code.

A page says the code in the writer's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from unicodedata import category

from rapport.reporting.kinds import DAYS_TO_HEAR, HOURS_TO_WAIT, MOST_LETTERS, TEXTS, EventKind

EARLIEST = timedelta(days=365)
"""What happened more than a year ago is told to the desk in person: the date is more likely a slip."""


@dataclass(frozen=True)
class Finding:
    """Why a report cannot be filed as it is. `field` is where to mend it, "" for the whole."""

    code: str
    field: str = ""


class NotSaved(ValueError):
    """A draft cannot be kept like this. `code` says why, `field` where."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"{code}: {field}")
        self.code = code
        self.field = field


def tidied(text: str) -> str:
    """A text as it is kept: one kind of line end, and nothing that is no letter, sign or line break."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in plain if letter in "\n\t" or category(letter)[0] != "C")


def unfilable(
    texts: Mapping[str, str],
    *,
    about: str,
    happened_at: datetime | None,
    now: datetime,
    in_protected_place: bool,
    protected_role: str = "",
    road: str = "",
) -> list[Finding]:
    """All that stands in the way of filing; empty when nothing does.

    What was said in a protected place, or with a protected role, is not for the desk; any other road takes it.
    """
    found = []
    if not any(texts[name].strip() for name in TEXTS):
        found.append(Finding("empty", "seen"))
    found += [Finding("too_long", name) for name in TEXTS if len(texts[name].strip()) > MOST_LETTERS]
    if not about:
        found.append(Finding("no_about", "about"))
    if happened_at is None:
        found.append(Finding("no_time", "happened_on"))
    elif happened_at > now + timedelta(minutes=1):
        found.append(Finding("in_the_future", "happened_on"))
    elif happened_at < now - EARLIEST:
        found.append(Finding("too_long_ago", "happened_on"))
    if in_protected_place and not road:
        found.append(Finding("protected_place", "place"))
    if protected_role and not road:
        found.append(Finding("protected_role", "protected_role"))
    return found


def standing(kinds: Iterable[str]) -> str:
    """Where a report stands, from what became of it in order: waiting, taken, returned, or the kind that ended it.

    An addition to a report that was returned puts it back into the queue. Feedback moves nothing, and nothing that was
    added later takes a report back that was closed.
    """
    stands = ""
    for kind in kinds:
        if kind in {EventKind.FILED, EventKind.LET_GO}:
            stands = "waiting"
        elif kind == EventKind.ADDED:
            stands = "waiting" if stands == EventKind.RETURNED else stands
        elif kind in {EventKind.TAKEN, EventKind.HANDED}:
            stands = "taken"
        elif kind != EventKind.FEEDBACK:
            stands = str(kind)
    return stands


class Happened(Protocol):
    """An event, as far as clocks go."""

    @property
    def kind(self) -> str: ...

    @property
    def at(self) -> datetime: ...


def due_at(events: Iterable[Happened]) -> datetime | None:
    """By when the desk is to evaluate: a day after filing, or after what answered its question; None while it asks."""
    starts: datetime | None = None
    asked = False
    for one in events:
        if one.kind == EventKind.FILED or (one.kind == EventKind.ADDED and asked):
            starts, asked = one.at, False
        elif one.kind == EventKind.RETURNED:
            asked = True
    return None if asked or starts is None else starts + timedelta(hours=HOURS_TO_WAIT)


def hears_by(events: Iterable[Happened]) -> datetime | None:
    """By when its author is to hear of a report; None once they have.

    A week from filing, and again from what answered a question of the desk. Whatever moved it meanwhile moves no clock.
    """
    starts: datetime | None = None
    asked = False
    for one in events:
        if one.kind == EventKind.FILED or (one.kind == EventKind.ADDED and asked):
            starts, asked = one.at, False
        elif one.kind == EventKind.RETURNED:
            starts, asked = None, True
        elif one.kind == EventKind.FEEDBACK:
            starts = None
    return None if starts is None else starts + timedelta(days=DAYS_TO_HEAR)


LOOKED_AT_WITHIN = timedelta(hours=24)
"""So long a report on a road may wait until somebody receives it. Assumed: a service states its own."""


def road_due(filed_at: datetime) -> datetime:
    """Until when it is to be received."""
    return filed_at + LOOKED_AT_WITHIN


def not_in(typed: Mapping[str, str], kept: Mapping[str, str]) -> str:
    """What was typed and is not in what was kept, to be offered as an addendum; "" when all is there."""
    pairs = [(typed[name].strip(), kept[name].strip()) for name in TEXTS]
    return "\n\n".join(said for said, is_kept in pairs if said and said != is_kept)
