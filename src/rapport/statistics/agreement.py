"""Agreement between raters on the same things, beyond what chance would give. Agreement is not accuracy.

Ratings are a table: a row for each thing rated (unit), a column for each rater, NaN where a rater gave none.
Source: Cohen (1968), Psychological Bulletin 70, 213-220 (κ); Krippendorff, Content Analysis (2004), chapter 11 (α);
Gwet, Handbook of Inter-Rater Reliability (4th edition, 2014), chapters 3-5 (AC1, AC2).
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rapport.statistics.errors import Impossible, Undefined

Floats = NDArray[np.float64]


class Level(StrEnum):
    """What the codes are: names, ranks, equal steps, or amounts with a true zero."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def identity_weights(codes: int) -> Floats:
    """Only the same code agrees."""
    return np.eye(codes)


def quadratic_weights(codes: int) -> Floats:
    """Codes k and l agree by 1 − (k − l)²/(q − 1)²: near misses count nearly whole."""
    if codes < 2:
        return np.eye(codes)
    k = np.arange(codes)
    return np.asarray(1 - ((k[:, None] - k[None, :]) / (codes - 1)) ** 2, dtype=np.float64)


def weighted_kappa(first: Sequence[int], second: Sequence[int], *, codes: int) -> float:
    """Cohen's κ of two raters with quadratic weights: 1 − Σv·observed/Σv·expected, v = (k − l)²/(q − 1)².

    Codes are ranks 0..codes−1, one pair for each thing both rated. Raises `Impossible` for other codes or unequal
    lengths, `Undefined` when nothing was rated twice or both gave one and the same constant code.
    """
    return _kappa(first, second, weights=quadratic_weights(codes))


def kappa(first: Sequence[int], second: Sequence[int], *, codes: int) -> float:
    """Cohen's unweighted κ, for codes without an order. Errors as `weighted_kappa`."""
    return _kappa(first, second, weights=identity_weights(codes))


def krippendorff_alpha(ratings: ArrayLike, *, level: Level) -> float:
    """Krippendorff's α = 1 − D_observed/D_expected, for any number of raters and missing ratings.

    `ratings`: units × raters, numbers, NaN where missing; units with fewer than two ratings say nothing. Raises
    `Impossible` for a table of another shape or negative amounts at ratio level, `Undefined` when nothing was rated
    twice or only one value occurs.
    """
    table = _table(ratings)
    values = np.unique(table[~np.isnan(table)])
    if level is Level.RATIO and (values < 0).any():
        raise Impossible("an amount below zero at ratio level")
    counts = _counts(table, values)
    counts = counts[counts.sum(axis=1) >= 2]
    if counts.size == 0:
        raise Undefined("nothing was rated twice")
    per_unit = counts.sum(axis=1)
    coincidence = (counts.T / (per_unit - 1)) @ counts - np.diag((counts.T / (per_unit - 1)).sum(axis=1))
    totals = coincidence.sum(axis=0)
    distance = _DISTANCES[level](values, totals)
    expected = (np.outer(totals, totals) * distance).sum() / (totals.sum() - 1)
    if expected == 0:
        raise Undefined("every rating was the same: nothing could have disagreed")
    return float(1 - (coincidence * distance).sum() / expected)


def gwet_ac1(ratings: ArrayLike, *, codes: Sequence[float]) -> float:
    """Gwet's AC1 (codes are names): holds where rare codes depress κ. Ratings and errors as `gwet_ac2`."""
    return _gwet(ratings, codes=codes, weights=identity_weights(len(codes)))


