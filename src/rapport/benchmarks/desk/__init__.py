"""The desk after years of work: search with facets, the queue, a person's page, filing, and fifty people at once.

Fills a database with reports of four languages, composed from the words of the simulated prison, and measures by the
real views on both engines, each in a process and a home of its own. Bars: docs and `house`: search and filing within
100 ms and the queue within 100 ms (95 of 100), the rules at most half as much again as the bare index, 150 requests a
second on SQLite and 250 on PostgreSQL, every read in the ledger.

On PostgreSQL the tables are filled by their owner and asked by the role that serves, behind the walls.

RAPPORT_BENCH_REPORTS chooses another number of reports; RAPPORT_BENCH_ENGINES one engine (`sqlite`, `postgresql`);
RAPPORT_BENCH_KEEP a folder in which the filled databases are kept and found again.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from signal import Signals

from rapport.benchmarks import Figure, NotMeasured
from rapport.benchmarks.cluster import OWNER, SERVER, WORKING, Cluster, create_database, create_server, engines
from rapport.benchmarks.desk.size import FULL, QUICK, Size

BAR_MS, BAR_RATIO = 100.0, 1.5
BAR_LOAD = {"sqlite": 150.0, "postgresql": 250.0}


def measure(*, quick: bool) -> list[Figure]:
    """Every figure on both engines."""
    size = QUICK if quick else FULL
    size = size.of(int(os.environ["RAPPORT_BENCH_REPORTS"])) if "RAPPORT_BENCH_REPORTS" in os.environ else size
    found = [Figure("reports in the database", size.reports, "reports", None, None)]
    for engine in engines():
        found += _figures(engine, _measured(engine, size), whole=size == FULL)
    return found


def _measured(engine: str, size: Size) -> Mapping[str, float]:
    with _folder(engine, size) as folder, _database(engine, folder) as urls:
        environment = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
        environment |= {"RAPPORT_HOME": str(folder / "home"), "DJANGO_SETTINGS_MODULE": "rapport.instance.settings"}
        answer, filled = folder / "figures.json", folder / "home" / "filled"
        rapport = str(Path(sys.executable).with_name("rapport"))
        # One that was kept is brought to this release, as any instance is.
        _run("bringing the instance to this release", [rapport, "init", "--mode", "training"], environment | urls)
        if not filled.exists():
            owner = {"RAPPORT_DATABASE_URL": urls[OWNER]} if OWNER in urls else {}
            _work("fill", size, filled, environment | urls | owner)
        _work("ask", size, answer, environment | urls)
        told: dict[str, float] = json.loads(answer.read_text())
        return told


def _work(what: str, size: Size, file: Path, environment: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "rapport.benchmarks.desk.worker", what, size.as_words(), str(file)]
    _run("filling the desk" if what == "fill" else "asking the desk", command, environment)


def _run(doing: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run it. Raises `NotMeasured` with what it wrote last, however it ends."""
    with tempfile.TemporaryFile("w+", errors="replace") as wrote:
        ended = subprocess.Popen(command, env=dict(environment), stdout=wrote, stderr=wrote)  # noqa: S603
        try:
            code = ended.wait()
        except BaseException:
            ended.terminate()  # what it asks is about to be stopped
            raise
        wrote.seek(0)
        said = wrote.read().splitlines()
    for line in said if not code else ():
        print(line, flush=True)  # noqa: T201  a benchmark talks
    if code:
        how = f"was killed by {Signals(-code).name}" if code < 0 else f"ended with {code}"
        engine = "PostgreSQL" if "RAPPORT_DATABASE_URL" in environment else "SQLite"
        last = "\n".join(f"  {line}" for line in said[-30:]) or "  nothing"
        raise NotMeasured(
            f"The process {doing} on {engine} {how}. It wrote last:\n{last}\n"
            "Nothing was measured. See that memory and disk suffice and nobody else uses this folder; run it again."
        )


@contextmanager
def _folder(engine: str, size: Size) -> Iterator[Path]:
    kept = os.environ.get("RAPPORT_BENCH_KEEP")
    if kept:
        folder = Path(kept).resolve() / f"{engine}-{size.reports}"
        if folder.exists() and not (folder / "home" / "filled").exists():
            shutil.rmtree(folder)  # broken off while it was filled
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as throwaway:
        yield Path(throwaway)


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[dict[str, str]]:
    """What leads to it: nothing for SQLite, which lies in the home; the server's and the owner's address."""
    if engine == "sqlite":
        yield {}
        return
    kept = "RAPPORT_BENCH_KEEP" in os.environ
    cluster = Cluster(WORKING, kept_in=folder / "cluster" if kept else None)
    try:
        owner = cluster.url("desk")
        if not (folder / "home" / "filled").exists():
            create_database(cluster.url("postgres"), "desk")
            create_server(cluster.url("postgres"), SERVER)
        yield {"RAPPORT_DATABASE_URL": cluster.serving_url("desk"), OWNER: owner}
    except NotMeasured as failure:
        if cluster.server.poll() is None:
            raise
        raise NotMeasured(f"{failure}\nPostgreSQL itself had ended meanwhile. {cluster.said()}") from None
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
        elif name.endswith("p95") and not name.startswith("load"):
            judged = whole or name.startswith("filing") or value > BAR_MS
            yield Figure(title, value, "ms", f"≤ {BAR_MS:g}", value <= BAR_MS if judged else None)
        elif name == "not in the ledger":
            yield Figure(f"{engine}: reads under load {name}", value, "reads", "0", value == 0)
        elif name == "errors":
            yield Figure(f"{engine}: {name} under load", value, "answers", "0", value == 0)
        else:
            unit = "s" if name.startswith("filled") else "GB" if name.endswith("disk") else "ms"
            yield Figure(title, value, unit, None, None)
