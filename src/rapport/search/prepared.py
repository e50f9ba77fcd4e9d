"""Statements put together once for a viewer and asked many times.

What a rule lets somebody see follows from their value as a viewer, so the statement does too: putting it together costs
more than most of its answers. Never kept is one for which the wall's clock or the database was asked while it was made:
that one was right only then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from rapport.access.statements import watched

MOST_KEPT = 2_000
MOST_PLANNED = 200
"""For each connection to PostgreSQL: a plan takes some hundred kilobytes there."""


@dataclass(frozen=True)
class Among:
    """The records that count. `key` holds all that `rows` follows from beside the database: the viewer, the facets."""

    key: Hashable
    rows: Callable[[], QuerySet[Any]]


@dataclass(frozen=True)
class Gap:
    """Where a value stands in a statement that is only known when it is asked."""

    name: str


@dataclass(frozen=True)
class Around:
    """SQL around that of some rows, with the values that come after theirs."""

    before: str
    after: str
    values: tuple[Any, ...]


_numbers = count(1)


@dataclass(frozen=True)
class Statement:
    """SQL with its values, some of them gaps; without SQL for rows of which there can be none."""

    sql: str
    values: tuple[Any, ...]
    name: str = field(default_factory=lambda: f"rapport_{next(_numbers)}")

    def rows(self, filled: Mapping[Gap, Any]) -> list[tuple[Any, ...]]:
        """What the database says when the gaps are filled so."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                _ready(cursor, self)
                filling = [filled[one] for one in self.values if isinstance(one, Gap)]
                cursor.execute(f"EXECUTE {self.name} ({', '.join(['%s'] * len(filling))})", filling)
            else:
                cursor.execute(self.sql, [filled[one] if isinstance(one, Gap) else one for one in self.values])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def answers(self, filled: Mapping[Gap, Any]) -> list[int]:
        """The first column of it."""
        return [row[0] for row in self.rows(filled)]


_kept: dict[Hashable, Statement] = {}
_planned: WeakKeyDictionary[Any, dict[str, None]] = WeakKeyDictionary()
"""Connection to PostgreSQL → the statements that it has planned, the one that was asked last at the end."""


def _ready(cursor: CursorWrapper, statement: Statement) -> None:
    """Let PostgreSQL plan a statement once for a connection: planning a rule takes longer than asking it."""
    planned = _planned.setdefault(connection.connection, {})
    if statement.name not in planned:
        if not planned:
            cursor.execute("SET plan_cache_mode = force_generic_plan")  # otherwise the first five times are planned too
        if len(planned) >= MOST_PLANNED:
            oldest = next(iter(planned))
            cursor.execute(f"DEALLOCATE {oldest}")
            del planned[oldest]
        cursor.execute(*_numbered(statement))
    planned.pop(statement.name, None)
    planned[statement.name] = None


def _numbered(statement: Statement) -> tuple[str, list[Any]]:
    """The statement as PREPARE takes it: its gaps numbered, with the other values."""
    values, fixed, numbers = iter(statement.values), [], count(1)

    def place(found: re.Match[str]) -> str:
        if found.group() == "%%":
            return "%%"
        value = next(values)
        if isinstance(value, Gap):
            return f"${next(numbers)}"
        fixed.append(value)
        return "%s"

    said = re.sub("%[%s]", place, statement.sql)
    return f"PREPARE {statement.name} AS {said}", fixed


def statement(key: Hashable, rows: Callable[[], QuerySet[Any]] | None, around: Around | None = None) -> Statement:
    """The statement of these rows, kept under this key where that is sound. Without rows: of what is around them."""
    known = _kept.get((connection.vendor, key))
    if known is not None:
        return known
    with watched() as watch:
        made = _made(rows, around or Around("", "", ()))
    if watch.lasting:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[connection.vendor, key] = made
    return made


def _made(rows: Callable[[], QuerySet[Any]] | None, around: Around) -> Statement:
    sql, values = "", ()
    if rows is not None:
        try:
            sql, values = rows().query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        except EmptyResultSet:
            return Statement("", ())
    return Statement(f"{around.before}{sql}{around.after}", (*values, *around.values))
