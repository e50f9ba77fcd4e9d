"""Intervals by resampling whole cases, the same for the same seed on every machine.

A trainee who missed one case missed all its events together, so events are not independent and resampling them would
promise too much: whole cases are drawn, and within strata (true cases apart from benign ones) because the exercise
fixed how many of each there are.
Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapters 8 and 13: the cluster bootstrap and the
percentile interval.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from hashlib import shake_256
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rapport.statistics.errors import Impossible, TooFew, Undefined

T = TypeVar("T")

DRAWS = 2_000


@dataclass(frozen=True)
class Interval:
    """An estimate between two bounds; `confidence` is the share of such intervals that hold the true value."""

    estimate: float
    low: float
    high: float
    confidence: float

    @property
    def width(self) -> float:
        return self.high - self.low


def drawn(population: int, *, seed: int, purpose: str, draw: int) -> NDArray[np.int64]:
    """`population` indices below `population`, with replacement: a hash of (purpose, seed, draw), never a stream.

    The modulo's bias is below population / 2**64.
    """
    key = f"rapport.statistics|{purpose}|{seed}|{draw}".encode()
    words = np.frombuffer(shake_256(key).digest(8 * population), dtype="<u8")
    return (words % np.uint64(population)).astype(np.int64)


def interval_over_cases(
    cases: Sequence[T],
    statistic: Callable[[Sequence[T]], float],
    *,
    seed: int,
    stratum: Callable[[T], Hashable] = lambda _case: None,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> Interval:
    """The percentile interval of `statistic`, whole cases resampled within strata.

    Raises `TooFew` when a stratum has fewer than two cases (it could not vary), `Undefined` when the statistic does not
    exist in more than one resample in twenty: what is left would not be a sample of anything.
    """
    if not 0 < confidence < 1:
        raise Impossible(f"confidence {confidence} is not between 0 and 1")
    if draws < 1:
        raise Impossible(f"{draws} draws")
    strata = _strata(cases, stratum)
    values: list[float] = []
    for draw in range(draws):
        try:
            values.append(statistic(_resample(strata, seed=seed, draw=draw)))
        except Undefined:
            continue
    if len(values) < 0.95 * draws:
        raise Undefined(f"the measure exists in only {len(values)} of {draws} resamples")
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.asarray(values), [tail, 1 - tail])
    return Interval(statistic(cases), float(low), float(high), confidence)


def _strata(cases: Sequence[T], stratum: Callable[[T], Hashable]) -> list[list[T]]:
    by_stratum: dict[Hashable, list[T]] = {}
    for case in cases:
        by_stratum.setdefault(stratum(case), []).append(case)
    groups = list(by_stratum.values())
    fewest = min((len(group) for group in groups), default=0)
    if fewest < 2:
        raise TooFew("cases of one kind, for an interval over cases", needed=2, seen=fewest)
    return groups


def _resample(strata: list[list[T]], *, seed: int, draw: int) -> list[T]:
    sample: list[T] = []
    for number, group in enumerate(strata):
        indices = drawn(len(group), seed=seed, purpose=f"stratum {number}", draw=draw)
        sample.extend(group[index] for index in indices)
    return sample
