"""What is measured stands beside its bar, and a missed bar is not hidden."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import click
import pytest

from rapport.benchmarks import Figure, house, running

REACHED = Figure("reached", 1.0, "s", "≤ 2", True)
MISSED = Figure("missed", 3.0, "s", "≤ 2", False)
UNJUDGED = Figure("too small to judge", 3.0, "s", "≤ 2", None)
TOLD = Figure("for information", 9.0, "s", None, None)


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """A benchmark that measures what the test says."""
    said: list[Figure] = []
    planted = ModuleType("rapport.benchmarks.planted")
    planted.measure = lambda **_asked: said  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "rapport.benchmarks.planted", planted)
    monkeypatch.setattr(running, "NAMES", (*running.NAMES, "planted"))
    monkeypatch.setattr(house, "PARTS", ("planted", "planted"))
    return said


def run(file: Path | None = None, name: str = "planted") -> bool:
    return running.run(name, json_file=str(file) if file else None, quick=True)


def test_one_missed_bar_fails_the_whole_and_every_figure_is_printed(
    figures: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures += [REACHED, UNJUDGED, TOLD]
    assert run()
    figures.insert(0, MISSED)
    assert not run()
    printed = capsys.readouterr().out.splitlines()[-4:]
    assert [line.rpartition("bar ")[2] for line in printed] == [
        "≤ 2 · MISSED",
        "≤ 2 · reached",
        "≤ 2 · not judged at this size",
        "none: for information",
    ]


def test_the_figures_are_written_as_a_file_that_a_program_reads(figures: list[Figure], tmp_path: Path) -> None:
    figures += [REACHED, MISSED]
    run(tmp_path / "figures.json")
    kept = json.loads((tmp_path / "figures.json").read_text())
    assert [(one["name"], one["value"], one["holds"]) for one in kept] == [
        ("reached", 1.0, True),
        ("missed", 3.0, False),
    ]


def test_the_house_is_all_its_parts(figures: list[Figure]) -> None:
    figures.append(REACHED)
    found: Sequence[Figure] = house.measure(quick=True)
    assert [one.name for one in found] == ["reached", "reached"]
    figures.append(MISSED)
    assert not run(name="house")


def test_a_benchmark_that_is_none_is_told_what_there_is() -> None:
    with pytest.raises(click.ClickException, match="There are: simulation, house"):
        run(name="nothing")
