"""Two engines behind one question: FTS5 on SQLite, a tsvector under GIN on PostgreSQL.

A question is a list of groups; a record must have one token of each. Candidates come newest first, so that a limit
that is set after the rules have filtered need not look at all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any

from django.db import OperationalError, connection, models
from django.db.models import BooleanField, Exists, F, Func, OuterRef, QuerySet, Value

from rapport.search.models import Entry, Words

Groups = Sequence[Collection[str]]


class _Fts5(Func):
    template = "search_words MATCH %(expressions)s"
    output_field = BooleanField()


class _TsVector(Func):
    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = BooleanField()


def candidates(kind: str, groups: Groups, *, among: QuerySet[Any]) -> QuerySet[Any, int]:
    """The keys of the records of this kind that have a token of each group and are `among` these; newest first."""
    return _ruled(kind, groups, among)


def bare(kind: str, groups: Groups) -> QuerySet[Any, int]:
    """The same without any rule: only for measuring what the rules cost."""
    return _ruled(kind, groups, None)


def _ruled(kind: str, groups: Groups, among: QuerySet[Any] | None) -> QuerySet[Any, int]:
    found: QuerySet[Any]
    if connection.vendor == "postgresql":
        found = Entry.unfiltered.filter(_TsVector(F("tokens"), Value(_question(groups, "'", " & ", " | "))), kind=kind)
        key, newest = "record_id", "-pk"
    else:
        found = Words.unfiltered.filter(_Fts5(Value(_question(groups, '"', " AND ", " OR "))))
        key, newest = "entry__record_id", "-entry"
    if among is not None:
        found = found.filter(Exists(among.filter(pk=OuterRef(key)).order_by()))
    return found.order_by(newest).values_list(key, flat=True)


def _question(groups: Groups, quote: str, both: str, either: str) -> str:
    parts = (either.join(f"{quote}{one}{quote}" for one in sorted(group)) for group in groups)
    return both.join(f"({part})" for part in parts)


def scrub() -> None:
    """Make what was forgotten leave the raw bytes: of the index, of the journal, and of what the planner remembers.

    Outside a transaction; locks the index while it lasts. On PostgreSQL by whoever owns the table, with `wal_recycle`
    off; without the right to switch the journal it goes at its own next switch. Backups keep words as long as they
    are kept.
    """
    if connection.in_atomic_block:
        raise RuntimeError("scrub outside a transaction")
    (_scrub_postgresql if connection.vendor == "postgresql" else _scrub_sqlite)()


def _scrub_sqlite() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words(search_words) VALUES('optimize')")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _scrub_postgresql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL search_entry")
        cursor.execute("ANALYZE search_entry")
        cursor.execute("VACUUM FULL pg_catalog.pg_statistic")
    for wish in ("CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT"):
        with suppress(OperationalError, models.ProtectedError), connection.cursor() as cursor:
            cursor.execute(wish)
