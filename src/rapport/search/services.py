"""Keeping the index, and what a searcher writes: a search to come back to, a reason for a protected word.

`index` and `forget` are called by the services of other rooms in the transaction of their own act, whose entry in the
ledger is theirs. Who may the rest: policy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import QuerySet

from rapport.access import keeping
from rapport.access.keeping import Doomed, HouseNow
from rapport.access.legal import basis_of
from rapport.access.statements import prepared
from rapport.access.viewers import Steward, Viewer
from rapport.language import analysis
from rapport.ledger import erasing, journal
from rapport.ledger.acting import Operation
from rapport.ledger.erasing import Gone, Why
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.search import kinds, marks, policy, rules
from rapport.search.kinds import Indexing
from rapport.search.models import Entry, ProtectedSearch, SavedSearch
from rapport.search.values import Search

DAYS_SAVED = 90
AT_ONCE = 2_000
T = TypeVar("T")


def index(kind: str, one: Indexing) -> None:
    """Let this record be found by what it says now; replaces what was."""
    bears = _bears(kind, one)
    with transaction.atomic():
        # No tokens are read, as `update_or_create` would: on PostgreSQL the role that serves cannot.
        if not Entry.unfiltered.filter(kind=kind, record_id=one.record.pk).update(**bears):
            Entry.unfiltered.create(kind=kind, record_id=one.record.pk, **bears)


def index_again(kind: str, records: Iterable[Indexing]) -> None:
    """Let these records, those of them that are in the index, be found by what they say now, and chosen by it."""
    for some in pieces(records):
        now = {one.record.pk: _bears(kind, one) for one in some}
        known = _entered(kind=kind, keys=list(now))
        entries = [Entry(pk=pk, kind=kind, record_id=key, **now[key]) for pk, key in known]
        Entry.unfiltered.bulk_update(entries, ["tokens", "compartment"])


@prepared
def _entered(*, kind: str, keys: Collection[int]) -> QuerySet[Entry, tuple[int, int]]:
    return Entry.unfiltered.filter(kind=kind, record_id__in=keys).values_list("pk", "record_id")


def forget(kind: str, key: int) -> None:
    """Let this record be found no more. Its words leave the raw bytes with the next `engine.scrub`."""
    Entry.unfiltered.filter(kind=kind, record_id=key).delete()


def index_many(kind: str, records: Iterable[Indexing]) -> int:
    """Enter records that are not in the index yet, in their order; how many there were."""
    entered = 0
    for some in pieces(records):
        Entry.unfiltered.bulk_create(Entry(kind=kind, record_id=one.record.pk, **_bears(kind, one)) for one in some)
        entered += len(some)
    return entered


@transaction.atomic
def rebuild(kind: str) -> int:
    """Fill the index of one kind anew from its records; how many there are."""
    Entry.unfiltered.filter(kind=kind).delete()
    found = next(one for one in kinds.searchable() if one.kind == kind)
    return index_many(kind, kinds.answers(found.answers).everything())


def fill_what_is_empty() -> None:
    """Fill the index of each kind that has no entry: after a release that changed what an entry bears."""
    filled = [one.kind for one in kinds.searchable() if not entries_of(one.kind) and rebuild(one.kind)]
    if filled:
        optimise()


def _bears(kind: str, one: Indexing) -> dict[str, Any]:
    """All that stands in the entry of a record."""
    record = one.record
    return {
        "tokens": analysis.tokens(*one.texts) | marks.of_record(kind, one),
        "service_id": record.service_id,
        "establishment_id": record.establishment_id,
        "made_by": record.made_by,
        "compartment": record.compartment,
    }


@transaction.atomic
def save_search(viewer: Viewer, name: str, search: Search) -> str:
    """Keep a search for ninety days; returns its reference.

    Raises `Refused` for somebody who may not search, `rules.NotSaved` for a search that watches somebody or bears a
    protected word, and for a name that does.
    """
    from rapport.search.selectors import people_meant

    policy.SEARCH.require_acting(viewer)
    name = name.strip()
    rules.require_savable(name, search.words, names_somebody=bool(people_meant(viewer, search.words)))
    now = viewer.now()
    made = SavedSearch.unfiltered.create(
        **SavedSearch.held(on=now.date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=viewer.service_id,
        staff_id=viewer.staff_id,
        name=name,
        words=search.words,
        facets=search.as_json(),
        at=now,
        ends=now + timedelta(days=DAYS_SAVED),
    )
    record(viewer, Operation.COLLECTION, made, reason=because("search.search_saved"))
    return made.ref


@transaction.atomic
def drop_saved(viewer: Viewer, ref: str) -> None:
    """Throw a saved search of one's own away. Raises `Refused` as for a missing one."""
    policy.SEARCH.require_acting(viewer)
    mine = SavedSearch.objects.by_ref(viewer, ref)
    record(viewer, Operation.ERASURE, mine, reason=because("search.saved_search_thrown_away"))
    SavedSearch.unfiltered.filter(pk=mine.pk).delete()


def erase_ended() -> int:
    """Erase saved searches whose ninety days are over, by the clock of each prison service; how many they were.

    The worker does it from time to time, for nobody: a posting may have ended by then. One that is held by law stays.
    """
    erased = 0
    for house in keeping.each_service():
        ended = SavedSearch.unfiltered.filter(service_id=house.key, ends__lte=house.now).order_by("pk")
        erased += sum(_erase_ended(one, house) for one in ended)
    return erased


@transaction.atomic
def _erase_ended(one: SavedSearch, house: HouseNow) -> bool:
    on = house.now.date()
    doomed = Doomed(SavedSearch, [one.pk])
    if keeping.blocks(doomed, on=on):
        return False
    stone = erasing.bury(Gone("search.savedsearch", one.ref), service=house.ref, on=on, why=Why.TIME)
    erasing.remove(doomed.rows, stone)
    transaction.on_commit(journal.keep)
    worker = Steward(purpose="erasure", service=house.ref)
    record(worker, Operation.ERASURE, one, reason=because("search.saved_search_ended"))
    return True


@transaction.atomic
def state_reason(viewer: Viewer, words: str, *, case: str, reason: str) -> str:
    """Say for which case and why one searches with a protected word; returns the reference of what was said.

    The inspector sees it at once. Raises `Refused`, and `rules.NoReason` while something is missing.
    """
    policy.SEARCH.require_acting(viewer)
    rules.require_reason(case=case, reason=reason)
    now = viewer.now()
    made = ProtectedSearch.unfiltered.create(
        **ProtectedSearch.held(on=now.date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=viewer.service_id,
        staff_id=viewer.staff_id,
        posting_id=viewer.posting_id,
        at=now,
        words=words[: rules.MOST_LETTERS],
        case=case.strip(),
        reason=reason.strip(),
    )
    record(viewer, Operation.CONSULTATION, made, reason=because(rules.PROTECTED_WORD))
    return made.ref


def entries_of(kind: str) -> int:
    """How many records of this kind can be found: for the command line."""
    return Entry.unfiltered.filter(kind=kind).count()


def optimise() -> None:
    """Put the index in order after very many records were entered."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
        else:
            cursor.execute("INSERT INTO search_words(search_words) VALUES('optimize')")


def pieces(things: Iterable[T]) -> Iterator[list[T]]:
    """These things, so many at a time as are entered at once."""
    left = iter(things)
    while piece := list(islice(left, AT_ONCE)):
        yield piece
