"""The two pictures, as places on a page: each row is a line over the same eight columns.

A row is drawn by itself, in percentages of its width, so that it stays readable on a telephone; the page has the words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapport.training.debrief.lines import SignalLine, Step, SuspicionLine

COLUMNS = len(Step)


def across(step: Step) -> float:
    """Where a column's middle lies, in per cent of the row's width."""
    return round((step + 0.5) * 100 / COLUMNS, 3)


@dataclass(frozen=True)
class Stop:
    """A place on a row: the column's middle in per cent, and whether the line passed it."""

    at: float
    passed: bool


@dataclass(frozen=True)
class Drawn:
    """One row as it is drawn: where the line starts and ends, the stops on it, and which mark stands at its end.

    `mark` is `reached`, `ended`, `suspected` or `measure`: a tick, a cross, an open circle, an exclamation mark.
    """

    start: float
    end: float
    stops: tuple[Stop, ...]
    mark: str


SUSPICION_COLUMNS = (Step.IN_SIGHT, Step.REPORTED, Step.GRADED, Step.IN_PRODUCT, Step.DECIDED)


def draw_signal(line: SignalLine) -> Drawn:
    """The row of a true signal."""
    mark = "reached" if line.reached == Step.DECIDED else "ended"
    return _drawn(list(Step), line.reached, mark)


def draw_suspicion(line: SuspicionLine) -> Drawn:
    """The row of an innocent man who was suspected."""
    return _drawn(SUSPICION_COLUMNS, line.reached, "measure" if line.measure else "suspected")


def _drawn(columns: Sequence[Step], reached: Step, mark: str) -> Drawn:
    stops = tuple(Stop(across(step), step < reached) for step in columns if step != reached)
    return Drawn(start=across(columns[0]), end=across(reached), stops=stops, mark=mark)
