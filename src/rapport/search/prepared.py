"""Statements put together once for a viewer and asked many times.

What a rule lets somebody see follows from their value as a viewer, so the statement does too: putting it together costs
more than most of its answers. Never kept is one for which the wall's clock or the database was asked while it was made:
that one was right only then.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

from rapport.ledger.clock import looks_taken

MOST_KEPT = 2_000


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
class Statement:
    """SQL with its values, some of them gaps; without SQL for rows of which there can be none."""

    sql: str
    values: tuple[Any, ...]

    def rows(self, filled: Mapping[Gap, Any]) -> list[tuple[Any, ...]]:
        """What the database says when the gaps are filled so."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [filled[one] if isinstance(one, Gap) else one for one in self.values])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def answers(self, filled: Mapping[Gap, Any]) -> list[int]:
        """The first column of it."""
        return [row[0] for row in self.rows(filled)]


_kept: dict[Hashable, Statement] = {}


def statement(key: Hashable, rows: Callable[[], QuerySet[Any]]) -> Statement:
    """The statement of these rows, kept under this key where that is sound."""
    known = _kept.get((connection.vendor, key))
    if known is not None:
        return known
    looks = looks_taken()
    with _watched() as asked:
        try:
            sql, values = rows().query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        except EmptyResultSet:
            sql, values = "", ()
    made = Statement(sql, tuple(values))
    if looks_taken() == looks and not asked:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[connection.vendor, key] = made
    return made


@contextmanager
def _watched() -> Iterator[list[str]]:
    """Whatever the database is asked meanwhile."""
    asked: list[str] = []

    def noting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noting):
        yield asked
