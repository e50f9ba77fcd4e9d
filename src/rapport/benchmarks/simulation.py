"""How fast the simulated prison lives: `rapport bench simulation`.

Bars: `docs/performance.md`. First one wing of sixty men as a training room plays it (the best of several worlds is
taken, because other programs on the machine can only make it slower), then many prisons under full rules, then one
small model in three engines.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter

from rapport.benchmarks import Figure, prisons
from rapport.benchmarks.engines.compared import compare
from rapport.simulation import Scenario, World, acts, check, what_if

SCENARIO = "exercise-b"
DAY_BAR_MS, DAY_AIM_MS, FRESH_BAR_S, MEMORY_BAR_MIB = 100.0, 20.0, 2.0, 256.0
LEAST_CHANCE = 0.6
WHAT_IF_BAR_S = 10.0
_NONCE = bytes(32)
_FIRST_STEP = (
    "from rapport.simulation import Scenario, World; "
    "World.from_scenario(Scenario.load('exercise-b'), seed=7, nonce=bytes(32)).step(slots=1)"
)
_TEN_DAYS = (
    "from rapport.simulation import Scenario, World; "
    "World.from_scenario(Scenario.load('exercise-b'), seed=7, nonce=bytes(32)).step(days=10); "
    "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
)


def measure(*, quick: bool) -> Sequence[Figure]:
    """Time the simulated prison, and measure what the scenario promises. `quick`: smaller sizes, within a minute."""
    return [*_wing(quick), *prisons.measure(quick=quick), *compare(quick=quick)]


def _wing(quick: bool) -> Sequence[Figure]:
    scenario, worlds = Scenario.load(SCENARIO), 3 if quick else 10
    day = min(_day_ms(scenario, seed) for seed in range(worlds))
    restored, size = _restored_ms(scenario)
    fresh = min(_fresh_s() for _ in range(2 if quick else 4))
    peak = _peak_mib()
    pairs = 20 if quick else what_if.RUNS
    beside = _what_if_s(scenario, pairs)
    found = check.check(scenario)
    ideal = check.LEAST <= found.ideal_d_a <= check.MOST
    return [
        Figure("one wing of 60: a day, every event logged", day, "ms", f"≤ {DAY_BAR_MS:.0f} ms", day <= DAY_BAR_MS),
        Figure("the same, against the aim of the room", day, "ms", f"≤ {DAY_AIM_MS:.0f} ms", day <= DAY_AIM_MS),
        Figure("one wing: first step in a fresh process", fresh, "s", f"≤ {FRESH_BAR_S:.0f} s", fresh <= FRESH_BAR_S),
        Figure(
            "one wing: peak memory of ten days",
            peak,
            "MiB",
            f"≤ {MEMORY_BAR_MIB:.0f} MiB",
            peak <= MEMORY_BAR_MIB,
        ),
        Figure("a world of nine days taken up again", restored, "ms", None, None),
        Figure("its snapshot", size, "KiB", None, None),
        Figure(
            f"what if, {pairs} pairs from the middle of a walk",
            beside,
            "s",
            f"≤ {WHAT_IF_BAR_S:.0f} s" if pairs == what_if.RUNS else None,
            beside <= WHAT_IF_BAR_S if pairs == what_if.RUNS else None,
        ),
        Figure("ideal d_a of a single event", found.ideal_d_a, "", f"{check.LEAST} … {check.MOST}", ideal),
        Figure(
            "chance to be shown an event from its best post",
            found.best_chance,
            "",
            f"≥ {LEAST_CHANCE}",
            found.best_chance >= LEAST_CHANCE,
        ),
    ]


def _day_ms(scenario: Scenario, seed: int) -> float:
    world = World.from_scenario(scenario, seed=seed, nonce=_NONCE)
    start = perf_counter()
    world.step(days=scenario.days)
    return (perf_counter() - start) * 1000 / scenario.days


def _what_if_s(scenario: Scenario, pairs: int) -> float:
    """A pair of lives from the fifth day on, so many times, in as many processes as there are cores."""
    world = World.from_scenario(scenario, seed=1, nonce=_NONCE)
    world.step(days=scenario.days)
    world.unseal(_NONCE)
    instead = [acts.Restrict(person=12, days=4)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        start = perf_counter()
        what_if.what_if(world, at=35, instead=instead, d_a=1.5, executor=pool, runs=pairs)
        return perf_counter() - start


def _restored_ms(scenario: Scenario) -> tuple[float, float]:
    world = World.from_scenario(scenario, seed=1, nonce=_NONCE)
    world.step(days=9)
    snapshot = world.snapshot()
    times = []
    for _ in range(5):
        start = perf_counter()
        World.restore(scenario, snapshot)
        times.append((perf_counter() - start) * 1000)
    return min(times), len(snapshot) / 1024


def _fresh_s() -> float:
    start = perf_counter()
    subprocess.run([sys.executable, "-c", _FIRST_STEP], check=True)  # noqa: S603 - our own interpreter and text
    return perf_counter() - start


def _peak_mib() -> float:
    answer = subprocess.run([sys.executable, "-c", _TEN_DAYS], check=True, capture_output=True, text=True)  # noqa: S603
    return int(answer.stdout) / 1024
