"""A statement that is kept (`access.statements`): its wording, its values, gaps among them, and how it is asked."""

from __future__ import annotations

from collections.abc import KeysView, Mapping, Sequence, ValuesView
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connection

from rapport.access import alike, asking

Many = (list, tuple, set, frozenset, KeysView, ValuesView)
WHOLE = -1
"""In place of how many there are, and of which of them: all, as one value."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a value stands: that of this name, the `nth` of many or all, as what the database's driver wants.

    In place of a name: whose it is, of a viewer before the star, and which of theirs.
    """

    name: str | tuple[int, str]
    nth: int
    wrap: type | None


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement, and the way from its rows to what a query set gives; without one they are given as they come.

    How each column is read (a text as a moment, a number as yes or no) is worked out once: for a row of forty columns
    that took as long as everything else.
    """

    sql: str
    iterable: Any = None
    model: Any = None
    fields: Any = None
    compiler: Any = None
    reading: Any = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement and its values, some of them gaps."""

    wording: Wording
    values: tuple[Any, ...]

    def rows(self, here: Any, given: Mapping[str, Any], fixed: Sequence[Any]) -> list[Any]:
        """What the database behind this connection says when the gaps are filled so."""
        filled = {name: list(value) if isinstance(value, Many) else [value] for name, value in given.items()}
        values = []
        for one in self.values:
            if type(one) is Gap:
                some = filled[one.name] if isinstance(one.name, str) else [_own(fixed, one)]
                if one.nth == WHOLE:
                    values.append(asking.as_one(here, some if one.wrap is None else list(map(one.wrap, some))))
                    continue
                value = some[min(one.nth, len(some) - 1)]
                if type(value) is datetime:
                    value = adapted(value)
                values.append(value if one.wrap is None else one.wrap(value))
            else:
                values.append(one)
        if self.wording.iterable is None:
            return asking.answer(here, self.wording.sql, values) if self.wording.sql else []
        return list(self.wording.iterable(_Asked(here, self.wording, tuple(values))))

    def settled(self, fixed: tuple[Any, ...]) -> Kept:
        """The same for these viewers: what is their own is filled in for good."""
        return Kept(self.wording, tuple([_settled(fixed, one) if type(one) is Gap else one for one in self.values]))


def _own(fixed: Sequence[Any], gap: Gap) -> Any:
    place, name = cast("tuple[int, str]", gap.name)
    return alike.value_at(tuple(fixed), (place, name, gap.nth))


def _settled(fixed: tuple[Any, ...], gap: Gap) -> Any:
    if isinstance(gap.name, str):
        return gap
    value = adapted(_own(fixed, gap))
    return value if gap.wrap is None else gap.wrap(value)


class _Asked:
    """What Django's way from rows to records needs to know of a query set and its query."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: Mapping[Any, Any] = {}

    def __init__(self, here: Any, wording: Wording, values: tuple[Any, ...]) -> None:
        self.query = self
        self.model = wording.model
        self._fields = wording.fields
        self._here = here
        self._wording = wording
        self._values = values

    def get_compiler(self, using: str = DEFAULT_DB_ALIAS) -> Any:  # noqa: ARG002  Django's name for it
        """The compiler of the kept statement, that asks it here: in one piece, since its rows are a list at the end."""
        kept = self._wording.compiler
        one: Any = object.__new__(type(kept))
        one.__dict__ = {
            **kept.__dict__,
            "connection": self._here,
            "execute_sql": self._pieces,
            "get_converters": lambda _columns: self._wording.reading,
        }
        return one

    def _pieces(self, *_how: Any, **_more: Any) -> list[list[Any]]:
        rows = asking.answer(self._here, self._wording.sql, self._values)
        wanted = self._wording.compiler
        return [[row[: wanted.col_count] for row in rows] if wanted.has_extra_select else rows]


def adapted(one: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(one) if isinstance(one, datetime) else one
