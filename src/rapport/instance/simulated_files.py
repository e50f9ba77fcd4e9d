"""Worlds as files: Parquet for whoever wants to count, whole in one folder or not there at all."""

import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rapport.simulation import ENGINE, Scenario, World
from rapport.simulation.influence import meetings_in

WARNING = "Everything in these files is invented. They predict nothing about anyone."


class CannotWrite(RuntimeError):
    """The folder cannot be written; nothing was. The message says why."""


@dataclass(frozen=True)
class Order:
    """What is asked for: so many worlds, seed by seed, so many days of each, and with what besides."""

    scenario: Scenario
    seed: int
    days: int
    runs: int
    contacts: bool
    truth: bool


def write(order: Order, out: Path, *, day_done: Callable[[], None]) -> str:
    """Simulate what was ordered into the folder `out` and say what is there. Raises `CannotWrite`."""
    parts: list[Callable[[_Files, int, World, bytes], None]] = [_writes_people, _writes_life]
    parts += [_writes_contacts] if order.contacts else []
    parts += [_writes_truth] if order.truth else []
    seals = []
    with _whole_or_not_at_all(out) as folder, _Files(folder) as files:
        for run in range(order.runs):
            nonce, seed = secrets.token_bytes(32), order.seed + run
            world = World.from_scenario(order.scenario, seed=seed, nonce=nonce)
            for _ in range(order.days):
                world.step(days=1)
                day_done()
            for part in parts:
                part(files, run, world, nonce)
            seals.append({"run": run, "seed": seed, "commitment": world.truth_commitment, "nonce": nonce.hex()})
        files.close()
        _write_summary(folder, order, files, seals)
    return _told(order.scenario, out, files, seals)


@contextmanager
def _whole_or_not_at_all(out: Path) -> Iterator[Path]:
    """A folder beside `out` that becomes `out` when all is written; otherwise nothing of it stays."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CannotWrite(f"{out} is there already and not an empty folder. Nothing was written.")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written: {error.strerror or error}.") from None
    try:
        yield folder
        folder.chmod(0o755)
        os.replace(folder, out)
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written: {error.strerror or error}. Nothing was.") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class _Files:
    """The Parquet files of one folder, each written run by run; every table's first column is its run."""

    folder: Path
    rows: dict[str, int] = field(default_factory=dict)
    _open: dict[str, pq.ParquetWriter] = field(default_factory=dict)

    def __enter__(self) -> "_Files":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish every file."""
        while self._open:
            self._open.popitem()[1].close()

    def add(self, name: str, run: int, table: pa.Table) -> None:
        """Add one run's rows to a file."""
        table = table.add_column(0, "run", pa.array([run] * table.num_rows, pa.int32()))
        if name not in self._open:
            note = {b"rapport": f"{ENGINE}. {WARNING}".encode()}
            self._open[name] = pq.ParquetWriter(self.folder / f"{name}.parquet", table.schema.with_metadata(note))
        self._open[name].write_table(table.replace_schema_metadata(self._open[name].schema.metadata))
        self.rows[name] = self.rows.get(name, 0) + table.num_rows


def _writes_people(files: _Files, run: int, world: World, _nonce: bytes) -> None:
    files.add("people", run, world.people)


def _writes_life(files: _Files, run: int, world: World, _nonce: bytes) -> None:
    files.add("events", run, world.events)
    files.add("exposures", run, world.exposures)
    files.add("reports", run, world.reports)


def _writes_contacts(files: _Files, run: int, world: World, _nonce: bytes) -> None:
    for day, slot, where, pairs in meetings_in(world):
        columns: dict[str, Any] = {
            "day": pa.array([day] * len(pairs), pa.int32()),
            "slot": pa.array([slot] * len(pairs), pa.int32()),
            "place": pa.array(where[pairs[:, 0]], pa.int32()),
            "one": pa.array(pairs[:, 0], pa.int32()),
            "other": pa.array(pairs[:, 1], pa.int32()),
        }
        files.add("contacts", run, pa.table(columns))


def _writes_truth(files: _Files, run: int, world: World, nonce: bytes) -> None:
    truth = world.unseal(nonce)
    files.add("truth", run, truth.events)
    files.add("cases", run, truth.cases)


def _write_summary(folder: Path, order: Order, files: _Files, seals: list[dict[str, Any]]) -> None:
    """`summary.json`; the nonces, which open the seals, lie in it only with the truth, otherwise in a file apart."""
    public = [seal if order.truth else {k: v for k, v in seal.items() if k != "nonce"} for seal in seals]
    summary = {
        "warning": WARNING,
        "engine": ENGINE,
        "scenario": order.scenario.name,
        "scenario_hash": order.scenario.hash,
        "days": order.days,
        "rows": files.rows,
        "runs": public,
    }
    (folder / "summary.json").write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
    if not order.truth:
        nonces = folder / "nonces.json"
        nonces.touch(mode=0o600)
        nonces.write_text(json.dumps({str(seal["run"]): seal["nonce"] for seal in seals}, indent=1) + "\n")


def _told(loaded: Scenario, out: Path, files: _Files, seals: list[dict[str, Any]]) -> str:
    lines = [f"{loaded.name}: {len(seals)} world(s) in {out}"]
    lines += [f"  {name}.parquet{'':<{12 - len(name)}}{rows:>12,} rows" for name, rows in files.rows.items()]
    lines += [f"  seed {seal['seed']}: sealed as {seal['commitment']}" for seal in seals[:3]]
    if len(seals) > 3:
        lines.append(f"  and {len(seals) - 3} more seals, in summary.json")
    if "truth" not in files.rows:
        lines.append("  nonces.json opens the seals: keep it apart. The seed in summary.json lets who has this program")
        lines.append("  draw the truth again; pass on the Parquet files alone where it has to stay closed.")
    return "\n".join([*lines, WARNING])
