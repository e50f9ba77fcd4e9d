"""The desk after years of work: search with facets, the queue, a person's page, filing, and fifty people at once.

Fills a database with reports of four languages, composed from the words of the simulated prison, and measures by the
real views on both engines, each in a process and a home of its own. Bars: docs and `house`: search and filing within
100 ms and the queue within 100 ms (95 of 100), the rules at most half as much again as the bare index, 150 requests a
second on SQLite and 250 on PostgreSQL, every read in the ledger.

RAPPORT_BENCH_REPORTS chooses another number of reports; RAPPORT_BENCH_ENGINES one engine (`sqlite`, `postgresql`).
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rapport.benchmarks import Figure
from rapport.benchmarks.cluster import Cluster, create_database
from rapport.benchmarks.desk.size import FULL, QUICK, Size

BAR_MS, BAR_RATIO = 100.0, 1.5
BAR_LOAD = {"sqlite": 150.0, "postgresql": 250.0}
ENGINES = ("sqlite", "postgresql")
WORKING = {"shared_buffers": "256MB", "max_connections": "100", "random_page_cost": "1.1"}
"""A PostgreSQL that keeps its word: fsync and synchronous commit are as they come."""


def measure(*, quick: bool) -> list[Figure]:
    """Every figure on both engines."""
    size = QUICK if quick else FULL
    size = size.of(int(os.environ["RAPPORT_BENCH_REPORTS"])) if "RAPPORT_BENCH_REPORTS" in os.environ else size
    engines = os.environ.get("RAPPORT_BENCH_ENGINES", ",".join(ENGINES)).split(",")
    found = [Figure("reports in the database", size.reports, "reports", None, None)]
    for engine in engines:
        found += _figures(engine, _measured(engine, size), whole=size == FULL)
    return found


def _measured(engine: str, size: Size) -> Mapping[str, float]:
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as home, _database(engine) as url:
        environment = os.environ | {"RAPPORT_HOME": home, "DJANGO_SETTINGS_MODULE": "rapport.instance.settings"}
        environment.pop("RAPPORT_DATABASE_URL", None)
        environment |= {"RAPPORT_DATABASE_URL": url} if url else {}
        answer = Path(home) / "figures.json"
        rapport = str(Path(sys.executable).with_name("rapport"))
        subprocess.run([rapport, "init", "--mode", "training"], env=environment, check=True, capture_output=True)  # noqa: S603
        command = [sys.executable, "-m", "rapport.benchmarks.desk.worker", size.as_words(), str(answer)]
        subprocess.run(command, env=environment, check=True)  # noqa: S603
        told: dict[str, float] = json.loads(answer.read_text())
        return told


@contextmanager
def _database(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        yield ""
        return
    cluster = Cluster(WORKING)
    try:
        yield create_database(cluster.url("postgres"), "desk")
    finally:
        cluster.stop()


def _figures(engine: str, told: Mapping[str, float], *, whole: bool) -> Iterator[Figure]:
    """A bar that a smaller size cannot judge is not judged: fewer records are easier to search."""
    for name, value in told.items():
        title = f"{engine}: {name}"
        if name == "load":
            bar = BAR_LOAD[engine]
            yield Figure(f"{title}, 50 staff, 9 reads to a write", value, "requests/s", f"≥ {bar:g}", value >= bar)
        elif name == "ratio":
            holds = value <= BAR_RATIO if whole else None
            yield Figure(f"{title} of ruled search to bare index", value, "×", f"≤ {BAR_RATIO:g}", holds)
        elif name.endswith("p95"):
            judged = whole or name.startswith("filing") or value > BAR_MS
            yield Figure(title, value, "ms", f"≤ {BAR_MS:g}", value <= BAR_MS if judged else None)
        elif name == "not in the ledger":
            yield Figure(f"{engine}: reads under load {name}", value, "reads", "0", value == 0)
        elif name == "errors":
            yield Figure(f"{engine}: {name} under load", value, "answers", "0", value == 0)
        else:
            unit = "ms" if name.endswith(("p50", "p99")) else "s"
            yield Figure(title, value, unit, None, None)
