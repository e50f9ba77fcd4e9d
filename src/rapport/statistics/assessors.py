"""Agreement of assessors who score the same people on a scale of amounts: intraclass correlations.

Source: Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428. Which one: (1,1) different assessors for each
person, (2,1) the same sample of assessors for all, to be generalised (the default of this house), (3,1) just these
assessors, (2,k) the mean of k assessors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from rapport.statistics.errors import Impossible, TooFew, Undefined
from rapport.statistics.resampling import DRAWS, Interval, interval_over_cases

DOUBLE_RATINGS_NEEDED = 20


class Form(StrEnum):
    """Shrout and Fleiss's names of the forms."""

    ONE_WAY = "1,1"
    RANDOM_RATERS = "2,1"
    FIXED_RATERS = "3,1"
    MEAN_OF_RANDOM_RATERS = "2,k"


@dataclass(frozen=True)
class MeanSquares:
    """The two-way table's mean squares: between people, between assessors, left over, and within people."""

    people: float
    raters: float
    error: float
    within: float
    n: int
    k: int


def intraclass_correlation(ratings: ArrayLike, *, form: Form) -> float:
    """The share of the scores' variance that lies between people; no unit, at most 1, below 0 when nothing agrees.

    `ratings`: people × assessors, complete. Raises `Impossible` for another shape or a missing score, `Undefined` when
    all scores are the same.
    """
    ms = mean_squares(ratings)
    if ms.people == ms.within == 0:
        raise Undefined("every score is the same")
    between = ms.k * (ms.raters - ms.error) / ms.n
    numerator, denominator = {
        Form.ONE_WAY: (ms.people - ms.within, ms.people + (ms.k - 1) * ms.within),
        Form.RANDOM_RATERS: (ms.people - ms.error, ms.people + (ms.k - 1) * ms.error + between),
        Form.FIXED_RATERS: (ms.people - ms.error, ms.people + (ms.k - 1) * ms.error),
        Form.MEAN_OF_RANDOM_RATERS: (ms.people - ms.error, ms.people + between / ms.k),
    }[form]
    if denominator <= 0:
        raise Undefined("the scores leave no variance to share out")
    return numerator / denominator


def assessors_interval(
    ratings: Sequence[Sequence[float]], *, seed: int, confidence: float = 0.95, draws: int = DRAWS
) -> Interval:
    """ICC(2,1) with its bootstrap interval, people resampled whole; show n = len(ratings) beside it.

    Raises `TooFew` under twenty double ratings: nothing is shown then.
    """
    if len(ratings) < DOUBLE_RATINGS_NEEDED:
        raise TooFew("double ratings", needed=DOUBLE_RATINGS_NEEDED, seen=len(ratings))
    return interval_over_cases(ratings, _random_raters, seed=seed, confidence=confidence, draws=draws)


def mean_squares(ratings: ArrayLike) -> MeanSquares:
    """The analysis of variance behind every form. Errors as `intraclass_correlation`."""
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] < 2 or table.shape[1] < 2:
        raise Impossible("scores are a table of at least two people by two assessors")
    if not np.isfinite(table).all():
        raise Impossible("a missing score: leave the person out, or use Krippendorff's alpha")
    n, k = table.shape
    grand = table.mean()
    people = k * float(((table.mean(axis=1) - grand) ** 2).sum())
    raters = n * float(((table.mean(axis=0) - grand) ** 2).sum())
    total = float(((table - grand) ** 2).sum())
    return MeanSquares(
        people=people / (n - 1),
        raters=raters / (k - 1),
        error=(total - people - raters) / ((n - 1) * (k - 1)),
        within=(total - people) / (n * (k - 1)),
        n=n,
        k=k,
    )


def _random_raters(ratings: Sequence[Sequence[float]]) -> float:
    return intraclass_correlation(ratings, form=Form.RANDOM_RATERS)
