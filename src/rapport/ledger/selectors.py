"""What the ledger can say of itself: which instance this is, and whether its guards stand."""

from django.db import connection

from rapport.ledger.guards import Guard
from rapport.ledger.models import Instance

GUARDED = (
    "ledger_entry",
    "ledger_instance",
    "ledger_leaf",
    "ledger_checkpointnote",
    "ledger_cosignature",
    "ledger_witnesskey",
    "ledger_witnesspin",
    "ledger_tombstone",
    "ledger_erasedrow",
)
"""The tables that nobody may change, not even this software."""


def instance() -> Instance | None:
    """Which instance this database says it is; None before `rapport init`."""
    return Instance.objects.first()


def missing_guards() -> set[str]:
    """The ledger's triggers that do not stand as they ought to: an empty set on a sound ledger."""
    return Guard("ledger", "the ledger is never changed", dict.fromkeys(GUARDED, ()), code=None).misses(connection)
