"""Putting a backup back, and erasing again what was erased since it was made.

A backup keeps what was erased after it. The journal of erasures (`ledger.journal`) says what that is; a database that
is behind its journal is not served.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

RESTORED = "This database is older than the erasures of this instance: run `rapport restore`, which erases them again."


class NotRestored(RuntimeError):
    """The backup was not put back, or what was erased is still in it. The message says what to do."""


def is_behind_its_journal() -> bool:
    """Whether the journal knows of an erasure that this database does not."""
    from rapport.ledger import journal
    from rapport.ledger.models import Tombstone

    path = journal.journal_file()
    if not path.exists():
        return False
    here = set(Tombstone.objects.values_list("record_class", "ref"))
    try:
        return any((line.record_class, line.ref) not in here for line in journal.read(path))
    except journal.BadJournal:
        return True


def put_back(backup: Path) -> None:
    """Put a copy in the place of the database on SQLite. Raises `NotRestored`."""
    from django.db import connection

    from rapport.ledger.soundness import database_file

    place = database_file()
    if place is None:
        raise NotRestored("On PostgreSQL restore the dump with pg_restore first; then run `rapport restore` alone.")
    _require_nobody_serves(place)
    connection.close()
    copy = place.with_name(f"{place.name}.restored")
    source, target = sqlite3.connect(f"file:{backup}?mode=ro", uri=True), sqlite3.connect(copy)
    try:
        source.backup(target)
    except sqlite3.DatabaseError as error:
        copy.unlink(missing_ok=True)
        raise NotRestored(f"{backup} is no backup of a database: {error}") from None
    finally:
        source.close()
        target.close()
    for suffix in ("-wal", "-shm"):
        place.with_name(place.name + suffix).unlink(missing_ok=True)
    os.replace(copy, place)


def erase_again(path: Path) -> tuple[int, int]:
    """Erase what the journal says is gone: how many records it names, and how many of those were there again.

    Raises `NotRestored` for a journal that this instance did not write.
    """
    from django.db import transaction

    from rapport.access import keeping
    from rapport.access.viewers import Steward
    from rapport.ledger import journal
    from rapport.ledger.acting import Operation
    from rapport.ledger.reasons import because
    from rapport.ledger.services import record

    try:
        lines = list(journal.read(path))
    except journal.BadJournal as error:
        raise NotRestored(f"The journal of erasures is damaged ({error}): take the copy that lies elsewhere.") from None
    steward = Steward(purpose="restoring a backup")
    again = 0
    for line in lines:
        with transaction.atomic():
            if keeping.erase_again(line):
                again += 1
                record(
                    steward, Operation.ERASURE, (line.record_class, line.ref), reason=because("instance.erased_again")
                )
    journal.keep()
    scrub()
    return len(lines), again


def scrub() -> None:
    """Let what was erased leave the raw bytes too."""
    from rapport.access.viewers import Steward
    from rapport.ledger import scrubbing
    from rapport.search import engine

    engine.scrub(*scrubbing.tables_to_scrub())
    scrubbing.note_scrubbed(Steward(purpose="erasure"))


def _require_nobody_serves(place: Path) -> None:
    """Whoever serves holds the journal of the database open."""
    if not place.exists():
        return
    opened = sqlite3.connect(place, timeout=0.5)
    try:
        opened.execute("PRAGMA locking_mode = EXCLUSIVE")
        opened.execute("BEGIN EXCLUSIVE")
        opened.rollback()
    except sqlite3.OperationalError:
        raise NotRestored("Somebody still serves this database: stop them first.") from None
    except sqlite3.DatabaseError:
        return  # what is broken is what is to be replaced
    finally:
        opened.close()
