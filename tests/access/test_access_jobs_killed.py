"""Workers in real processes, killed without warning."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rapport.ledger.reasons import because
from served import founded_home

HERE = Path(__file__).parent
TOTAL = 12


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of a founded training instance of its own."""
    shutil.copytree(founded_home("training"), tmp_path, dirs_exist_ok=True)
    path = os.pathsep.join([str(HERE), *(entry for entry in sys.path if entry)])
    env = {**os.environ, "RAPPORT_HOME": str(tmp_path), "PYTHONPATH": path}
    env.pop("RAPPORT_DATABASE_URL", None)
    env.pop("DJANGO_SETTINGS_MODULE", None)
    return env | {"SLICE_SECONDS": "0.2", "RAPPORT_JOB_STALE_SECONDS": "2"}


def run(env: dict[str, str], *command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *command], env=env)


def told(env: dict[str, str], sql: str) -> list[tuple[object, ...]]:
    database = Path(env["RAPPORT_HOME"]) / "rapport.sqlite3"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20) as connection:
        return connection.execute(sql).fetchall()


def wait_until(happened: Callable[[], bool], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_a_worker_is_killed_and_another_goes_on_so_that_each_slice_is_done_once(home: dict[str, str]) -> None:
    process = str(HERE / "access_worker_process.py")
    assert run(home, process, "ask", str(TOTAL)).wait(60) == 0
    first = run(home, process, "work")
    try:
        wait_until(lambda: told(home, "SELECT done FROM access_job")[0][0] >= 4, seconds=60)  # type: ignore[operator]
    finally:
        first.kill()
    assert first.wait(10) == -signal.SIGKILL
    done, state = told(home, "SELECT done, state FROM access_job")[0]
    assert state == "running"
    assert 4 <= done < TOTAL  # type: ignore[operator]
    second = run(home, process, "work")
    try:
        wait_until(lambda: told(home, "SELECT state FROM access_job") == [("done",)], seconds=60)
    finally:
        second.kill()
        second.wait(10)
    names = told(home, "SELECT name FROM access_staff WHERE name LIKE 'Colleague%' ORDER BY id")
    assert names == [(f"Colleague {number}",) for number in range(TOTAL)]
    assert told(home, "SELECT attempt, done, total FROM access_job") == [(2, TOTAL, TOTAL)]
    enrolled = told(home, "SELECT reason FROM ledger_entry WHERE operation = 'collection' AND role = 'trainer'")
    assert enrolled.count((because("access.enrolled"),)) == TOTAL


def children(pid: int) -> list[int]:
    """The processes that this one started, by what the kernel says."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def working(pid: int) -> bool:
    """Whether this process lives and is a job worker."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return b"job_worker" in command and state != "Z"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_job_worker_ends_with_the_server_that_started_it(home: dict[str, str], how: signal.Signals) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = [sys.executable, "-c", f"from rapport.instance.serving import serve; serve('127.0.0.1', {port})"]
    server = subprocess.Popen(served, env=home | {"DJANGO_SETTINGS_MODULE": "rapport.instance.settings"})
    try:
        wait_until(lambda: any(working(child) for child in children(server.pid)), seconds=30)
        [worker] = [child for child in children(server.pid) if working(child)]
        time.sleep(1)  # it has asked the kernel by now
        server.send_signal(how)
        wait_until(lambda: not working(worker), seconds=10)
    finally:
        server.kill()
        server.wait(10)
