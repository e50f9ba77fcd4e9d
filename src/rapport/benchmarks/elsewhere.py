"""A database to measure in that is not the instance's own: made for the purpose, founded as training, and thrown away.

It lies on the same engine as the instance's: a file beside no other on SQLite, a new database on PostgreSQL.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend

from rapport.ledger.models import Mode
from rapport.ledger.services import found_instance


@contextmanager
def throwaway_database() -> Iterator[str]:
    """While this lasts, everything is kept in a new database; gives the name of its engine."""
    own = connections["default"]
    with _made(dict(own.settings_dict)) as settings:
        connections["default"] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
        try:
            call_command("migrate", verbosity=0, interactive=False)
            found_instance(Mode.TRAINING)
            yield str(connections["default"].vendor)
        finally:
            connections["default"].close()
            connections["default"] = own


@contextmanager
def _made(settings: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if connections["default"].vendor == "sqlite":
        with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
            yield settings | {"NAME": str(Path(folder) / "bench.sqlite3")}
        return
    name = f"rapport_bench_{os.urandom(6).hex()}"
    with connections["default"].cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield settings | {"NAME": name}
    finally:
        with connections["default"].cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")
