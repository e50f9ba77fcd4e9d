"""The same small model in three engines: first whether they agree, then how long each takes.

A time counts only if its engine's results agree with ours: for every compartment, and for the pairs that met, the means
of so many worlds differ by no more than four standard errors of their difference. Mesa and AgentPy use one core, as
they are; ours uses two, because the bar is what a machine with two cores does. Both ratios are printed.
"""

import importlib
import statistics
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from rapport.benchmarks import Figure
from rapport.benchmarks.engines.declared import Declared

OTHERS = {"Mesa": "in_mesa", "AgentPy": "in_agentpy"}
BAR = 300.0
ERRORS = 4.0
_OURS_MORE = 100

Ends = list[tuple[list[int], int]]
Run = Callable[[Declared, int], tuple[list[int], int]]


def compare(*, quick: bool) -> Sequence[Figure]:
    """Agent-slots a second of each engine, and the ratios; an engine that is not installed is not judged."""
    declared = Declared.read()
    runs = declared.runs_quick if quick else declared.runs
    ours, alone = _timed(_engine("in_ours"), declared, runs=runs * _OURS_MORE)
    both = _on_two(declared, runs * _OURS_MORE * 2)
    unit = "M agent-slots/s"
    figures = [
        Figure("the small model here, one thread", alone / 1e6, unit, None, None),
        Figure("the small model here, two threads", both / 1e6, unit, None, None),
    ]
    for name, module in OTHERS.items():
        try:
            run = _engine(module)
        except ModuleNotFoundError:
            figures.append(Figure(f"{name} is not here: make install-bench", 0, "×", f"≥ {BAR:.0f}", None))
            continue
        theirs, speed = _timed(run, declared, runs=runs)
        apart = _apart(ours, theirs)
        agrees, ratio = apart <= ERRORS, both / speed
        figures += [
            Figure(f"{name}: the same model", speed / 1e6, unit, None, None),
            Figure(f"{name}: results apart, in standard errors", apart, "", f"≤ {ERRORS:g}", agrees),
            Figure(f"times {name}, one thread each", alone / speed, "×", None, None),
            Figure(f"times {name}, our two threads", ratio, "×", f"≥ {BAR:.0f}", agrees and ratio >= BAR),
        ]
    return figures


def _engine(module: str) -> Run:
    run: Run = importlib.import_module(f"rapport.benchmarks.engines.{module}").run
    return run


def _timed(run: Run, declared: Declared, *, runs: int) -> tuple[Ends, float]:
    run(declared, 0)
    began = perf_counter()
    ends = [run(declared, 1 + seed) for seed in range(runs)]
    return ends, runs * declared.people * declared.slots / (perf_counter() - began)


def _on_two(declared: Declared, runs: int) -> float:
    run = _engine("in_ours")
    began = perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda seed: run(declared, seed), range(runs)))
    return runs * declared.people * declared.slots / (perf_counter() - began)


def _apart(ours: Ends, theirs: Ends) -> float:
    """The largest difference of means, in standard errors of the difference."""
    farthest = 0.0
    for k in range(4):
        one, two = ([float([*counts, met][k]) for counts, met in ends] for ends in (ours, theirs))
        error = (statistics.variance(one) / len(one) + statistics.variance(two) / len(two)) ** 0.5
        farthest = max(farthest, abs(statistics.fmean(one) - statistics.fmean(two)) / error)
    return farthest
