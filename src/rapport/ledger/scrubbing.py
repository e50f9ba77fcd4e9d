"""Making what was erased leave the raw bytes: of the tables, their indexes, the journal of the database.

On SQLite deleted content is overwritten as it goes (`secure_delete`), and what is left is its journal. PostgreSQL keeps
old versions of rows until a table is written anew: every table from which something was erased since the last time, and
those through which a report passes before it is filed. Source: house plan, section 7.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from rapport.ledger.acting import Acting, Operation
from rapport.ledger.erasing import tables_with_gaps
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.ledger.services import record

REASON = because("ledger.erased_words_scrubbed")
PASSED_THROUGH = (
    "reporting_draft",
    "reporting_draftside",
    "reporting_draftperson",
    "reporting_attachment",
    "sources_sealeddraft",
    "sources_opening",
    "search_savedsearch",
    "django_session",
)
"""Whatever is written and taken away again there leaves old versions behind."""


def tables_to_scrub() -> list[str]:
    """The tables that may still have words of what was erased in their bytes."""
    last = Entry.objects.filter(operation=Operation.ERASURE.value, reason=REASON).order_by("-pk").first()
    there = set(connection.introspection.table_names())
    return sorted(there & {*tables_with_gaps(last.at if last is not None else None), *PASSED_THROUGH})


def rewrite(tables: Sequence[str]) -> None:
    """Write these tables anew, without what was in them once. On SQLite nothing needs to be."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM FULL {table}")
            cursor.execute(f"ANALYZE {table}")


@transaction.atomic
def note_scrubbed(who: Acting) -> None:
    """Enter that it was done."""
    record(who, Operation.ERASURE, reason=REASON)
