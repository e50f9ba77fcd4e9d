"""An instance served by a process of its own, as an administrator starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

RAPPORT = Path(sys.executable).parent / "rapport"
NOT_INHERITED = {"DJANGO_SETTINGS_MODULE", "RAPPORT_DATABASE_URL", "RAPPORT_PARENT", "RAPPORT_TLS", "RAPPORT_HOSTS"}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """One instance in a home folder of its own; `rapport` runs in it, `open` serves it."""

    def __init__(self, home: Path, database_url: str = "") -> None:
        self.home = home
        self.port = free_port()
        self.environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        self.environment |= {"RAPPORT_HOME": str(home), "PORT": str(self.port)}
        if database_url:
            self.environment["RAPPORT_DATABASE_URL"] = database_url
        self.processes: list[subprocess.Popen[bytes]] = []

    def rapport(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run one command to its end."""
        return subprocess.run(
            [RAPPORT, *words], env=self.environment, cwd=self.home, capture_output=True, text=True, timeout=240
        )

    def open(self) -> "subprocess.Popen[bytes]":
        """Serve, and wait until the health page answers."""
        with (self.home / "log").open("ab") as log:
            process = subprocess.Popen(
                [RAPPORT, "serve"],
                env=self.environment,
                cwd=self.home,
                stdout=log,
                stderr=log,
                start_new_session=True,  # as a terminal does: Ctrl-C reaches the whole group
            )
        self.processes.append(process)
        deadline = time.monotonic() + 120
        while self.health() != 200:
            assert process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)
        return process

    def health(self) -> int | None:
        """The status of the health page, None if nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
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

    def close(self) -> None:
        """End whatever is left of it."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.wait()


def children_of(pid: int) -> list[int]:
    """The processes that this one started and that still run."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def page_workers_of(pid: int) -> list[int]:
    """Those of them that serve pages: all but the one that does the jobs."""
    return [one for one in children_of(pid) if b"job_worker" not in Path(f"/proc/{one}/cmdline").read_bytes()]


def alive(pid: int) -> bool:
    """Whether this process still runs; one that has ended and waits to be noticed does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
