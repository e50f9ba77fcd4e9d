"""Running a benchmark by name and printing each figure beside its bar."""

import importlib
import json
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from rapport.benchmarks import Figure, NotMeasured
from rapport.benchmarks.cluster import NoPostgreSQL

NAMES = ("simulation", "house", "starting", "walk", "names", "bringing", "desk")


def run(name: str, *, json_file: str | None, quick: bool) -> bool:
    """Run one benchmark, print its figures, and say whether every bar that could be judged was reached.

    `quick` asks for a smaller size: a figure that this size cannot judge says so instead of passing.
    Raises `click.ClickException` for a name that is not a benchmark.
    """
    if name not in NAMES:
        raise click.ClickException(f"There is no benchmark {name!r}. There are: {', '.join(NAMES)}.")
    measure: Callable[..., Sequence[Figure]] = importlib.import_module(f"rapport.benchmarks.{name}").measure
    try:
        with _said_when_told_to_end():
            figures = measure(quick=quick)
    except NoPostgreSQL as missing:
        raise click.ClickException(f"{missing} (or measure on one engine: RAPPORT_BENCH_ENGINES=sqlite)") from None
    except NotMeasured as failure:
        raise click.ClickException(str(failure)) from None
    for figure in figures:
        click.echo(f"{figure.name:<58} {figure.value:>12.3f} {figure.unit:<16} bar {_bar(figure)}")
    if json_file:
        Path(json_file).write_text(json.dumps([asdict(figure) for figure in figures], indent=2) + "\n")
    return all(figure.holds is not False for figure in figures)


@contextmanager
def _said_when_told_to_end() -> Iterator[None]:
    """Whoever ends a benchmark reads that it was ended, and what it started is stopped in order."""

    def end(number: int, _frame: object) -> None:
        name = signal.Signals(number).name
        raise NotMeasured(f"Told to end from outside, by {name}. Nothing was measured: run it again.")

    ends = (signal.SIGTERM, signal.SIGHUP)
    before = {one: signal.signal(one, end) for one in ends}
    try:
        yield
    finally:
        for one, did in before.items():
            signal.signal(one, did)


def _bar(figure: Figure) -> str:
    if figure.bar is None:
        return "none: for information"
    verdict = {True: "reached", False: "MISSED", None: "not judged at this size"}[figure.holds]
    return f"{figure.bar} · {verdict}"
