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
from collections.abc import Callable, Iterable, Iterator, Set
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, cast

OURS = tuple(f"rapport.access.{one}" for one in ("statements", "wordings", "stand_ins", "alike", "viewer"))
CARRIERS = ("django.", "psycopg", *OURS)
"""Whoever may look. A viewer with stand-ins is told from every other viewer by them, and decides nothing."""


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
COUNTING = ("__bool__", "__int__", "__index__", "__str__", "__repr__", "__format__", "__float__", "__round__")
_TWO = ("add", "sub", "mul", "mod", "divmod", "floordiv", "truediv", "pow", "and", "or", "xor", "lshift", "rshift")
RECKONING = (
    *(f"__{before}{one}__" for one in _TWO for before in ("", "r")),
    *("__neg__", "__pos__", "__abs__", "__invert__", "__trunc__", "__floor__", "__ceil__"),
)


def _watched(kind: Any, *, but: tuple[str, ...] = ()) -> Any:
    """A kind of values that tell."""
    looks = {one: getattr(kind, one) for one in (*COMPARING, *READING, *COUNTING, *RECKONING) if hasattr(kind, one)}
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


def key_stand_in() -> Any:
    """A number that any column of keys could hold: for one that is not, Django puts nothing at all together."""
    return _kinds[int](secrets.randbits(29) | 1 << 30)


class Handful(Set[Any]):
    """Stand-ins for what a viewer has several of. How many there are is known; which they are is not to be asked.

    Not a `frozenset`: that would let itself be copied into another without telling.
    """

    def __init__(self, held: Iterable[Any]) -> None:
        self._held = tuple(held)

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[Any]:
        _notice()
        return iter(self._held)

    def __contains__(self, one: object) -> bool:
        _notice()
        return one in self._held

    def __eq__(self, other: object) -> bool:
        _notice()
        return self is other

    def __hash__(self) -> int:
        _notice()
        return hash(self._held)

    def in_order(self) -> list[Any]:
        """These, one after the other."""
        return sorted(self._held)


def _notice() -> None:
    if not sys._getframe(2).f_globals.get("__name__", "").startswith(CARRIERS):
        _steering.noticed += 1


def only(value: Any) -> frozenset[Any]:
    """This value alone, as what a viewer has."""
    return _as_several(Handful([value])) if type(value) in _kinds.values() else frozenset({value})


def besides(values: frozenset[Any], one: Any) -> frozenset[Any]:
    """These values of a viewer, and another one."""
    held: Any = values
    return _as_several(Handful([*held.in_order(), one])) if type(held) is Handful else values | {one}


def in_order(values: frozenset[Any]) -> list[Any]:
    """These values of a viewer in their order: handed on to a filter, not looked at."""
    held: Any = values
    return list(held.in_order()) if type(held) is Handful else sorted(values)


def _as_several(held: Any) -> frozenset[Any]:
    """For whoever reads types: a handful stands where the several values of a viewer would."""
    return cast("frozenset[Any]", held)


def many(some: list[Any]) -> list[Any]:
    """These as the many that a question is given."""
    made: list[Any] = _many(some)
    return made


def is_plain(kind: type) -> bool:
    """Whether values of this kind are what the driver takes as they are: ours, or Python's own."""
    return kind in _kinds or kind in _kinds.values()
