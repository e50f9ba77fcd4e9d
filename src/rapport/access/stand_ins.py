"""Values that stand in for others while a question is put together, and tell if they were looked at.

A value that is only filled in later must not decide the wording: a question that says *if this text is empty* would be
kept as it reads for one text and asked for every other. So a stand-in notices whatever Python code of ours does with it
but hand it on: asks whether it is true, compares it, counts it, takes a part of it. Django, which carries it to its
place in the statement, may look.
"""

from __future__ import annotations

import secrets
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

CARRIERS = ("django.", "psycopg", "rapport.access.statements", "rapport.access.stand_ins", "rapport.access.viewer")
"""Whoever may look. A viewer with a stand-in for a clock is told from every other viewer by it, and decides nothing."""


class _Steering(threading.local):
    noticed = 0


_steering = _Steering()


def looked_at() -> int:
    """How often code of ours looked at a stand-in of this thread."""
    return _steering.noticed


def _noticing(plain: Callable[..., Any]) -> Callable[..., Any]:
    """The same, noticed. Of which kind a value is may be asked: that is part of the wording's key."""

    def look(self: Any, *more: Any) -> Any:
        if more != ("__class__",) and not sys._getframe(1).f_globals.get("__name__", "").startswith(CARRIERS):
            _steering.noticed += 1
        return plain(self, *more)

    return look


COMPARING = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__hash__", "__getattribute__")
READING = ("__len__", "__iter__", "__contains__", "__getitem__", "__reversed__")
COUNTING = ("__add__", "__sub__", "__mod__", "__bool__", "__int__", "__index__", "__str__", "__repr__", "__format__")


def _watched(kind: Any, *, but: tuple[str, ...] = ()) -> Any:
    """A kind of values that tell."""
    looks = {one: getattr(kind, one) for one in (*COMPARING, *READING, *COUNTING) if hasattr(kind, one)}
    looks |= {"__bool__": looks.get("__bool__", _has_something)}
    return type(f"standing_in_{kind.__name__}", (kind,), {n: _noticing(do) for n, do in looks.items() if n not in but})


def _has_something(self: Any) -> bool:
    return not hasattr(type(self), "__len__") or type(self).__len__(self) > 0


# Going through many of them is how they are handed on; asking how many there are, or for one of them, is not.
_kinds: dict[type, Any] = {kind: _watched(kind) for kind in (int, str, datetime)}
_many = _watched(list, but=("__iter__", "__hash__", "__getattribute__"))


def stand_in(kind: type) -> Any:
    """A value of this kind that stands nowhere else."""
    drawn = secrets.randbits(60) | 1 << 60
    if kind is int:
        return _kinds[int](drawn)
    if kind is str:
        return _kinds[str](f"{drawn:x}")
    far = datetime(2500, 1, 1, tzinfo=UTC) + timedelta(microseconds=drawn >> 8)
    return _kinds[datetime].fromisoformat(far.isoformat())


@cache
def any_clock() -> datetime:
    """The one value that stands in for every clock: whoever has it is one viewer, whose rules are put together once."""
    made: datetime = stand_in(datetime)
    return made


def many(some: list[Any]) -> list[Any]:
    """These as the many that a question is given."""
    made: list[Any] = _many(some)
    return made


def is_plain(kind: type) -> bool:
    """Whether values of this kind are what the driver takes as they are: ours, or Python's own."""
    return kind in _kinds or kind in _kinds.values()
