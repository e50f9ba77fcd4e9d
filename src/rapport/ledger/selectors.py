"""What the ledger can say of itself: which instance this is, and whether its guards stand."""

from django.db import connection

from rapport.ledger.guards import guard_names
from rapport.ledger.models import Instance

GUARDED = ("ledger_entry", "ledger_instance", "ledger_leaf", "ledger_checkpointnote", "ledger_cosignature")
"""The tables that nobody may change, not even this software."""


def instance() -> Instance | None:
    """Which instance this database says it is; None before `rapport init`."""
    return Instance.objects.first()


def missing_guards() -> set[str]:
    """The triggers that ought to stand and do not: an empty set on a sound ledger."""
    wanted = {name for table in GUARDED for name in guard_names(table, connection.vendor)}
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    return wanted - standing
