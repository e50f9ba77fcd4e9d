"""Worlds as files: Parquet for whoever wants to count, whole in one folder or not there at all."""

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from rapport.instance.parquet_folder import WARNING, CannotWrite, Files, whole_or_not_at_all
from rapport.simulation import ENGINE, Scenario, Service, World
from rapport.simulation.influence import meetings_in

if TYPE_CHECKING:
    from rapport.simulation.service_world import ServiceWorld

__all__ = ["WARNING", "CannotWrite", "Order", "write"]


@dataclass(frozen=True)
class Order:
    """What is asked for: so many worlds, seed by seed, so many days of each, and with what besides."""

    scenario: Scenario | Service
    seed: int
    days: int
    runs: int
    contacts: bool
    truth: bool
    picture: bool = False


def write(order: Order, out: Path, *, day_done: Callable[[], None]) -> str:
    """Simulate what was ordered into the folder `out` and say what is there. Raises `CannotWrite`."""
    seals = []
    engine = _engine(order)
    with whole_or_not_at_all(out) as folder, Files(folder, engine) as files:
        for run in range(order.runs):
            nonce, seed = secrets.token_bytes(32), order.seed + run
            world = _of_service if isinstance(order.scenario, Service) else _of_wing
            commitment = world(order, files, run, seed, nonce, day_done)
            seals.append({"run": run, "seed": seed, "commitment": commitment, "nonce": nonce.hex()})
        files.close()
        _write_summary(folder, order, files, seals)
    return _told(order.scenario, out, files, seals)


def _engine(order: Order) -> str:
    if not isinstance(order.scenario, Service):
        return ENGINE
    from rapport.simulation.service_truth import ENGINE as KERNELS

    return KERNELS


# ---- one wing ----------------------------------------------------------------------------------------------


def _of_wing(order: Order, files: Files, run: int, seed: int, nonce: bytes, day_done: Callable[[], None]) -> str:
    world = World.from_scenario(order.scenario, seed=seed, nonce=nonce)
    assert isinstance(world, World)  # noqa: S101 - for the type checker
    for _ in range(order.days):
        world.step(days=1)
        day_done()
    files.add("people", run, world.people)
    files.add("events", run, world.events)
    files.add("exposures", run, world.exposures)
    files.add("reports", run, world.reports)
    if order.contacts:
        _writes_contacts(files, run, world)
    if order.truth:
        truth = world.unseal(nonce)
        files.add("truth", run, truth.events)
        files.add("cases", run, truth.cases)
    _draw(order, files, run, world)
    return world.truth_commitment


def _draw(order: Order, files: Files, run: int, world: "World | ServiceWorld") -> None:
    """The picture, if one was ordered: of the first world alone."""
    if order.picture and run == 0:
        from rapport.simulation.picture import picture

        (files.folder / "picture.html").write_text(picture(world), encoding="utf-8")


def _writes_contacts(files: Files, run: int, world: World) -> None:
    for day, slot, where, pairs in meetings_in(world):
        columns: dict[str, Any] = {
            "day": pa.array([day] * len(pairs), pa.int32()),
            "slot": pa.array([slot] * len(pairs), pa.int32()),
            "place": pa.array(where[pairs[:, 0]], pa.int32()),
            "one": pa.array(pairs[:, 0], pa.int32()),
            "other": pa.array(pairs[:, 1], pa.int32()),
        }
        files.add("contacts", run, pa.table(columns))


# ---- a service ---------------------------------------------------------------------------------------------


def _of_service(order: Order, files: Files, run: int, seed: int, nonce: bytes, day_done: Callable[[], None]) -> str:
    """Day by day, so that no more than a day's rows are ever held."""
    from rapport.simulation.service_world import CONTACTS, LIFE, ROWS_UP_TO, ServiceWorld

    assert isinstance(order.scenario, Service)  # noqa: S101 - for the type checker
    keep = [LIFE] if order.scenario.population <= ROWS_UP_TO else []
    keep += [CONTACTS] if order.contacts else []
    world = ServiceWorld.from_scenario(order.scenario, seed=seed, nonce=nonce, keep=keep, threads=os.cpu_count() or 1)
    files.add("people_at_first", run, world.people)
    for _ in range(order.days):
        step = world.step(days=1)
        if LIFE in keep:
            files.add("events", run, step.events)
            files.add("exposures", run, step.exposures)
        if order.contacts:
            files.add("contacts", run, step.contacts)
        if order.truth and LIFE in keep:
            files.add("truth", run, world.unseal(nonce).events)
        world.forget_rows()
        day_done()
    files.add("people", run, world.people)
    files.add("days", run, world.days)
    if order.truth:
        truth = world.unseal(nonce)
        files.add("cases", run, truth.cases)
        files.add("secret_days", run, truth.days)
    _draw(order, files, run, world)
    return world.truth_commitment


# ---- what it comes to --------------------------------------------------------------------------------------


def _write_summary(folder: Path, order: Order, files: Files, seals: list[dict[str, Any]]) -> None:
    """`summary.json`; the nonces, which open the seals, lie in it only with the truth, otherwise in a file apart."""
    public = [seal if order.truth else {k: v for k, v in seal.items() if k != "nonce"} for seal in seals]
    summary = {
        "warning": WARNING,
        "engine": files.engine,
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


def _told(loaded: Scenario | Service, out: Path, files: Files, seals: list[dict[str, Any]]) -> str:
    lines = [f"{loaded.name}: {len(seals)} world(s) in {out}"]
    width = max(map(len, files.rows)) + 1
    lines += [f"  {name + '.parquet':<{width + 8}}{rows:>12,} rows" for name, rows in files.rows.items()]
    lines += [f"  seed {seal['seed']}: sealed as {seal['commitment']}" for seal in seals[:3]]
    if len(seals) > 3:
        lines.append(f"  and {len(seals) - 3} more seals, in summary.json")
    if "cases" not in files.rows:
        lines.append("  nonces.json opens the seals: keep it apart. The seed in summary.json lets who has this program")
        lines.append("  draw the truth again; pass on the Parquet files alone where it has to stay closed.")
    return "\n".join([*lines, WARNING])
