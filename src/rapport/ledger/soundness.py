"""Whether the ledger can be kept just now. Where it cannot, nothing may be read or written in the house.

Missing, read-only, full, or disarmed (a guard gone, off or harmless): looked for before the server starts, and again
before a page is served, once a second at most. A fault that only shows when something is written, such as a full disk
of a database on another machine, closes the house from then on, until a trial of writing succeeds.

Source: house plan, section 6: with the ledger gone, read-only, full or disarmed, the software refuses service.
"""

import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection, transaction

from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Entry
from rapport.ledger.selectors import instance, missing_guards

RESERVE = 8 * 1024 * 1024
"""Free bytes beside a database on SQLite: fewer count as full, while what was begun can still be written."""
LOOK_EVERY_SECONDS = 1.0
TRIAL_BYTES = 16_384


class Fault(StrEnum):
    """Why the ledger cannot be kept."""

    UNREACHABLE = "unreachable"
    HELD = "held"
    MISSING = "missing"
    UNFOUNDED = "unfounded"
    READ_ONLY = "read_only"
    FULL = "full"
    DISARMED = "disarmed"


SQLITE_FAULTS = {
    8: Fault.READ_ONLY,  # SQLITE_READONLY
    10: Fault.FULL,  # SQLITE_IOERR: what cannot be written counts as full
    11: Fault.UNREACHABLE,  # SQLITE_CORRUPT
    13: Fault.FULL,  # SQLITE_FULL
    14: Fault.MISSING,  # SQLITE_CANTOPEN
    26: Fault.UNREACHABLE,  # SQLITE_NOTADB
}
POSTGRESQL_FAULTS = {
    "25006": Fault.READ_ONLY,  # read_only_sql_transaction
    "42P01": Fault.MISSING,  # undefined_table
    "53100": Fault.FULL,  # disk_full
    "58030": Fault.FULL,  # io_error
    "3D000": Fault.MISSING,  # invalid_catalog_name: no such database
}
GONE = ("08", "57P")
"""A connection lost, a server that ends or starts; a question that took too long is neither."""
NOT_ALLOWED = "42501"
HELD_ON_SQLITE = {5, 6}  # SQLITE_BUSY, SQLITE_LOCKED
HELD_ON_POSTGRESQL = {"55P03", "57014"}  # lock_not_available, query_canceled: waited as long as was allowed
PATIENCE_MS = 5_000
"""How long whoever asks at the console waits for something that others hold."""


def fault_of(error: BaseException) -> Fault | None:
    """The fault that an error of the database tells of; None for an error of another kind."""
    cause: BaseException | None = error
    while cause is not None:
        code = getattr(cause, "sqlite_errorcode", None)
        if isinstance(code, int) and code & 0xFF in SQLITE_FAULTS:
            return SQLITE_FAULTS[code & 0xFF]
        state = getattr(cause, "sqlstate", None)
        if isinstance(state, str) and (state in POSTGRESQL_FAULTS or state.startswith(GONE)):
            return POSTGRESQL_FAULTS.get(state, Fault.UNREACHABLE)
        if state == NOT_ALLOWED and "ledger_" in str(cause):  # any other is a flaw of ours that a wall stopped
            return Fault.READ_ONLY
        if str(cause).startswith("no such table: ledger_"):
            return Fault.MISSING
        if type(cause).__name__ == "OperationalError" and type(cause).__module__.startswith("psycopg") and not state:
            return Fault.UNREACHABLE
        cause = cause.__cause__
    return None


def fault() -> Fault | None:
    """What is wrong with the ledger now, seen without writing; None when it can be kept."""
    path = database_file()
    if path is not None:
        if not path.exists():
            return Fault.MISSING
        if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            return Fault.READ_ONLY
        room = os.statvfs(path.parent)
        if room.f_bavail * room.f_frsize < RESERVE:
            return Fault.FULL
    try:
        if instance() is None:
            return Fault.UNFOUNDED
        if path is None and _refuses_writing():
            return Fault.READ_ONLY
        return Fault.DISARMED if missing_guards() else None
    except DatabaseError as error:
        return fault_of(error) or _held_or_silent(error)


def trial() -> Fault | None:
    """As `fault`, and by really writing: an entry that is taken back before anybody sees it."""
    found = fault()
    if found is not None:
        return found
    try:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:  # a commit reaches the disk
                cursor.execute("PRAGMA user_version")
                cursor.execute(f"PRAGMA user_version = {(cursor.fetchone()[0] + 1) % 1_000_000}")
        with transaction.atomic():
            fills = [["trial", secrets.token_hex(TRIAL_BYTES)]]  # more than a page, and nothing to compress
            Entry.objects.create(at=wall_now(), operation=Operation.REFUSAL, reason="trial", records=fills, mac="")
            transaction.set_rollback(True)
    except DatabaseError as error:
        return fault_of(error) or _held_or_silent(error)
    return None


