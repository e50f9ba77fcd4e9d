"""Asking the database a statement that is kept: on PostgreSQL planned once for a connection.

Django fills values in itself and never lets a plan be kept; behind the walls, whose policies stand in every plan,
PostgreSQL then plans for longer than it answers. A kept statement is asked with its values beside it and under a plan
that does not depend on them. What it says, and who may see what, is the same: the policies are part of the plan.

Source: PostgreSQL 15, "PREPARE"; psycopg 3, "Prepared statements".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX, SQLiteCursorWrapper

MOST_PLANNED = 400
"""Plans of one connection; the one that was not asked for longest goes first."""
NEVER_BY_ITSELF = 1 << 40
"""The driver counts how often anything else is asked, and lets it be."""
GENERIC = "SET plan_cache_mode = force_generic_plan; SET jit = off"
"""Otherwise each statement is planned anew five times, and again whenever its values seem to matter; and one whose cost
is guessed too high would be compiled first, for longer than any of them takes."""

AMONG = {"postgresql": "= ANY (%s)", "sqlite": "IN (SELECT value FROM json_each(%s))"}
"""Among many that are one value: see `as_one`."""


def connection() -> Any:
    """This thread's connection: what asks several times looks it up once."""
    return connections[DEFAULT_DB_ALIAS]


def as_one(here: Any, many: list[Any]) -> Any:
    """Numbers or texts as the one value that stands there."""
    return json.dumps(many) if here.vendor == "sqlite" else many


def _cursor(here: Any) -> Any:
    """A cursor of this connection for a statement that is kept."""
    here.close_if_health_check_failed()
    here.ensure_connection()
    raw = here.connection
    if here.vendor != "postgresql":
        with here.wrap_database_errors:
            return here._prepare_cursor(raw.cursor(factory=_KnownPlaces))
    if raw.prepared_max != MOST_PLANNED:
        raw.prepared_max, raw.prepare_threshold = MOST_PLANNED, NEVER_BY_ITSELF
        raw.execute(GENERIC)
    with here.wrap_database_errors:
        return here._prepare_cursor(_planning()(raw))  # as `connection.cursor` does


class _KnownPlaces(SQLiteCursorWrapper):
    """A cursor of SQLite that knows where the values stand in a kept statement; Django looks for them each time."""

    def convert_query(self, query: str, *, param_names: Sequence[str] | None = None) -> str:
        """See Django's own."""
        return _places(query) if param_names is None else super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=1_000)
def _places(statement: str) -> str:
    return str(FORMAT_QMARK_REGEX.sub("?", statement).replace("%%", "%"))


def answer(here: Any, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a kept statement as they come."""
    with _cursor(here) as asked:
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
