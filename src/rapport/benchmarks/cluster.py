"""A PostgreSQL of one's own: a throw-away cluster on a socket in a temporary folder, gone with whoever started it.

For the tests, and for measuring on PostgreSQL where none is named. Nothing reaches it but its socket.
PostgreSQL refuses to run as root: then it runs as `postgres`, whom Debian's package makes, or as `nobody`.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from rapport.benchmarks import NotMeasured

PR_SET_PDEATHSIG = 1
ENGINES = ("sqlite", "postgresql")
OWNER = "RAPPORT_OWNER_DATABASE_URL"
ALWAYS = {
    "listen_addresses": "",  # the socket only: no port, no network
    "wal_recycle": "off",  # what was forgotten leaves the journal (docs/operating.md)
}
HASTY = {
    "fsync": "off",  # nothing here outlives the run
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
}
"""For tests, which measure nothing."""
WORKING = {"shared_buffers": "1GB", "max_connections": "100", "random_page_cost": "1.1"}
"""For measuring: set as docs/operating.md says, and keeps its word; fsync and synchronous commit are as they come."""
PATIENCE, LONG_PATIENCE = 30.0, 600.0
"""Seconds for starting and stopping. One that is kept may first have to bring back what a killed run left, and writes
all that it has in memory before it stops: with millions of records, on a machine at work, that takes minutes.
"""
SERVER = "server"
"""The role that serves in a cluster that is measured: it owns nothing, and the walls bind it."""


def engines() -> Sequence[str]:
    """The engines to measure on: both, unless one is asked for in RAPPORT_BENCH_ENGINES."""
    return os.environ.get("RAPPORT_BENCH_ENGINES", ",".join(ENGINES)).split(",")


class NoPostgreSQL(RuntimeError):
    """PostgreSQL's programs are not on this machine."""


def programs() -> Path:
    """The folder with PostgreSQL's own programs, the newest release first. Raises `NoPostgreSQL`."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parents[1].name))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    if elsewhere is None:
        raise NoPostgreSQL("PostgreSQL is needed here. Type: sudo apt install postgresql")
    return Path(elsewhere).resolve().parent


def owner() -> pwd.struct_passwd:
    """Whom the cluster belongs to: never root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    known = {one.pw_name: one for one in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _end_with_the_run() -> None:
    ctypes.CDLL("libc.so.6").prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


class Cluster:
    """One running cluster. Everybody who reaches its folder may do everything in it.

    With a folder it is kept there when it stops, and found again.
    """

    def __init__(self, settings: Mapping[str, str] = HASTY, *, kept_in: Path | None = None) -> None:
        self.bin = programs()
        self.owner = owner()
        self.kept = kept_in is not None
        self.folder = kept_in or Path(tempfile.mkdtemp(prefix="rapport-pg-"))
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        self.data = self.folder / "data"
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        words = [word for name, value in {**ALWAYS, **settings}.items() for word in ("-c", f"{name}={value}")]
        self.log = (self.folder / "log").open("wb")
        self.server = subprocess.Popen(  # noqa: S603
            [self.bin / "postgres", "-D", self.data, "-k", self.folder, *words],
            stdout=self.log,
            stderr=self.log,
            preexec_fn=_end_with_the_run,
            **self._as_owner(),
        )
        try:
            self._wait()
        except BaseException:
            self.stop()  # or it goes on alone, and the next one cannot start
            raise

    def url(self, database: str) -> str:
        """The address of one database, as RAPPORT_DATABASE_URL takes it."""
        return f"postgresql://{self.owner.pw_name}@{quote(str(self.folder), safe='')}/{database}"

    def serving_url(self, database: str) -> str:
        """The same for the role that serves."""
        return self.url(database).replace(f"//{self.owner.pw_name}@", f"//{SERVER}@")

    def stop(self) -> None:
        """End it at once and remove every trace; one that is kept ends in order."""
        self.server.send_signal(signal.SIGINT if self.kept else signal.SIGQUIT)
        try:
            self.server.wait(LONG_PATIENCE if self.kept else PATIENCE)
        except subprocess.TimeoutExpired:
            self.server.send_signal(signal.SIGQUIT)  # it brings back at its next start what it has not written now
            self.server.wait(PATIENCE)
        self.log.close()
        if not self.kept:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _initialise(self) -> None:
        command = [str(self.bin / "initdb"), "-D", str(self.data), "-U", self.owner.pw_name]
        words = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run([*command, *words], check=True, capture_output=True, **self._as_owner())  # noqa: S603

    def _as_owner(self) -> dict[str, Any]:
        if os.geteuid() != 0:
            return {"cwd": self.folder}
        return {
            "cwd": self.folder,
            "user": self.owner.pw_uid,
            "group": self.owner.pw_gid,
            "extra_groups": [],
            "env": {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.folder)},
        }

    def _wait(self) -> None:
        patience = LONG_PATIENCE if self.kept else PATIENCE
        deadline = time.monotonic() + patience
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError:
                ended = self.server.poll() is not None
                if ended or time.monotonic() > deadline:
                    what = "ended at its start" if ended else f"does not answer after {patience:.0f} seconds"
                    raise NotMeasured(f"PostgreSQL in {self.folder} {what}. {self.said()}") from None
                time.sleep(0.05)

    def said(self) -> str:
        """What it wrote last, and what can be done."""
        lines = (self.folder / "log").read_text(errors="replace").splitlines()[-8:]
        todo = (
            "If another run uses this folder, wait for it; otherwise run it again, which brings back what a killed run "
            f"left, or remove {self.folder.parent} to fill it anew."
            if self.kept
            else "Run it again."
        )
        return "\n".join(["It wrote last:", *(f"  {line}" for line in lines), todo])


def create_server(cluster_url: str, name: str) -> None:
    """A role that may sign in, for the role that serves: it owns nothing."""
    with psycopg.connect(cluster_url, autocommit=True) as connection:
        connection.execute(f'CREATE ROLE "{name}" LOGIN')  # a name of our own


def create_database(cluster_url: str, name: str, *, like: str = "template1") -> str:
    """A new database in the cluster that `cluster_url` leads to: empty, or a copy of the one it is to be like.

    Returns its address.
    """
    with psycopg.connect(cluster_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')  # names of our own
    return cluster_url.rpartition("/")[0] + f"/{name}"
