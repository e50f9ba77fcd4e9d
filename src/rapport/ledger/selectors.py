"""What the ledger can say of itself: which instance this is, and whether its guards stand."""

from django.db import connection

from rapport.ledger.models import Instance

GUARDS = {
    "ledger_entry_no_update",
    "ledger_entry_no_delete",
    "ledger_instance_no_update",
    "ledger_instance_no_delete",
}
"""The triggers without which an entry could be changed unseen."""


def instance() -> Instance | None:
    """Which instance this database says it is; None before `rapport init`."""
    return Instance.objects.first()


def missing_guards() -> set[str]:
    """The triggers that ought to stand and do not: an empty set on a sound ledger."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    return GUARDS - standing

