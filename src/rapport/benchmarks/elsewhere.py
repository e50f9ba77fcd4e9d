"""A database to measure in that is not the instance's own: made for the purpose, founded as training, and thrown away.

It lies on the same engine as the instance's: a file beside no other on SQLite, a new database on PostgreSQL. One is
founded; the measurements of a run get copies of it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.utils import load_backend

from rapport.ledger.models import Mode
from rapport.ledger.services import found_instance


@contextmanager
def throwaway_database() -> Iterator[str]:
    """While this lasts, everything is kept in a new database; gives the name of its engine."""
    with _made(founded(), dict(connections["default"].settings_dict)) as settings, _in_place_of_own(settings):
        yield str(connections["default"].vendor)


@cache
def founded() -> str:
    """The database that is copied, founded once and gone when the program ends: a file, or a name on PostgreSQL."""
    own = dict(connections["default"].settings_dict)
    if connections["default"].vendor == "sqlite":
        folder = tempfile.mkdtemp(prefix="rapport-bench-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        name = str(Path(folder) / "founded.sqlite3")
    else:
        name = f"rapport_bench_{os.urandom(6).hex()}"
        _say(f"CREATE DATABASE {name}")
        atexit.register(_forget, name)
    with _in_place_of_own(own | {"NAME": name}):
        call_command("migrate", verbosity=0, interactive=False)
        found_instance(Mode.TRAINING)
        if connections["default"].vendor == "sqlite":
            with connections["default"].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return name


@contextmanager
def _in_place_of_own(settings: dict[str, Any]) -> Iterator[None]:
    own = connections["default"]
    connections["default"] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = own


@contextmanager
def _made(founded: str, settings: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if connections["default"].vendor == "sqlite":
        with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
            name = str(Path(folder) / "bench.sqlite3")
            shutil.copyfile(founded, name)
            yield settings | {"NAME": name}
        return
    name = f"rapport_bench_{os.urandom(6).hex()}"
    _say(f"CREATE DATABASE {name} TEMPLATE {founded}")
    try:
        yield settings | {"NAME": name}
    finally:
        _say(f"DROP DATABASE {name}")


def _say(statement: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(statement)


def _forget(name: str) -> None:
    """At the end of the program; a server that has gone already took it along."""
    with suppress(DatabaseError):
        _say(f"DROP DATABASE IF EXISTS {name}")