def wait_no_longer() -> None:
    """From now on this connection gives up what others hold after `PATIENCE_MS`, instead of waiting for ever.

    For the console: a backup, a restore or an upgrade under way may hold a table for hours.
    """
    with suppress(DatabaseError), connection.cursor() as cursor:  # one that does not answer is found by who asks next
        if connection.vendor == "postgresql":
            cursor.execute(f"SET lock_timeout = {PATIENCE_MS}")
        else:
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")


def _held_or_silent(error: BaseException) -> Fault:
    cause: BaseException | None = error
    while cause is not None:
        code, state = getattr(cause, "sqlite_errorcode", 0), getattr(cause, "sqlstate", None)
        if code & 0xFF in HELD_ON_SQLITE or state in HELD_ON_POSTGRESQL:
            return Fault.HELD
        cause = cause.__cause__
    return Fault.UNREACHABLE


class Watch:
    """Looks at the ledger for one serving process, and remembers for a moment what it saw."""

    def __init__(self) -> None:
        self.mode = ""
        self._found: Fault | None = None
        self._until = 0.0
        self._closed = False

    def fault(self) -> Fault | None:
        """What is wrong, looked at once a second at most."""
        if time.monotonic() >= self._until:
            with _beside_the_page():
                leave_an_outdated_session()
                self._found = trial() if self._closed else fault()
                self._closed = self._found is not None
                self._until = time.monotonic() + LOOK_EVERY_SECONDS
                if self._found is None and not self.mode:
                    here = instance()
                    self.mode = here.mode if here else ""
        return self._found

    def saw(self, error: BaseException) -> Fault | None:
        """The fault that this error tells of: the house is closed from now on, until a trial succeeds."""
        found = fault_of(error)
        if found is None:
            return None
        seen = fault() if not connection.in_atomic_block else None  # what can be seen says more than an error
        self._found, self._closed, self._until = seen or found, True, time.monotonic() + LOOK_EVERY_SECONDS
        return self._found

    def forget(self) -> None:
        """Look anew at the next question."""
        self._until = 0.0


watch = Watch()
"""The one of this process."""


@contextmanager
def _beside_the_page() -> Iterator[None]:
    """What the watch asks is not what a page asks: whoever counts a page's questions does not count these."""
    counting, connection.force_debug_cursor = connection.force_debug_cursor, False
    try:
        yield
    finally:
        connection.force_debug_cursor = counting


def database_file() -> Path | None:
    """The file of a database on SQLite; None on PostgreSQL and in memory."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        return None
    return Path(unquote(name.removeprefix("file:").partition("?")[0]) if name.startswith("file:") else name)


def leave_an_outdated_session() -> None:
    """Close this thread's connection to PostgreSQL if one opened now would be another, unless a page is writing.

    A session keeps the settings that it was opened with: one from before the database was made read-only writes on,
    and one from that time refuses although all is mended. Which settings those are the database says at any time, so
    that a session is left, with all that it has planned, only when they have changed. One of which nobody looked just
    after it was opened might be older than what it says: that is done now, once in its life.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return
    try:
        settings = _settings_of_a_new_session()
        if _opened_with.get(connection.connection) == settings:
            return
        connection.close()
        settings = _settings_of_a_new_session()
    except DatabaseError:  # lost, or the database is away: what is looked at next says so
        connection.close()
        return
    _opened_with[connection.connection] = settings


_opened_with: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
"""Connection to PostgreSQL → the settings of its database and its role as it was opened."""


def _settings_of_a_new_session() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(one::text, ';' ORDER BY setdatabase, setrole), '') FROM pg_db_role_setting one "
            "WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))"
        )
        return str(cursor.fetchone()[0])


def leave_a_kept_session() -> None:
    """Close this thread's connection to PostgreSQL, unless a page is writing: while the house is closed each look is
    taken in a new one.
    """
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        connection.close()


def leave_a_lost_file() -> None:
    """Close this thread's connection to a file that no longer lies where it lay: what is written there is lost.

    Connections are kept from one page to the next, so a database that was restored under a serving house has to be
    noticed before anything is read or written.
    """
    path = database_file()
    if path is None:
        return
    try:
        found = path.stat()
        lies = (found.st_dev, found.st_ino)
    except OSError:
        lies = None
    if (_seen_at.__dict__.get("file", lies) != lies or lies is None) and not connection.in_atomic_block:
        connection.close()
    _seen_at.file = lies


class _SeenAt(threading.local):
    """Which file this thread's connection was opened on, or a later one."""

    file: tuple[int, int] | None


_seen_at = _SeenAt()


def _refuses_writing() -> bool:
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('transaction_read_only') = 'on' OR pg_is_in_recovery() "
            "OR NOT has_table_privilege('ledger_entry', 'INSERT')"
        )
        return bool(cursor.fetchone()[0])
