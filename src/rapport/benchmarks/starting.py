"""Starting: how soon the house is open. `rapport demo` in a home folder that is thrown away, on a free port.

Bars (issue of the house, "two commands"): at most 5 seconds until the health page answers, every time but the first;
and at most 180 seconds for the very first `make demo` in a clean clone, which installs and builds everything. The
latter is measured in the full size only, and needs the network or a full cache of packages.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from rapport.benchmarks import Figure, elsewhere

BAR_SECONDS, BAR_FIRST_SECONDS = 5.0, 180.0
CLONE_PATIENCE_SECONDS = 900.0
STARTS = 5
RAPPORT = str(Path(sys.executable).with_name("rapport"))
PATIENCE_SECONDS = 120.0
EVERY_SECONDS = 0.02


def measure(*, quick: bool) -> list[Figure]:
    """The first start (founds and seeds, for information) and the slowest of the following ones, in seconds."""
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as home:
        if quick:
            return _in_a_small_house(Path(home))
        first = _seconds_to_open(Path(home))
        later = [_seconds_to_open(Path(home)) for _ in range(STARTS)]
    return [
        *_very_first(),
        Figure("first start: found, seed, serve", first, "s", None, None),
        _judged(f"start, slowest of {STARTS} after the first", max(later)),
    ]


def _in_a_small_house(home: Path) -> list[Figure]:
    """With one establishment, and founded beforehand where that is a file. A later start seeds nothing either way."""
    founded = Path(elsewhere.founded())
    if founded.exists():
        shutil.copyfile(founded, home / "rapport.sqlite3")
    command = [RAPPORT, "demo", "--small"]
    first, later = (_seconds_to_open(home, command) for _ in range(2))
    return [
        Figure("first start, one establishment: seed, serve", first, "s", None, None),
        _judged("start after the first, one establishment", later),
    ]


def _judged(name: str, seconds: float) -> Figure:
    return Figure(name, seconds, "s", f"≤ {BAR_SECONDS:g}", seconds <= BAR_SECONDS)


def _very_first() -> list[Figure]:
    """`make demo` in a clean clone. Not measured where this is not a clone, as in a bundle."""
    source = Path(__file__).resolve().parents[3]
    if not (source / ".git").exists() or shutil.which("git") is None or shutil.which("make") is None:
        return []
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", source, clone], check=True)  # noqa: S603, S607
        seconds = _seconds_to_open(clone / "var", ["make", "demo"], clone, patience=CLONE_PATIENCE_SECONDS)
    holds = seconds <= BAR_FIRST_SECONDS
    return [Figure("make demo in a clean clone", seconds, "s", f"≤ {BAR_FIRST_SECONDS:g}", holds)]


def _seconds_to_open(
    home: Path, command: Sequence[str] = (), folder: Path | None = None, *, patience: float = PATIENCE_SECONDS
) -> float:
    """How long from typing the command to a health page that answers 200. Raises `RuntimeError` if it never does."""
    port = _free_port()
    environment = os.environ | {"RAPPORT_HOME": str(home), "PORT": str(port)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    typed = command or [RAPPORT, "demo"]
    began = time.perf_counter()
    server = subprocess.Popen(  # noqa: S603
        typed,
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # `make` and what it started end together
    )
    try:
        while not _open(port):
            if server.poll() is not None or time.perf_counter() - began > patience:
                raise RuntimeError("the house does not open: `rapport demo` says why")
            time.sleep(EVERY_SECONDS)
        return time.perf_counter() - began
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGINT)
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
