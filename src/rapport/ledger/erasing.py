"""Erasing: rows leave their tables, and what stays says only that they did.

For `access.keeping`, inside the transaction of the erasure, whose entry it makes. A row that a guard holds passes it
because the erasure names it (`ErasedRow`); that stays for ever, as does the tombstone, which has no content. What was
erased is also kept in a file beside the database (`ledger.journal`): a backup that is restored is erased again.

Source: Directive (EU) 2016/680, articles 4(1)(e), 5 and 16; safeguard 3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import connection
from django.db.models import Model
from django.db.utils import DEFAULT_DB_ALIAS

from rapport.ledger.clock import wall_now
from rapport.ledger.models import ErasedRow, Tombstone
from rapport.ledger.services import NotInTransaction

AT_ONCE = 500


class Why(StrEnum):
    """Why something was erased."""

    REVIEW = "review"
    TIME = "time"
    EARLY = "early"
    WITH = "with"


@dataclass(frozen=True)
class Gone:
    """A record that is erased: its class, its reference, who could see it and for whom it never existed."""

    record_class: str
    ref: str
    readers: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()


def bury(gone: Gone, *, service: str, on: date, why: Why) -> Tombstone:
    """The tombstone of a record. One that has its tombstone keeps it."""
    return Tombstone.objects.get_or_create(
        record_class=gone.record_class,
        ref=gone.ref,
        defaults={
            "service": service,
            "on": on,
            "at": wall_now(),
            "why": why.value,
            "readers": sorted(gone.readers),
            "unseen": sorted(gone.unseen),
        },
    )[0]


def remove(rows: Mapping[type[Model], Collection[int]], tombstone: Tombstone) -> int:
    """Take these rows out of their tables, each named first; how many they were.

    In no order: foreign keys are looked at when the transaction ends, and one that still leads here undoes it all.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("an erasure is one transaction")
    removed = 0
    for model, keys in rows.items():
        table = model._meta.db_table
        ErasedRow.objects.bulk_create(
            (ErasedRow(tombstone=tombstone, table_name=table, key=key) for key in sorted(keys)),
            batch_size=AT_ONCE,
            ignore_conflicts=True,
        )
        for some in _pieces(sorted(keys)):
            removed += model._base_manager.filter(pk__in=some)._raw_delete(DEFAULT_DB_ALIAS)
    return removed


def tombstone_for(reader: Iterable[str], staff: str, service: str, *records: tuple[str, str]) -> Tombstone | None:
    """The tombstone of the first of these records that has one which this reader may see.

    `reader` are the words that a tombstone's `readers` may have for whoever asks, `staff` and `service` references.
    """
    words = frozenset(reader)
    for record_class, ref in records:
        stone = Tombstone.objects.filter(record_class=record_class, ref=ref, service=service).first()
        if stone is not None and not words.isdisjoint(stone.readers) and staff not in stone.unseen:
            return stone
    return None


def tables_with_gaps(since: object | None) -> list[str]:
    """The tables from which something was erased, since a moment or ever."""
    gone = ErasedRow.objects.all()
    if since is not None:
        gone = gone.filter(tombstone__at__gte=since)
    return sorted(gone.values_list("table_name", flat=True).distinct())


def _pieces(keys: list[int]) -> Iterator[list[int]]:
    for at in range(0, len(keys), AT_ONCE):
        yield keys[at : at + AT_ONCE]