def gwet_ac2(ratings: ArrayLike, *, codes: Sequence[float]) -> float:
    """Gwet's AC2 with quadratic weights, for ordered codes: (p_a − p_e)/(1 − p_e), p_e = Σw·Σπ(1 − π)/[q(q − 1)].

    `ratings`: units × raters, NaN where missing; `codes`: all codes of the scheme in their order, used or not.
    Weights go by the codes' values. Raises `Impossible` for a code outside the scheme, `Undefined` when nothing was
    rated twice.
    """
    values = np.asarray(codes, dtype=np.float64)
    if values.size < 2 or (np.diff(values) <= 0).any():
        raise Impossible("ordered codes must be at least two and rising")
    span = values[-1] - values[0]
    weights = 1 - ((values[:, None] - values[None, :]) / span) ** 2
    return _gwet(ratings, codes=codes, weights=weights)


def _kappa(first: Sequence[int], second: Sequence[int], *, weights: Floats) -> float:
    codes = len(weights)
    if len(first) != len(second):
        raise Impossible("one rating of each rater for each thing")
    if not first:
        raise Undefined("nothing was rated twice")
    if any(not 0 <= code < codes for code in (*first, *second)):
        raise Impossible(f"a code outside 0..{codes - 1}")
    observed = np.zeros((codes, codes))
    np.add.at(observed, (np.asarray(first), np.asarray(second)), 1.0)
    observed /= len(first)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0))
    by_chance = ((1 - weights) * expected).sum()
    if by_chance == 0:
        raise Undefined("both raters gave one and the same code throughout")
    return float(1 - ((1 - weights) * observed).sum() / by_chance)


def _gwet(ratings: ArrayLike, *, codes: Sequence[float], weights: Floats) -> float:
    table = _table(ratings)
    values = np.asarray(codes, dtype=np.float64)
    q = len(values)
    if q < 2 or len(np.unique(values)) != q:
        raise Impossible("a scheme needs at least two different codes")
    if not np.isin(table[~np.isnan(table)], values).all():
        raise Impossible("a rating that is not a code of the scheme")
    counts = _counts(table, values)
    counts = counts[counts.sum(axis=1) >= 1]
    per_unit = counts.sum(axis=1)
    twice = per_unit >= 2
    if not twice.any():
        raise Undefined("nothing was rated twice")
    agreeing = (counts * (counts @ weights - 1)).sum(axis=1)[twice]
    observed = float((agreeing / (per_unit[twice] * (per_unit[twice] - 1))).mean())
    prevalence = (counts / per_unit[:, None]).mean(axis=0)
    by_chance = float(weights.sum() * (prevalence * (1 - prevalence)).sum() / (q * (q - 1)))
    if by_chance == 1:
        raise Undefined("chance alone would agree throughout")
    return (observed - by_chance) / (1 - by_chance)


def _table(ratings: ArrayLike) -> Floats:
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] < 2:
        raise Impossible("ratings are a table: a row for each thing rated, a column for each of two or more raters")
    if np.isinf(table).any():
        raise Impossible("an infinite rating")
    return table


def _counts(table: Floats, values: Floats) -> Floats:
    """Units × values: how many raters gave each value."""
    return np.asarray((table[:, :, None] == values[None, None, :]).sum(axis=1), dtype=np.float64)


def _nominal(values: Floats, _totals: Floats) -> Floats:
    return np.asarray(values[:, None] != values[None, :], dtype=np.float64)


def _ordinal(_values: Floats, totals: Floats) -> Floats:
    """How many ratings lie between two ranks, the two themselves counted half."""
    middle = np.cumsum(totals) - totals / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2, dtype=np.float64)


def _interval(values: Floats, _totals: Floats) -> Floats:
    return np.asarray((values[:, None] - values[None, :]) ** 2, dtype=np.float64)


def _ratio(values: Floats, _totals: Floats) -> Floats:
    total = values[:, None] + values[None, :]
    difference = values[:, None] - values[None, :]
    return np.asarray(np.divide(difference, total, out=np.zeros_like(total), where=total != 0) ** 2, dtype=np.float64)


_DISTANCES: dict[Level, Callable[[Floats, Floats], Floats]] = {
    Level.NOMINAL: _nominal,
    Level.ORDINAL: _ordinal,
    Level.INTERVAL: _interval,
    Level.RATIO: _ratio,
}
