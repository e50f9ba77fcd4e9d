"""Disparity: do errors fall on one group more than on another? Oversight only, never on the desk.

Small cells are not shown, because a cell of three is three people: counts under ten are suppressed, and so is a second
cell where the first could be worked out from the total.
Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212; Katz et al. (1978), Biometrics 34,
469-474 (ratio).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, sqrt

from scipy.special import ndtri

from rapport.statistics.errors import Impossible, Undefined
from rapport.statistics.resampling import Interval

SMALLEST_SHOWN = 10


@dataclass(frozen=True)
class Confusion:
    """One group's counts: said no and true no, said yes and true no, said no and true yes, said yes and true yes."""

    tn: int
    fp: int
    fn: int
    tp: int

    def __post_init__(self) -> None:
        if min(self.tn, self.fp, self.fn, self.tp) < 0:
            raise Impossible(f"a negative count in {self}")

    @property
    def false_positive_rate(self) -> float:
        """FP/(FP + TN): how often the innocent were suspected. Raises `Undefined` without any innocent."""
        return proportion(self.fp, self.fp + self.tn, confidence=0.95).estimate

    @property
    def false_negative_rate(self) -> float:
        """FN/(FN + TP): how often a true case was passed over. Raises `Undefined` without any true case."""
        return proportion(self.fn, self.fn + self.tp, confidence=0.95).estimate

    @property
    def positive_predictive_value(self) -> float:
        """TP/(TP + FP): how often suspicion was right. Raises `Undefined` when nobody was suspected."""
        return proportion(self.tp, self.tp + self.fp, confidence=0.95).estimate


def proportion(events: int, total: int, *, confidence: float = 0.95) -> Interval:
    """A rate with its Wilson interval. Raises `Impossible` for more events than total, `Undefined` for no total."""
    if not 0 <= events <= total:
        raise Impossible(f"{events} of {total}")
    if total == 0:
        raise Undefined("a rate of nothing")
    z = _z(confidence)
    rate = events / total
    centre = (rate + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z / (1 + z**2 / total) * sqrt(rate * (1 - rate) / total + z**2 / (4 * total**2))
    return Interval(rate, max(0.0, centre - half), min(1.0, centre + half), confidence)


def rate_ratio(events: int, total: int, *, against: tuple[int, int], confidence: float = 0.95) -> Interval:
    """One group's rate over another's (`against`: events, total), interval on the logarithm.

    Raises `Undefined` when either group has no event: the ratio's interval does not exist then.
    """
    first, second = proportion(events, total), proportion(*against)
    if events == 0 or against[0] == 0:
        raise Undefined("no ratio of rates where one group has no event")
    ratio = first.estimate / second.estimate
    error = sqrt(1 / events - 1 / total + 1 / against[0] - 1 / against[1])
    reach = exp(_z(confidence) * error)
    return Interval(ratio, ratio / reach, ratio * reach, confidence)


def rate_difference(events: int, total: int, *, against: tuple[int, int], confidence: float = 0.95) -> Interval:
    """One group's rate less another's, Newcombe's interval from the two Wilson ones.

    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    first = proportion(events, total, confidence=confidence)
    second = proportion(*against, confidence=confidence)
    difference = first.estimate - second.estimate
    below = sqrt((first.estimate - first.low) ** 2 + (second.high - second.estimate) ** 2)
    above = sqrt((first.high - first.estimate) ** 2 + (second.estimate - second.low) ** 2)
    return Interval(difference, difference - below, difference + above, confidence)


def suppressed(table: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int | None]]:
    """A table of counts (row → column → count) that may be shown beside its row, column and grand totals.

    Counts from 1 to 9 become None. Where a row or column would then hide exactly one cell, which its total gives
    away, the smallest cell above 0 still shown in that line is hidden too (a 0 only when nothing else is left), until
    no line hides just one. Raises `Impossible` for ragged rows or negative counts.
    """
    columns = list(next(iter(table.values()), {}))
    if any(list(row) != columns for row in table.values()):
        raise Impossible("every row must have the same columns, in the same order")
    if any(count < 0 for row in table.values() for count in row.values()):
        raise Impossible("a negative count")
    hidden = {(r, c) for r, row in table.items() for c, count in row.items() if 0 < count < SMALLEST_SHOWN}
    lines = [[(r, c) for c in columns] for r in table] + [[(r, c) for r in table] for c in columns]
    while extra := _complement(table, hidden, lines):
        hidden.add(extra)
    return {r: {c: None if (r, c) in hidden else count for c, count in row.items()} for r, row in table.items()}


def _complement(
    table: Mapping[str, Mapping[str, int]], hidden: set[tuple[str, str]], lines: list[list[tuple[str, str]]]
) -> tuple[str, str] | None:
    """The next cell to hide, or None when no line hides just one (a line of one cell has nothing to hide behind)."""
    for line in lines:
        shown = [cell for cell in line if cell not in hidden]
        if len(line) - len(shown) == 1 and shown:
            return min(shown, key=lambda cell: (table[cell[0]][cell[1]] == 0, table[cell[0]][cell[1]], cell))
    return None


def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise Impossible(f"confidence {confidence} is not between 0 and 1")
    return float(ndtri(0.5 + confidence / 2))
