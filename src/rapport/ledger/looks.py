"""Reading the ledger back: who did what to which record and why, newest first.

For the room that looks at how records were handled (`oversight`), which says who may ask and records that it did.
Nothing is counted here, and nothing can be sorted by who.
Source: Directive (EU) 2016/680, article 25(2) and (3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from rapport.ledger.clock import day_begins
from rapport.ledger.models import Entry


@dataclass(frozen=True)
class Look:
    """One entry of the ledger, as it is read."""

    number: int
    at: datetime
    operation: str
    staff: str
    role: str
    purpose: str
    records: tuple[tuple[str, str], ...]
    reason: str
    to: str


@dataclass(frozen=True)
class Asked:
    """Which entries are asked for; what is empty does not narrow.

    `reasons` are alternative beginnings; `before` is the number of the last one seen.
    """

    staff: str = ""
    record: str = ""
    day: date | None = None
    operation: str = ""
    reasons: tuple[str, ...] = ()
    before: int | None = None


def looks(service: str, asked: Asked, *, limit: int) -> list[Look]:
    """The newest entries of one prison service that fit, at most `limit`."""
    found = Entry.objects.filter(service=service)
    if asked.staff:
        found = found.filter(staff=asked.staff)
    if asked.operation:
        found = found.filter(operation=asked.operation)
    if asked.reasons:
        found = found.filter(reduce(or_, (Q(reason__startswith=one) for one in asked.reasons)))
    if asked.day is not None:
        found = found.filter(at__gte=day_begins(asked.day), at__lt=day_begins(asked.day + timedelta(days=1)))
    if asked.record:
        found = found.annotate(said=Cast("records", TextField())).filter(said__contains=f'"{asked.record}"')
    if asked.before is not None:
        found = found.filter(pk__lt=asked.before)
    return [
        Look(
            number=one.pk,
            at=one.at,
            operation=one.operation,
            staff=one.staff,
            role=one.role,
            purpose=one.purpose,
            records=tuple((str(kind), str(ref)) for kind, ref in one.records),
            reason=one.reason,
            to=one.to,
        )
        for one in found.order_by("-pk")[:limit]
    ]
