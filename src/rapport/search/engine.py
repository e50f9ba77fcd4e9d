"""Two engines behind one question: FTS5 on SQLite, a tsvector under GIN on PostgreSQL.

A question is a list of groups; a record must have one token of each. Candidates come newest first, so that a limit
that is set after the rules have filtered need not look at all of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import BooleanField, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL

from rapport.access.alike import ForViewer
from rapport.access.statements import Around, prepared
from rapport.ledger.scrubbing import rewrite
from rapport.search import marks, proposing
from rapport.search.models import Words

Groups = Sequence[Collection[str]]
NEWER = 2**62
"""No entry has so high a key."""

LARGEST_PIECE = 8_000


class _Fts5(Func):
    template = "search_words MATCH %(expressions)s"
    output_field = BooleanField()


PROPOSED = f"FROM {proposing.NAME}(%s::text, %s::text, %s::text, %s::bigint, %s::integer) proposed"
FEW = 8
"""So many people may stand among the words of PostgreSQL's question (`search.proposing`)."""


@dataclass(frozen=True)
class Among(ForViewer):
    """The records that count for a viewer. `key` holds all else that `rows` follows from beside the database: the
    kind, the facets.

    `rows` is given the viewer, and what is `filled` in by its name, which decides no wording (`access.statements`).
    """

    key: Hashable
    rows: Callable[..., QuerySet[Any]] = field(compare=False)
    filled: Mapping[str, str] = field(default_factory=dict, compare=False)


def candidates(
    kind: str, groups: Groups, *, among: Among, most: int, without: Collection[str] = frozenset()
) -> list[int]:
    """The keys of the newest records of this kind that have a token of each group, none of `without`, and are `among`
    these.
    """
    return _found(kind, groups, among, most, without)


def bare(kind: str, groups: Groups, *, most: int) -> list[int]:
    """The same without any rule: only for measuring what the rules cost."""
    return _found(kind, groups, None, most)


def _found(
    kind: str, groups: Groups, among: Among | None, most: int, without: Collection[str] = frozenset()
) -> list[int]:
    if connection.vendor != "postgresql":
        each = (_any_of(group, '"', " OR ") for group in groups)
        question, not_these = " AND ".join(f"({one})" for one in each), _any_of(without, '"', " OR ")
        question = f"({question}) NOT ({not_these})" if without else question
        return _newest(kind, among, most, question=question, **_filled(among))
    people = [_many_people(group) for group in groups]
    words = [_any_of(set(group) - some, "'", " | ") for group, some in zip(groups, people, strict=True)]
    if without:  # in the line of whose records count: by itself it would be asked of every entry
        not_these = _any_of(without, "'", " | ")
        words[0] = f"({words[0]}) & !({not_these})"
    linked = proposing.BETWEEN.join(map(_keys_of, people)) if any(people) else ""
    return _proposed(kind, proposing.BETWEEN.join(words), linked, among, most)


def _many_people(group: Collection[str]) -> frozenset[str]:
    """The people whom a word may mean, where they are too many to stand among what else it is found by."""
    people = frozenset(filter(marks.is_person, group))
    return people if len(people) > FEW else frozenset()


def _keys_of(people: Collection[str]) -> str:
    return " ".join(str(key) for key in sorted(marks.people_in(people)))


def _filled(among: Among | None) -> Mapping[str, Any]:
    return among.filled if among is not None else {}


@prepared
def _newest(
    kind: str,  # noqa: ARG001
    among: Among | None,
    most: int,
    *,
    question: str,
    **filled: str,
) -> QuerySet[Any, int]:
    """One candidate after the other, newest first, until there are enough. The question names the kind."""
    matching = Words.unfiltered.filter(_Fts5(Value(question)))
    if among is not None:
        # Asked of each candidate. EXISTS would be pulled up into a join, which begins with all that one may see.
        may_see = among.rows(among.viewer, **filled).filter(pk=OuterRef("entry__record_id")).order_by().values("pk")[:1]
        matching = matching.alias(seen=Subquery(may_see)).filter(seen__isnull=False)
    return matching.order_by("-entry").values_list("entry__record_id", flat=True)[:most]


def _proposed(kind: str, words: str, linked: str, among: Among | None, most: int) -> list[int]:
    """Piece by piece what the database proposes, newest first, each asked about, until there are enough."""
    found: list[int] = []
    before, piece = NEWER, most
    while True:
        some = _ruled(among, kind=kind, words=words, linked=linked, before=before, piece=piece, **_filled(among))
        some.sort(reverse=True)
        found += [record for _entry, record, seen in some if seen]
        if len(found) >= most or len(some) < piece:
            return found[:most]
        before, piece = some[-1][0], min(4 * piece, LARGEST_PIECE)


@prepared
def _ruled(
    among: Among | None, *, kind: str, words: str, linked: str, before: int, piece: int, **filled: str
) -> Around:
    """As in `_newest` the rule is asked of each candidate, by its key: as a join or a list of keys the planner begins
    with all that one may see.
    """
    if among is None:
        return Around(None, f"SELECT entry, record, true {PROPOSED}", "", (kind, words, linked, before, piece))
    this = RawSQL("proposed.record", ())
    rows = among.rows(among.viewer, **filled).filter(pk=this).order_by().values_list("pk", flat=True)[:1]
    ask, of_proposed = "SELECT entry, record, (", f") IS NOT NULL {PROPOSED}"
    return Around(rows, ask, of_proposed, (kind, words, linked, before, piece))


def _any_of(tokens: Collection[str], quote: str, either: str) -> str:
    return either.join(f"{quote}{one}{quote}" for one in sorted(tokens))


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
        for table in ("search_entry", proposing.NAMED):
            cursor.execute(f"VACUUM FULL {table}")
            cursor.execute(f"ANALYZE {table}")
    _wait_for_who_began_before()  # what the planner remembered until a moment ago
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL pg_catalog.pg_statistic")
    for wish in ("CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT"):
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(wish)
