"""Timeliness: how long from the first exposure to the report, those never reported counted as *not yet*.

Source: Kaplan and Meier (1958), Journal of the American Statistical Association 53, 457-481; Greenwood (1926) for the
variance.
"""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from rapport.statistics.errors import Impossible, Undefined


@dataclass(frozen=True)
class Step:
    """At `time`, of `at_risk` signals still open `reported` were reported; `open_share` is S(t) just after."""

    time: float
    at_risk: int
    reported: int
    open_share: float
    standard_error: float


@dataclass(frozen=True)
class OpenCurve:
    """The share of signals still unreported over time since first exposure: 1 before the first step."""

    steps: tuple[Step, ...]
    signals: int
    censored: int
    followed_until: float

    def open_share(self, time: float) -> float:
        """S(time). Raises `Undefined` past the last time anything was followed: nobody looked there."""
        if time < 0:
            raise Impossible(f"a time of {time}")
        if time > self.followed_until:
            raise Undefined(f"nothing was followed beyond {self.followed_until}")
        return next((step.open_share for step in reversed(self.steps) if step.time <= time), 1.0)

    @property
    def median(self) -> float | None:
        """The first time by which half are reported; None when half never were."""
        return next((step.time for step in self.steps if step.open_share <= 0.5 + 1e-12), None)


def time_to_report(durations: ArrayLike, reported: ArrayLike) -> OpenCurve:
    """Kaplan-Meier: S(t) = Π (1 − d_i/n_i) over report times up to t, Greenwood's standard error.

    `durations`: from first exposure to report, or to the end of the exercise where unreported; any one unit, not
    negative.
    `reported`: true or false for each. A signal censored at t was still open at t. Raises `Impossible` for unequal
    lengths or negative times, `Undefined` when nothing was exposed.
    """
    t, r = np.asarray(durations, dtype=np.float64), np.asarray(reported, dtype=np.bool_)
    if t.ndim != 1 or t.shape != r.shape:
        raise Impossible("one answer, reported or not, for each duration")
    if t.size == 0:
        raise Undefined("no signal was exposed")
    if not np.isfinite(t).all() or (t < 0).any():
        raise Impossible("durations must be finite and not negative")
    steps: list[Step] = []
    share, variance_sum = 1.0, 0.0
    for time in np.unique(t[r]):
        at_risk, events = int((t >= time).sum()), int(((t == time) & r).sum())
        share *= 1 - events / at_risk
        variance_sum += events / (at_risk * (at_risk - events)) if events < at_risk else 0.0
        steps.append(Step(float(time), at_risk, events, share, share * sqrt(variance_sum)))
    return OpenCurve(tuple(steps), int(t.size), int((~r).sum()), float(t.max()))


def bounds(step: Step, *, confidence: float = 0.95) -> tuple[float, float]:
    """The log-log interval of S(t) at a step, which stays inside 0..1. (0, 0) once all are reported: S is then 0.

    Source: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data (1980), section 1.3.
    """
    if not 0 < confidence < 1:
        raise Impossible(f"confidence {confidence} is not between 0 and 1")
    if step.open_share <= 0:
        return 0.0, 0.0
    z = float(ndtri(0.5 + confidence / 2))
    scale = z * step.standard_error / (step.open_share * abs(log(step.open_share)))
    return step.open_share ** exp(scale), step.open_share ** exp(-scale)
