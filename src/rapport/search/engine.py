"""Two engines behind one question: FTS5 on SQLite, a tsvector under GIN on PostgreSQL.

A question is a list of groups; a record must have one token of each. Candidates come newest first, so that a limit
that is set after the rules have filtered need not look at all of them.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import BooleanField, F, Func, OuterRef, QuerySet, Subquery, Value

from rapport.ledger.scrubbing import rewrite
from rapport.search.models import Entry, Words
from rapport.search.prepared import Among, Gap, statement

Groups = Sequence[Collection[str]]
FEW = 10_000
"""As many candidates are fetched at once; more of them lie so close together that going backwards finds enough."""

AT_ONCE = 500


class _Fts5(Func):
    template = "search_words MATCH %(expressions)s"
    output_field = BooleanField()


class _TsVector(Func):
    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = BooleanField()


class _AnyOf(Func):
    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


QUESTION, KEYS = Gap("question"), Gap("keys")


def candidates(kind: str, groups: Groups, *, among: Among, most: int) -> list[int]:
    """The keys of the newest records of this kind that have a token of each group and are `among` these."""
    return _found(kind, groups, among, most)


def bare(kind: str, groups: Groups, *, most: int) -> list[int]:
    """The same without any rule: only for measuring what the rules cost."""
    return _found(kind, groups, None, most)


def _found(kind: str, groups: Groups, among: Among | None, most: int) -> list[int]:
    if connection.vendor != "postgresql":
        return _newest(kind, _question(groups, '"', " AND ", " OR "), among, most)
    return _found_in_postgresql(kind, _question(groups, "'", " & ", " | "), among, most)


def _newest(kind: str, question: str, among: Among | None, most: int) -> list[int]:
    """One candidate after the other, newest first, until there are enough."""

    def rows() -> QuerySet[Any]:
        if connection.vendor == "postgresql":
            matching, key, order = _matching(kind), "record_id", "-pk"
        else:
            matching, key, order = Words.unfiltered.filter(_Fts5(Value(QUESTION))), "entry__record_id", "-entry"
        if among is not None:
            # Asked of each candidate. EXISTS would be pulled up into a join, which begins with all that one may see.
            may_see = among.rows().filter(pk=OuterRef(key)).order_by().values("pk")[:1]
            matching = matching.alias(seen=Subquery(may_see)).filter(seen__isnull=False)
        return matching.order_by(order).values_list(key, flat=True)[:most]

    asked = statement(("newest", kind, most, among and among.key), rows)
    return asked.answers({QUESTION: question})


def _matching(kind: str) -> QuerySet[Any]:
    return Entry.unfiltered.filter(_TsVector(F("tokens"), Value(QUESTION)), kind=kind)


def _found_in_postgresql(kind: str, question: str, among: Among | None, most: int) -> list[int]:
    """GIN gives no order, and the planner cannot guess how many records bear one of three hundred names: so few
    candidates are all fetched and then asked about; of very many the newest are soon found by going backwards.
    """
    with transaction.atomic():
        with _planned("enable_indexscan", "enable_seqscan"):
            some = statement(("some", kind), lambda: _matching(kind).values_list("pk", "record_id")[: FEW + 1])
            pairs = some.rows({QUESTION: question})
        if len(pairs) > FEW:
            with _planned("enable_bitmapscan", "enable_seqscan"):
                return _newest(kind, question, among, most)
        keys = [key for _pk, key in sorted(pairs, reverse=True)]
        return keys[:most] if among is None else _seen(keys, among, most)


def _seen(keys: Sequence[int], among: Among, most: int) -> list[int]:
    """Those of these keys that are `among` what one may see, in their order, until there are enough."""

    def rows() -> QuerySet[Any]:
        return among.rows().filter(_AnyOf(F("pk"), Value(KEYS))).order_by().values_list("pk", flat=True)

    asked = statement(("seen", among.key), rows)
    found: list[int] = []
    for at in range(0, len(keys), AT_ONCE):
        some = keys[at : at + AT_ONCE]
        seen = set(asked.answers({KEYS: some}))
        found += [key for key in some if key in seen]
        if len(found) >= most:
            break
    return found[:most]


@contextmanager
def _planned(*without: str) -> Iterator[None]:
    """What the planner may not do meanwhile."""
    with connection.cursor() as cursor:
        for one in without:
            cursor.execute(f"SET LOCAL {one} = off")
    yield
    with connection.cursor() as cursor:
        for one in without:
            cursor.execute(f"SET LOCAL {one} = on")


def _question(groups: Groups, quote: str, both: str, either: str) -> str:
    parts = (either.join(f"{quote}{one}{quote}" for one in sorted(group)) for group in groups)
    return both.join(f"({part})" for part in parts)


def scrub(*tables: str) -> None:
    """Make what was forgotten leave the raw bytes: of the index, of the journal, and of what the planner remembers.

    And of these other tables, from which something was erased (`ledger.scrubbing`).

    Outside a transaction; locks the index while it lasts. On PostgreSQL by whoever owns the table, with `wal_recycle`
    off; without the right to switch the journal it goes at its own next switch. Backups keep words as long as they
    are kept.
    """
    if connection.in_atomic_block:
        raise RuntimeError("scrub outside a transaction")
    if connection.vendor == "postgresql":
        _scrub_postgresql(tables)
    else:
        _scrub_sqlite()


def _scrub_sqlite() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words(search_words) VALUES('optimize')")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _wait_for_who_began_before() -> None:
    """Until whatever ran when words were forgotten is over: what it might still see, VACUUM FULL keeps.

    A transaction in any database of the cluster counts, since it holds back our own view; in this database also who
    only reads. Raises `RuntimeError` if one goes on for a minute.
    """
    older = (
        "SELECT pg_snapshot_xmin(pg_current_snapshot()) <= %s::xid8 OR EXISTS (SELECT 1 FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() AND age(backend_xmin) >= age(%s::xid))"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text, pg_current_xact_id()::xid::text")
        now = cursor.fetchone()
        for _try in range(600):
            cursor.execute(older, now)
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.1)
    raise RuntimeError("somebody has been at work for a minute; what was forgotten is still there: scrub again")


def _scrub_postgresql(tables: Sequence[str]) -> None:
    _wait_for_who_began_before()
    rewrite(tables)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL search_entry")
        cursor.execute("ANALYZE search_entry")
    _wait_for_who_began_before()  # what the planner remembered until a moment ago
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL pg_catalog.pg_statistic")
    for wish in ("CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT"):
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(wish)
