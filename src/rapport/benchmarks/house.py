"""The house: how soon it is open. Starts `rapport demo` in a home folder that is thrown away, on a free port.

Bar: at most 5 seconds until the health page answers, every time but the first (issue of the house, "two commands").
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from rapport.benchmarks import Figure

BAR_SECONDS = 5.0
STARTS, QUICK_STARTS = 5, 2
PATIENCE_SECONDS = 120.0
EVERY_SECONDS = 0.02


def measure(*, quick: bool) -> list[Figure]:
    """The first start (founds and seeds, for information) and the slowest of the following ones, in seconds."""
    starts = QUICK_STARTS if quick else STARTS
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as home:
        first = _seconds_to_open(Path(home))
        later = [_seconds_to_open(Path(home)) for _ in range(starts)]
    slowest = max(later)
    return [
        Figure("first start: found, seed, serve", first, "s", None, None),
        Figure(
            f"start, slowest of {starts} after the first", slowest, "s", f"≤ {BAR_SECONDS:g}", slowest <= BAR_SECONDS
        ),
    ]


def _seconds_to_open(home: Path) -> float:
    """How long from typing the command to a health page that answers 200. Raises `RuntimeError` if it never does."""
    port = _free_port()
    environment = os.environ | {"RAPPORT_HOME": str(home), "PORT": str(port)}
    command = [str(Path(sys.executable).with_name("rapport")), "demo"]
    began = time.perf_counter()
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        while not _open(port):
            if server.poll() is not None or time.perf_counter() - began > PATIENCE_SECONDS:
                raise RuntimeError("the house does not open: `rapport demo` says why")
            time.sleep(EVERY_SECONDS)
        return time.perf_counter() - began
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=PATIENCE_SECONDS)


def _open(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
