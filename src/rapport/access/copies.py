"""Copies carry their conditions: what was handed to whom, and what changed since.

A room names a module on its AppConfig (`copies = "rapport.reporting.copies"`) with

    received(viewer)    what was handed to the viewer, or opened to them, each with what changed since
    given(viewer)       what the viewer's own desk handed on, each with whom it lies before and what changed since

Both follow from dated events. What changed is said only as far as the copy itself is concerned by it: in words that its
reader may see. That somebody has read it is kept (`reporting.Acknowledgement`), and nothing else.
Source: Directive (EU) 2016/680, articles 7(3), 9(3) and 16(6); safeguard 8.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.functional import Promise

from rapport.access.viewers import Viewer

TOLD_FOR = timedelta(days=365)
"""For so long after a handing is told what changed: nobody acts on an older copy without asking anew."""


@dataclass(frozen=True)
class Change:
    """Something that changed since a copy was handed on: when, and in which words, with its values.

    `key` is the same whenever it is worked out again; nobody can tell from it what it stands for.
    """

    key: str
    at: datetime
    words: str | Promise
    values: Mapping[str, str | Promise] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.words) % {name: str(value) for name, value in self.values.items()}


@dataclass(frozen=True)
class Read:
    """Whom a copy lies before, and when they acknowledged what changed: None while they have not."""

    name: str
    at: datetime | None


@dataclass(frozen=True)
class Copy:
    """A copy: of which record, who handed it on to whom, when and why, and what changed since, in order.

    `address` is where it is read, empty where it is not any more. `people` are those whom it lies before now, as
    reference and name. `outside`: it went to an office outside, and whoever sent it tells them.
    """

    record_class: str
    ref: str
    name: str | Promise
    at: datetime
    by_label: str = ""
    to: str | Promise = ""
    why: str | Promise = ""
    address: str = ""
    changes: tuple[Change, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    outside: str = ""

    @property
    def entry(self) -> tuple[str, str]:
        """As the ledger names it."""
        return self.record_class, self.ref


def key_of(*parts: object) -> str:
    """The key of a change, from what it is."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]


def received(viewer: Viewer) -> list[Copy]:
    """What was handed to the viewer and has changed since, the last change first."""
    return _changed(one for room in _rooms() for one in room.received(viewer))


def given(viewer: Viewer) -> list[Copy]:
    """What the viewer's desk handed on and has changed since, the last change first."""
    return _changed(one for room in _rooms() for one in room.given(viewer))


def _changed(copies: Iterable[Copy]) -> list[Copy]:
    return sorted((one for one in copies if one.changes), key=lambda one: one.changes[-1].at, reverse=True)


def _rooms() -> list[ModuleType]:
    named = [getattr(room, "copies", "") for room in apps.get_app_configs()]
    return [import_module(name) for name in named if isinstance(name, str) and name]
