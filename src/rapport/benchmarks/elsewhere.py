"""A database to measure in that is not the instance's own: made for the purpose, founded as training, and thrown away.

Either on the instance's own engine (a file beside no other, a new database on PostgreSQL), or on an engine that is
named: then PostgreSQL is a throw-away cluster of one's own, founded by its owner and asked by the role that serves,
behind the walls. One is founded; the measurements of a run get copies of it.

RAPPORT_BENCH_ENGINES chooses one engine (`sqlite`, `postgresql`) where both are measured.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import dj_database_url
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.utils import load_backend

from rapport.access import walls
from rapport.benchmarks.cluster import OWNER, SERVER, WORKING, Cluster, create_database, create_server
from rapport.ledger.models import Mode
from rapport.ledger.services import found_instance

SERVING = "RAPPORT_DATABASE_URL"
FOUNDED = "founded"


@contextmanager
def throwaway_database() -> Iterator[str]:
    """While this lasts, everything is kept in a new database of the instance's own engine; gives that engine's name."""
    engine = str(connections["default"].vendor)
    if engine == "sqlite":
        with database_on(engine):
            yield engine
        return
    own, name = dict(connections["default"].settings_dict), f"rapport_bench_{os.urandom(6).hex()}"
    _say(f"CREATE DATABASE {name} TEMPLATE {founded()}")
    try:
        with _in_place_of_own(own | {"NAME": name}):
            yield engine
    finally:
        _say(f"DROP DATABASE {name}")


@contextmanager
def database_on(engine: str) -> Iterator[None]:
    """While this lasts, everything is kept in a new database on this engine, as the owner of its tables.

    Raises `NoPostgreSQL` where its programs are not on this machine.
    """
    if engine == "postgresql":
        cluster, name = _cluster(), f"bench_{os.urandom(6).hex()}"
        with _in_place_of_own(_settings(create_database(cluster.url("postgres"), name, like=FOUNDED))):
            yield
        return
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
        file = Path(folder) / "bench.sqlite3"
        shutil.copyfile(_founded_file(), file)
        with _in_place_of_own(_settings(f"sqlite:///{file}")):
            yield


@contextmanager
def as_served() -> Iterator[None]:
    """Ask as the role that serves: on PostgreSQL it owns nothing, and the walls bind it; on SQLite nothing changes.

    Whoever asks is admitted anew (`access.viewers.again`); what was admitted before is forgotten.
    """
    walls.forget()
    if connections["default"].vendor != "postgresql":
        yield
        return
    _say(f"SET ROLE {SERVER}")
    try:
        yield
    finally:
        _say("RESET ROLE")
        walls.forget()


@cache
def founded() -> str:
    """The database that is copied, founded once and gone when the program ends: a file, or a name on PostgreSQL."""
    if connections["default"].vendor == "sqlite":
        return str(_founded_file())
    name = f"rapport_bench_{os.urandom(6).hex()}"
    _say(f"CREATE DATABASE {name}")
    atexit.register(_forget, name)
    _found(connections["default"].settings_dict | {"NAME": name})
    return name


@cache
def _founded_file() -> Path:
    folder = tempfile.mkdtemp(prefix="rapport-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = Path(folder) / "founded.sqlite3"
    _found(_settings(f"sqlite:///{file}"))
    return file


@cache
def _cluster() -> Cluster:
    """One for the run, with one database founded as `rapport init` founds any, walls and all."""
    cluster = Cluster(WORKING)
    atexit.register(cluster.stop)
    create_server(cluster.url("postgres"), SERVER)
    create_database(cluster.url("postgres"), FOUNDED)
    environment = os.environ | {SERVING: cluster.serving_url(FOUNDED), OWNER: cluster.url(FOUNDED)}
    environment |= {"RAPPORT_HOME": str(settings.RAPPORT_HOME)}  # its keys are the keys of who measures
    command = [str(Path(sys.executable).with_name("rapport")), "init", "--mode", "training"]
    subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603
    return cluster


def _found(database: dict[str, Any]) -> None:
    with _in_place_of_own(database):
        call_command("migrate", verbosity=0, interactive=False)
        found_instance(Mode.TRAINING)
        if connections["default"].vendor == "sqlite":
            _say("PRAGMA wal_checkpoint(TRUNCATE)")


def _settings(url: str) -> dict[str, Any]:
    """What Django wants to know of the database at this address, as of the instance's own."""
    known: dict[str, Any] = dict(dj_database_url.parse(url))
    if known["ENGINE"].endswith("sqlite3"):
        known["OPTIONS"] = dict(settings.RAPPORT_SQLITE_OPTIONS)
    whole: dict[str, Any] = connections.configure_settings({"default": known})["default"]
    return whole


@contextmanager
def _in_place_of_own(database: dict[str, Any]) -> Iterator[None]:
    own = connections["default"]
    connections["default"] = load_backend(database["ENGINE"]).DatabaseWrapper(database, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = own


def _say(statement: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(statement)


def _forget(name: str) -> None:
    """At the end of the program; a server that has gone already took it along."""
    with suppress(DatabaseError):
        _say(f"DROP DATABASE IF EXISTS {name}")
