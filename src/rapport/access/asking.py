"""Asking the database a statement that is kept: on PostgreSQL planned once for a connection.

Django fills values in itself and never lets a plan be kept; behind the walls, whose policies stand in every plan,
PostgreSQL then plans for longer than it answers. A kept statement is asked with its values beside it and under a plan
that does not depend on them. What it says, and who may see what, is the same: the policies are part of the plan.

Source: PostgreSQL 15, "PREPARE"; psycopg 3, "Prepared statements".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection

MOST_PLANNED = 400
"""Plans of one connection; the one that was not asked for longest goes first."""
NEVER_BY_ITSELF = 1 << 40
"""The driver counts how often anything else is asked, and lets it be."""
GENERIC = "SET plan_cache_mode = force_generic_plan; SET jit = off"
"""Otherwise each statement is planned anew five times, and again whenever its values seem to matter; and one whose cost
is guessed too high would be compiled first, for longer than any of them takes."""


def cursor() -> Any:
    """A cursor of this thread's connection for a statement that is kept."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    here: Any = connection
    raw = here.connection
    if raw.prepared_max != MOST_PLANNED:
        raw.prepared_max, raw.prepare_threshold = MOST_PLANNED, NEVER_BY_ITSELF
        raw.execute(GENERIC)
    with here.wrap_database_errors:
        return here._prepare_cursor(_planning()(raw))  # as `connection.cursor` does


class Connection:
    """This thread's connection, as Django's way from rows to records wants it, but for the cursor."""

    def __getattr__(self, name: str) -> Any:
        return getattr(connection, name)

    def cursor(self) -> Any:
        """See `cursor`."""
        return cursor()


def answer(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a kept statement as they come."""
    with cursor() as asked:
        asked.execute(sql, values)
        found: list[tuple[Any, ...]] = asked.fetchall()
    return found


@cache
def _planning() -> Any:
    """The class of the cursor; made when it is first needed, since SQLite needs no driver of PostgreSQL."""
    from django.db.backends.postgresql.base import ServerBindingCursor

    binding: Any = ServerBindingCursor

    def execute(self: Any, query: Any, params: Any = None, **more: Any) -> Any:
        return binding.execute(self, query, params, prepare=True, **more)

    return type("Planning", (binding,), {"execute": execute})
