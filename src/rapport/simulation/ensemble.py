"""Many worlds at once, on any executor: threads or processes here, or other machines.

    with ProcessPoolExecutor(2) as pool:
        runs = ensemble(Service.load("room"), seeds=range(100), days=90, executor=pool)
    intervals(runs)

Any `concurrent.futures.Executor` does; `distributed.Client(...).get_executor()` carries the same call to other
machines. Every world depends on its own seed alone: nothing hangs on who simulated it, where, or in which order.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from scipy import stats

from rapport.simulation.acts import Logged
from rapport.simulation.scenario import Scenario
from rapport.simulation.service import Service
from rapport.simulation.world import NO_NONCE, World

if TYPE_CHECKING:
    from rapport.simulation.service_world import ServiceWorld

Measure = Callable[["World | ServiceWorld"], Mapping[str, float]]


@dataclass(frozen=True)
class _Run:
    """One world to be simulated somewhere."""

    scenario: Scenario | Service
    seed: int
    days: int
    acts: Sequence[Logged]
    measure: Measure

    def __call__(self) -> dict[str, float]:
        world = World.from_scenario(self.scenario, seed=self.seed, nonce=NO_NONCE)
        for entry in self.acts:
            world.step(slots=entry.at - world.clock)
            world.act(entry.act)
        world.step(slots=self.days * 7 - world.clock)
        return {"seed": self.seed, **self.measure(world)}


def tally(world: "World | ServiceWorld") -> dict[str, float]:
    """What can be counted of a world with its truth open: of a wing its events and what was shown; of a service every
    counter summed over the days, and the last day's trust, grievance, need and share of men drawn in or recruiting.
    """
    if isinstance(world, World):
        truth = world.unseal(NO_NONCE)
        shown, signals = world.exposures["shown"], truth.events["signal"]
        reported = world.reports["reported"]
        return {
            "events": world.events.num_rows,
            "exposures": world.exposures.num_rows,
            "shown": pc.sum(shown).as_py() or 0,
            "signals": pc.sum(signals).as_py() or 0,
            "reported": pc.sum(reported).as_py() or 0,
        }
    found: dict[str, float] = {}
    last: dict[str, float] = {}
    for days in (world.days, world.unseal(NO_NONCE).days):
        for name in days.column_names[1:]:
            column = days[name].to_numpy()
            last[name] = float(column[-1])
            if not name.endswith("_mean"):
                found[name] = float(column.sum())
    people = max(1.0, last["prisoners"])
    found |= {name: last[name] for name in ("trust_mean", "grievance_mean", "need_mean")}
    return found | {"influenced_share": (last["drawn_in"] + last["recruiting"]) / people}


def ensemble(
    scenario: Scenario | Service,
    *,
    seeds: Iterable[int],
    days: int,
    executor: Executor,
    acts: Sequence[Logged] = (),
    measure: Measure = tally,
) -> pa.Table:
    """One row for each seed, in the order of the seeds: `seed` and what `measure` (a function of a module) gives."""
    futures = [executor.submit(_Run(scenario, seed, days, tuple(acts), measure)) for seed in seeds]
    return pa.Table.from_pylist([future.result() for future in futures])


def paired(
    before: Scenario | Service,
    after: Scenario | Service,
    *,
    seeds: Iterable[int],
    days: int,
    executor: Executor,
    acts_before: Sequence[Logged] = (),
    acts_after: Sequence[Logged] = (),
    measure: Measure = tally,
) -> pa.Table:
    """What if: the same seeds before and after, and the difference (after − before) of each measure, row by row."""
    seeds = list(seeds)
    one = ensemble(before, seeds=seeds, days=days, executor=executor, acts=acts_before, measure=measure)
    two = ensemble(after, seeds=seeds, days=days, executor=executor, acts=acts_after, measure=measure)
    columns: dict[str, Any] = {"seed": one["seed"]}
    for name in one.column_names[1:]:
        columns[name] = pc.subtract(two[name], one[name])
    return pa.table(columns)


def intervals(runs: pa.Table, *, confidence: float = 0.95) -> pa.Table:
    """Of each measure: mean, standard error, and the interval of its mean (Student's t); one run has none."""
    rows = []
    for name in runs.column_names[1:]:
        values = runs[name].to_numpy().astype(float)
        count, mean = len(values), float(values.mean())
        error = float(values.std(ddof=1)) / count**0.5 if count > 1 else float("nan")
        reach = float(stats.t.ppf((1 + confidence) / 2, count - 1)) * error if count > 1 else float("nan")
        rows.append(
            {"measure": name, "runs": count, "mean": mean, "error": error, "low": mean - reach, "high": mean + reach}
        )
    return pa.Table.from_pylist(rows)
