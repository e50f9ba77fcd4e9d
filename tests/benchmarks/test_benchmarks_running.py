"""What is measured stands beside its bar, and a missed bar is not hidden."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import click
import pytest

from rapport.benchmarks import Figure, NotMeasured, desk, house, running
from rapport.benchmarks.cluster import ENGINES, NoPostgreSQL
from served import Served

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


def test_without_postgresql_it_says_what_to_install_and_how_to_measure_without(
    figures: list[Figure], monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(**_asked: object) -> list[Figure]:
        raise NoPostgreSQL("PostgreSQL is needed here. Type: sudo apt install postgresql")

    monkeypatch.setattr(sys.modules["rapport.benchmarks.planted"], "measure", without)
    with pytest.raises(click.ClickException, match=r"sudo apt install postgresql.*RAPPORT_BENCH_ENGINES=sqlite"):
        run()


def test_the_desk_is_measured_in_a_process_of_its_own_which_begins_without_anything_set_up() -> None:
    said = subprocess.run([sys.executable, "-c", "import rapport.benchmarks.desk.worker"], capture_output=True)
    assert said.returncode == 0, said.stderr.decode()


@pytest.mark.torture
@pytest.mark.parametrize("name", ["names", "bringing"])
def test_names_and_files_are_measured_on_both_engines_in_one_run(name: str, tmp_path: Path) -> None:
    house = Served(tmp_path)
    house.move_in()
    measured = house.rapport("bench", name, "--quick", "--json", str(tmp_path / "figures.json"))
    assert measured.returncode == 0, measured.stderr
    kept = json.loads((tmp_path / "figures.json").read_text())
    told = {
        engine: {one["name"].partition(": ")[2] for one in kept if one["name"].startswith(engine)} for engine in ENGINES
    }
    assert told["sqlite"] == told["postgresql"]
    assert len(kept) == 2 * len(told["sqlite"])
    assert all(one["value"] > 0 for one in kept)


def test_a_benchmark_that_is_none_is_told_what_there_is() -> None:
    with pytest.raises(click.ClickException, match="There are: simulation, house"):
        run(name="nothing")


def test_whatever_ends_before_it_has_measured_says_how_it_ended_and_what_it_wrote() -> None:
    said = ("import sys; print('the disk is full'); sys.exit(1)", "ended with 1. It wrote last:\n  the disk is full\n")
    killed = ("import os; os.kill(os.getpid(), 9)", "was killed by SIGKILL. It wrote last:\n  nothing\n")
    for program, told in (said, killed):
        with pytest.raises(NotMeasured) as failure:
            desk._run("asking the desk", [sys.executable, "-c", program], {})
        assert f"The process asking the desk on SQLite {told}Nothing was measured." in str(failure.value)


def test_a_benchmark_that_is_told_to_end_says_so(figures: list[Figure], monkeypatch: pytest.MonkeyPatch) -> None:
    planted = sys.modules["rapport.benchmarks.planted"]
    monkeypatch.setattr(planted, "measure", lambda **_asked: signal.raise_signal(signal.SIGTERM))
    with pytest.raises(click.ClickException, match="Told to end from outside, by SIGTERM"):
        run()
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
