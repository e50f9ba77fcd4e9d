"""Calibration: does "70 %" come true seven times in ten? Cards and last look against what was true.

Source: Brier (1950), Monthly Weather Review 78, 1-3; Murphy (1973), Journal of Applied Meteorology 12, 595-600;
Stephenson, Coelho and Jolliffe (2008), Weather and Forecasting 23, 752-757, for what binning leaves over.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rapport.statistics.errors import Impossible, Undefined

CLIP = 0.01


@dataclass(frozen=True)
class Murphy:
    """Brier = reliability − resolution + uncertainty + within. Reliability: small is good; resolution: large is good.

    `within` is what binning leaves over (the spread of forecasts inside a bin), 0 without bins.
    """

    reliability: float
    resolution: float
    uncertainty: float
    within: float

    @property
    def brier(self) -> float:
        return self.reliability - self.resolution + self.uncertainty + self.within


@dataclass(frozen=True)
class CalibrationPoint:
    """One point of the reliability picture: what was said, what came true, on how many."""

    said: float
    came_true: float
    count: int


def brier(forecasts: ArrayLike, outcomes: ArrayLike) -> float:
    """Mean (p − o)²: 0 is perfect, .25 is what *one half* always scores, 1 is always certain and wrong.

    `forecasts` in 0..1, `outcomes` 0 or 1. Raises `Impossible` for other values or lengths, `Undefined` when empty.
    """
    p, o = _checked(forecasts, outcomes)
    return float(np.mean((p - o) ** 2))


def murphy(forecasts: ArrayLike, outcomes: ArrayLike) -> Murphy:
    """REL − RES + UNC over groups of *equal* forecasts: exact. Errors as `brier`."""
    p, o = _checked(forecasts, outcomes)
    _, group = np.unique(p, return_inverse=True)
    return _decompose(p, o, group)


def murphy_binned(forecasts: ArrayLike, outcomes: ArrayLike, *, edges: ArrayLike) -> Murphy:
    """REL − RES + UNC over bins [edge, next edge); the left-over stands in `within`, so that the sum is still Brier.

    `edges`: inner boundaries, rising, inside 0..1. Errors as `brier`.
    """
    p, o = _checked(forecasts, outcomes)
    return _decompose(p, o, np.digitize(p, _rising(edges)))


def calibration_points(forecasts: ArrayLike, outcomes: ArrayLike, *, edges: ArrayLike) -> list[CalibrationPoint]:
    """The reliability picture by bins [edge, next edge); empty bins are left out. Errors as `brier`."""
    p, o = _checked(forecasts, outcomes)
    group = np.digitize(p, _rising(edges))
    return [
        CalibrationPoint(float(p[group == g].mean()), float(o[group == g].mean()), int((group == g).sum()))
        for g in np.unique(group)
    ]


def log_score(forecasts: ArrayLike, outcomes: ArrayLike, *, clip: float = CLIP) -> float:
    """Mean −log₂ of the probability given to what happened, in bits: 1 is *one half*, 0 perfect.

    Forecasts are clipped to [clip, 1 − clip]: one "never" that happened costs 6.6 bits at .01, not everything.
    """
    p, o = _checked(forecasts, outcomes)
    if not 0 < clip < 0.5:
        raise Impossible(f"a clip of {clip}")
    p = np.clip(p, clip, 1 - clip)
    return float(np.mean(-np.log2(np.where(o == 1, p, 1 - p))))


def brier_skill(forecasts: ArrayLike, outcomes: ArrayLike, *, base_rate: float | None = None) -> float:
    """1 − Brier/Brier of always saying the base rate: 1 perfect, 0 no better, below 0 worse than the base rate.

    `base_rate` is the one the reader was told; without it that of these outcomes. Raises `Undefined` when the base rate
    itself scores 0 (everything came out one way).
    """
    p, o = _checked(forecasts, outcomes)
    reference = float(o.mean()) if base_rate is None else base_rate
    if not 0 <= reference <= 1:
        raise Impossible(f"a base rate of {reference}")
    known = brier(np.full_like(p, reference), o)
    if known == 0:
        raise Undefined("no skill over a base rate that is never wrong")
    return 1 - brier(p, o) / known


def _decompose(p: NDArray[np.float64], o: NDArray[np.float64], group: NDArray[np.intp]) -> Murphy:
    base = o.mean()
    reliability = resolution = within = 0.0
    for g in np.unique(group):
        said, true = p[group == g], o[group == g]
        said_mean, true_mean = said.mean(), true.mean()
        reliability += said.size * (said_mean - true_mean) ** 2
        resolution += said.size * (true_mean - base) ** 2
        within += ((said - said_mean) ** 2).sum() - 2 * ((said - said_mean) * (true - true_mean)).sum()
    n = p.size
    return Murphy(float(reliability / n), float(resolution / n), float(base * (1 - base)), float(within / n))


def _checked(forecasts: ArrayLike, outcomes: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    p, o = np.asarray(forecasts, dtype=np.float64), np.asarray(outcomes, dtype=np.float64)
    if p.ndim != 1 or p.shape != o.shape:
        raise Impossible("one outcome for each forecast")
    if p.size == 0:
        raise Undefined("no forecast to score")
    if not ((p >= 0) & (p <= 1)).all():
        raise Impossible("a forecast outside 0..1")
    if not np.isin(o, (0.0, 1.0)).all():
        raise Impossible("an outcome that is neither 0 nor 1")
    return p, o


def _rising(edges: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(edges, dtype=np.float64)
    if array.ndim != 1 or (np.diff(array) <= 0).any() or (array <= 0).any() or (array >= 1).any():
        raise Impossible("bin edges must rise inside 0..1")
    return array
