"""Corrections: what changed since something was handed on, for whoever has it and for whoever handed it on.

Each look is entered. Who acknowledged what, and when, is the only thing kept (`services.acknowledge`).
Source: Directive (EU) 2016/680, articles 7(3) and 16(6); safeguard 8; docs/decisions/0120.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rapport.access import copies
from rapport.access.copies import Change, Copy, Read
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import answering, record
from rapport.reporting.models import Acknowledgement


@dataclass(frozen=True)
class Told:
    """A change of a copy, and who of those it lies before has acknowledged it."""

    change: Change
    reads: tuple[Read, ...]

    @property
    def waits(self) -> bool:
        """Whether somebody has still to read it."""
        return any(one.at is None for one in self.reads)


@dataclass(frozen=True)
class Corrected:
    """A copy with what changed since, as it stands with each of those who have it."""

    copy: Copy
    told: tuple[Told, ...]


@dataclass(frozen=True)
class HandedOn:
    """The page of one reader: what they have still to read, what they read, and what their desk handed on."""

    to_read: tuple[Copy, ...]
    read: tuple[Corrected, ...]
    given: tuple[Corrected, ...]


@answering
def to_read(viewer: Viewer) -> list[Copy]:
    """What was handed to the viewer and has changed since without their having acknowledged it."""
    found = _unread(viewer, copies.received(viewer))
    if found:
        record(viewer, Operation.CONSULTATION, *_entries(found), reason=because("reporting.corrections_read"))
    return found


@answering
def handed_on(viewer: Viewer) -> HandedOn:
    """All that was handed to the viewer, or by their desk, and has changed since."""
    received, given = copies.received(viewer), copies.given(viewer)
    if received or given:
        seen = _entries([*received, *given])
        record(viewer, Operation.CONSULTATION, *seen, reason=because("reporting.corrections_read"))
    mine = [replace(one, people=((viewer.staff_ref, viewer.name),)) for one in received]
    return HandedOn(
        to_read=tuple(_unread(viewer, received)),
        read=tuple(one for one in told_of(mine) if not any(each.waits for each in one.told)),
        given=tuple(told_of(given)),
    )


def _unread(viewer: Viewer, found: Sequence[Copy]) -> list[Copy]:
    if not found:
        return []
    rows = Acknowledgement.objects.visible_to(viewer).filter(copy_ref__in={one.ref for one in found})
    mine = set(rows.values_list("copy_class", "copy_ref", "change"))
    left = [
        replace(one, changes=tuple(each for each in one.changes if (*one.entry, each.key) not in mine)) for one in found
    ]
    return [one for one in left if one.changes]


def told_of(found: Sequence[Copy]) -> list[Corrected]:
    """These copies, with who acknowledged each change. Enters nothing: for who shows the record that was copied."""
    said: dict[tuple[str, str, str], dict[str, tuple[str, datetime]]] = defaultdict(dict)
    rows = Acknowledgement.unfiltered.filter(copy_ref__in={one.ref for one in found}).order_by("pk")
    for copy_class, ref, change, by, name, at in rows.values_list(
        "copy_class", "copy_ref", "change", "by__ref", "by__name", "at"
    ):
        said[copy_class, ref, change][by] = (name, at)
    return [
        Corrected(one, tuple(Told(each, _reads(one, said[(*one.entry, each.key)])) for each in one.changes))
        for one in found
    ]


def _reads(one: Copy, said: dict[str, tuple[str, datetime]]) -> tuple[Read, ...]:
    """Whom it lies before, read or not; then whoever read it and is posted there no more."""
    before = [Read(name, said[ref][1] if ref in said else None) for ref, name in one.people]
    gone = [Read(name, at) for ref, (name, at) in said.items() if ref not in dict(one.people)]
    return (*before, *gone)


def _entries(found: Sequence[Copy]) -> list[tuple[str, str]]:
    return sorted({one.entry for one in found})
