"""Instances that are really served: each a process of its own, in a home folder of its own, at a free port.

Founding one takes as long as a whole file of tests: a run founds one of each kind, and whoever does not ask how an
instance comes to be moves into a copy of it.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cluster import create_database

RAPPORT = Path(sys.executable).parent / "rapport"
PEOPLED = Path(__file__).with_name("serve_peopled.py")
CLUSTER = "RAPPORT_TESTS_CLUSTER"
FOUNDED = "founded"
NOT_INHERITED = {"DJANGO_SETTINGS_MODULE", "RAPPORT_DATABASE_URL", "RAPPORT_PARENT", "RAPPORT_TLS", "RAPPORT_HOSTS"}
PATIENCE = 600
"""Seconds that a command or a house may take: many tests may be at work on this machine."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """One instance in a home folder of its own; `rapport` runs in it, `open` serves it."""

    command: Sequence[str | Path] = (RAPPORT, "serve")

    def __init__(self, home: Path, database_url: str = "") -> None:
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        self.environment |= {"RAPPORT_HOME": str(home), "PORT": str(self.port)}
        if database_url:
            self.environment["RAPPORT_DATABASE_URL"] = database_url
        self.processes: list[subprocess.Popen[bytes]] = []

    def rapport(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [RAPPORT, *words], env=self.environment, cwd=self.home, capture_output=True, text=True, timeout=PATIENCE
        )

    def found(self, mode: str) -> None:
        """Make it an instance of this kind, from nothing."""
        founded = self.rapport("init", "--mode", mode)
        assert founded.returncode == 0, founded.stderr

    def move_in(self, mode: str = "training") -> None:
        """Make it a copy of the one instance of this kind that the run founded."""
        shutil.copytree(founded_home(mode), self.home, dirs_exist_ok=True)

    def open(self) -> subprocess.Popen[bytes]:
        """Serve, and wait until the health page answers."""
        with (self.home / "log").open("ab") as log:
            process = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=self.home,
                stdout=log,
                stderr=log,
                start_new_session=True,  # as a terminal does: Ctrl-C reaches the whole group
            )
        self.processes.append(process)
        deadline = time.monotonic() + PATIENCE
        while self.health() != 200:
            assert process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)
        return process

    def health(self) -> int | None:
        """The status of the health page, None if nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=10) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            return None

    def listened_to(self) -> bool:
        """Whether anybody still takes connections at the port."""
        with socket.socket() as visitor:
            visitor.settimeout(1)
            return visitor.connect_ex(("127.0.0.1", self.port)) == 0

    def seconds_until_free(self) -> float:
        """How long the port stays taken, from now."""
        start = time.monotonic()
        while self.listened_to():
            assert time.monotonic() - start < 20, "somebody keeps serving"
            time.sleep(0.01)
        return time.monotonic() - start

    def log(self) -> str:
        """What the server printed."""
        return (self.home / "log").read_text()

    def kill(self) -> None:
        """Pull the plug: no goodbye, no flush. Waits until the port is free."""
        self.close()
        self.seconds_until_free()

    def close(self) -> None:
        """End whatever is left of it."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.wait()


class Peopled(Served):
    """A copy of the founded training instance, peopled by the function `people` of one of the tests' modules."""

    def __init__(self, home: Path, module: Path, **environment: str) -> None:
        super().__init__(home)
        self.environment |= environment
        self.command = (sys.executable, PEOPLED, module)
        self.move_in()

    @property
    def told(self) -> dict[str, dict[str, str]]:
        """What `people` returned: how each signs in, what the tests ask for."""
        found: dict[str, dict[str, str]] = json.loads((self.home / "told.json").read_text())
        return found


@contextmanager
def one_at_a_time(name: str) -> Iterator[Path]:
    """A folder that the whole run shares, for whoever is first to fill it."""
    folder = Path(os.environ["RAPPORT_HOME"]) / FOUNDED
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / name


def founded_home(mode: str) -> Path:
    """The home of the one instance of this kind that the run founds, on SQLite. Nobody lives in it."""
    with one_at_a_time(mode) as folder:
        return _once(folder, mode) / "var"


def founded_postgresql(name: str, mode: str = "training") -> str:
    """The address of a new database in the run's cluster: a copy of the one of this kind that the run founded there."""
    cluster, like = os.environ[CLUSTER], f"{FOUNDED}_{mode}"
    with one_at_a_time(like) as folder:
        if not folder.exists():
            _once(folder, mode, create_database(cluster, like))
        return create_database(cluster, name, like=like)


def _once(folder: Path, mode: str, database_url: str = "") -> Path:
    """Found an instance in `var` in this folder, unless somebody did; a folder half made is not there."""
    if not folder.exists():
        made = Served(folder.with_suffix(".new"), database_url)
        made.home.mkdir(exist_ok=True)
        made.environment["RAPPORT_HOME"] = str(made.home / "var")
        made.found(mode)
        made.home.rename(folder)
    return folder
