"""Narrowing records to the days between which something happened."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet

from rapport.ledger.clock import day_begins
from rapport.search.kinds import Wanted

M = TypeVar("M", bound=Model)


def between(found: QuerySet[M], wanted: Wanted, moment: str) -> QuerySet[M]:
    """Only records whose `moment` lies in the wanted days, both included."""
    if wanted.since is not None:
        found = found.filter(**{f"{moment}__gte": day_begins(wanted.since)})
    if wanted.until is not None:
        found = found.filter(**{f"{moment}__lt": day_begins(wanted.until + timedelta(days=1))})
    return found
