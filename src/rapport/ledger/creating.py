"""Many new records at once, each with a reference that no other of its kind bears.

A reference is drawn at random from 22 thousand million. Among 200,000 people two are as likely as not to draw the same,
and the database refuses the second, as it must: then the whole batch draws again.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from rapport.ledger.references import new_reference

TRIES = 8

Row = TypeVar("Row", bound=models.Model)


def create_many(manager: models.Manager[Row], rows: Iterable[Row]) -> list[Row]:
    """Create these rows, drawing their references anew where one is borne already. Nothing else is tried twice.

    Raises `IntegrityError` for whatever else the database refuses.
    """
    kept: list[Any] = list(rows)
    if not kept:
        return []
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return manager.bulk_create(kept)
        except IntegrityError as refused:
            if not left or not _is_about_a_reference(refused):
                raise
        for row in kept:
            row.pk, row.ref = None, new_reference()
            row._state.adding = True
    raise AssertionError("the last try returns or raises")


def _is_about_a_reference(refused: IntegrityError) -> bool:
    """SQLite names the column, PostgreSQL the constraint made of table and column."""
    said = str(refused).splitlines()[0]
    return said.endswith((".ref", '_ref"')) or "_ref_" in said
