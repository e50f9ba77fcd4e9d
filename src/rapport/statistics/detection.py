"""Signal detection: telling a true signal from what only looks like one, apart from how readily one reports.

Source: Green and Swets, Signal Detection Theory and Psychophysics (1966); Macmillan and Creelman, Detection Theory (2nd
edition, 2005). The correction for empty cells is this project's own: the usual half an event makes silence score d′ ≈ 1
when signals are few; here reporting nothing, or everything, is d′ = 0 exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite, log, pi, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from rapport.statistics.errors import Impossible, Undefined
from rapport.statistics.resampling import DRAWS, Interval, interval_over_cases


@dataclass(frozen=True)
class Counts:
    """What was shown and what was reported: of `signals` shown `hits` were reported, of `noise` `false_alarms`.

    Raises `Impossible` for negative counts or more reports than events.
    """

    hits: int
    signals: int
    false_alarms: int
    noise: int

    def __post_init__(self) -> None:
        if min(self.hits, self.signals, self.false_alarms, self.noise) < 0:
            raise Impossible(f"a negative count in {self}")
        if self.hits > self.signals or self.false_alarms > self.noise:
            raise Impossible(f"more reported than shown in {self}")

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            hits=self.hits + other.hits,
            signals=self.signals + other.signals,
            false_alarms=self.false_alarms + other.false_alarms,
            noise=self.noise + other.noise,
        )


@dataclass(frozen=True)
class Costs:
    """What the four outcomes are worth, in one unit, all as magnitudes: shown beside every optimal criterion.

    Raises `Impossible` for a negative entry or where right and wrong are worth the same.
    """

    false_alarm: float
    miss: float
    hit: float = 0.0
    correct_rejection: float = 0.0

    def __post_init__(self) -> None:
        entries = (self.false_alarm, self.miss, self.hit, self.correct_rejection)
        if not all(isfinite(entry) and entry >= 0 for entry in entries):
            raise Impossible(f"a negative or infinite entry in {self}")
        if self.on_noise <= 0 or self.on_signal <= 0:
            raise Impossible(f"nothing hangs on being right in {self}")

    @property
    def on_noise(self) -> float:
        return self.correct_rejection + self.false_alarm

    @property
    def on_signal(self) -> float:
        return self.hit + self.miss


@dataclass(frozen=True)
class Rates:
    """Hit and false-alarm rate after the correction, both strictly between 0 and 1."""

    hit: float
    false_alarm: float


def corrected_rates(counts: Counts) -> Rates:
    """H = (hits + a)/(Ns + 2a), F = (FA + b)/(Nn + 2b), a = Ns/N, b = Nn/N, N = Ns + Nn.

    Raises `Undefined` when no signal or no noise was shown: without both there is no d′.
    """
    if counts.signals == 0 or counts.noise == 0:
        raise Undefined("d′ needs at least one signal and one look-alike shown")
    total = counts.signals + counts.noise
    a, b = counts.signals / total, counts.noise / total
    return Rates(
        hit=(counts.hits + a) / (counts.signals + 2 * a),
        false_alarm=(counts.false_alarms + b) / (counts.noise + 2 * b),
    )


def sensitivity(counts: Counts) -> float:
    """d′ = z(H) − z(F), in standard deviations of the evidence. Raises `Undefined` without both kinds of event."""
    rates = corrected_rates(counts)
    return _z(rates.hit) - _z(rates.false_alarm)


def criterion(counts: Counts) -> float:
    """c = −½[z(H) + z(F)]: above 0 reports sparingly, below 0 freely. Raises `Undefined` as `sensitivity` does."""
    rates = corrected_rates(counts)
    return -0.5 * (_z(rates.hit) + _z(rates.false_alarm))


def standard_error(rates: Rates, *, signals: int, noise: int) -> float:
    """Standard error of d′ were all events independent: √[H(1−H)/(Ns·φ²(zH)) + F(1−F)/(Nn·φ²(zF))].

    A lower bound for an exercise, whose events come in cases; shows why one exercise cannot rank a person.
    Source: Gourevitch and Galanter (1967), Psychometrika 32, 25-33.
    """
    if signals < 1 or noise < 1:
        raise Undefined("no standard error of d′ without a signal and a look-alike")
    return sqrt(_z_variance(rates.hit, signals) + _z_variance(rates.false_alarm, noise))


def sensitivity_interval(
    cases: Sequence[Counts], *, seed: int, confidence: float = 0.95, draws: int = DRAWS
) -> Interval:
    """d′ of all cases together with its bootstrap interval; one `Counts` per case, whole cases resampled.

    Raises `TooFew` with fewer than two true or two benign cases, `Undefined` when one kind was never shown.
    """
    return interval_over_cases(
        _shown(cases), _pooled_sensitivity, seed=seed, stratum=_has_signals, confidence=confidence, draws=draws
    )


def criterion_interval(cases: Sequence[Counts], *, seed: int, confidence: float = 0.95, draws: int = DRAWS) -> Interval:
    """c of all cases together with its bootstrap interval, resampled as `sensitivity_interval`."""
    return interval_over_cases(
        _shown(cases), _pooled_criterion, seed=seed, stratum=_has_signals, confidence=confidence, draws=draws
    )


def auc(signal: ArrayLike, noise: ArrayLike) -> float:
    """Share of (signal, noise) pairs in which the signal got the higher value; ties count half.

    Values in any unit, larger means *more likely a signal*. Raises `Undefined` when either is empty, `Impossible` for a
    value that is not a number. Source: Hanley and McNeil (1982), Radiology 143, 29-36.
    """
    s, n = _values(signal), np.sort(_values(noise))
    if s.size == 0 or n.size == 0:
        raise Undefined("AUC needs at least one signal and one look-alike judged")
    below = np.searchsorted(n, s, side="left")
    not_above = np.searchsorted(n, s, side="right")
    return float((below + not_above).sum() / (2 * s.size * n.size))


def d_a_of_auc(area: float) -> float:
    """d_a = √2·Φ⁻¹(AUC). Raises `Undefined` at 0 and 1, where it is infinite, `Impossible` outside."""
    if not 0 <= area <= 1:
        raise Impossible(f"an AUC of {area}")
    if area in (0.0, 1.0):
        raise Undefined("d_a is infinite when every pair is told apart")
    return sqrt(2) * _z(area)


def d_a(signal: ArrayLike, noise: ArrayLike) -> float:
    """d_a of judged events. Where all pairs fall one way the AUC is held half a pair away from 0 or 1, so that a
    perfect hand of cards has a value, which grows with the number of cards. Errors as `auc`.
    """
    pairs = np.size(signal) * np.size(noise)
    area = auc(signal, noise)
    return d_a_of_auc(min(max(area, 0.5 / pairs), 1 - 0.5 / pairs))


def optimal_criterion(d_prime: float, *, base_rate: float, costs: Costs) -> float:
    """c* = ln β*/d′, β* = [(1−p)/p]·[(V_CR + C_FA)/(V_H + C_M)], in standard deviations.

    Raises `Undefined` at d′ ≤ 0 (who cannot tell signals apart has no best criterion), `Impossible` unless 0 < p < 1.
    """
    if not 0 < base_rate < 1:
        raise Impossible(f"a base rate of {base_rate}")
    if not d_prime > 0:
        raise Undefined(f"no optimal criterion at d′ = {d_prime}")
    return log((1 - base_rate) / base_rate * costs.on_noise / costs.on_signal) / d_prime


def concern_threshold(costs: Costs) -> float:
    """The probability from which a card counts as concern: C_FA/(C_FA + C_M), with values added where they are set."""
    return costs.on_noise / (costs.on_noise + costs.on_signal)


def _pooled_sensitivity(cases: Sequence[Counts]) -> float:
    return sensitivity(_pooled(cases))


def _pooled_criterion(cases: Sequence[Counts]) -> float:
    return criterion(_pooled(cases))


def _pooled(cases: Sequence[Counts]) -> Counts:
    return sum(cases, start=Counts(hits=0, signals=0, false_alarms=0, noise=0))


def _shown(cases: Sequence[Counts]) -> list[Counts]:
    """Cases of which something was shown; the others say nothing about the reader of the scene."""
    shown = [case for case in cases if case.signals or case.noise]
    corrected_rates(_pooled(shown))
    return shown


def _has_signals(case: Counts) -> bool:
    return case.signals > 0


def _values(values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64).ravel()
    if np.isnan(array).any():
        raise Impossible("a value that is not a number")
    return array


def _z(probability: float) -> float:
    return float(ndtri(probability))


def _z_variance(rate: float, events: int) -> float:
    if not 0 < rate < 1:
        raise Impossible(f"a rate of {rate}: correct it first")
    density = exp(-0.5 * _z(rate) ** 2) / sqrt(2 * pi)
    return rate * (1 - rate) / (events * density**2)
