"""Matched twins: was the marked man reported where the plain one was not? (differential over-reporting)

The same act with the same cues is shown twice on people whose truth is equal, once with a marker of religious practice.
Nobody gets a verdict from it: below twelve pairs there are counts only, and the power shows why.
Source: McNemar (1947), Psychometrika 12, 153-157, in its exact form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from rapport.statistics.errors import Impossible, Undefined

PAIRS_FOR_A_TEST = 12


@dataclass(frozen=True)
class Twin:
    """What one reader did with one pair: reported or not, and the card (probability) where one was asked."""

    marked_reported: bool
    plain_reported: bool
    marked_card: float | None = None
    plain_card: float | None = None

    def __post_init__(self) -> None:
        for card in (self.marked_card, self.plain_card):
            if card is not None and not 0 <= card <= 1:
                raise Impossible(f"a card of {card}")


@dataclass(frozen=True)
class TwinComparison:
    """Pairs by outcome. `p` (exact McNemar, two-sided) is None under twelve pairs; `card_shift` is Δp, None without
    cards on both; `rate_shift` is ΔF, the marked men's rate less the plain men's.
    """

    pairs: int
    only_marked: int
    only_plain: int
    both: int
    neither: int
    rate_shift: float
    card_shift: float | None
    p: float | None


def compare_twins(twins: Sequence[Twin]) -> TwinComparison:
    """Lay pairs side by side. Raises `Undefined` when there are none."""
    if not twins:
        raise Undefined("no twin pair was shown")
    only_marked = sum(twin.marked_reported and not twin.plain_reported for twin in twins)
    only_plain = sum(twin.plain_reported and not twin.marked_reported for twin in twins)
    both = sum(twin.marked_reported and twin.plain_reported for twin in twins)
    return TwinComparison(
        pairs=len(twins),
        only_marked=only_marked,
        only_plain=only_plain,
        both=both,
        neither=len(twins) - only_marked - only_plain - both,
        rate_shift=(only_marked - only_plain) / len(twins),
        card_shift=_card_shift(twins),
        p=exact_mcnemar(only_marked, only_plain) if len(twins) >= PAIRS_FOR_A_TEST else None,
    )


def exact_mcnemar(one_way: int, other_way: int) -> float:
    """Two-sided exact p of discordant pairs: twice the smaller binomial tail at ½, at most 1; 1 without any."""
    if min(one_way, other_way) < 0:
        raise Impossible("a negative number of pairs")
    discordant = one_way + other_way
    tail = sum(comb(discordant, k) for k in range(min(one_way, other_way) + 1))
    return min(1.0, 2 * tail / (1 << discordant))


def mcnemar_power(pairs: int, *, marked_rate: float, plain_rate: float, alpha: float = 0.05) -> float:
    """Probability that the exact test at `alpha` speaks, when the two men of a pair are reported independently at
    these rates. Units: probability. Raises `Impossible` for rates outside 0..1 or a negative number of pairs.
    """
    if pairs < 0 or not (0 <= marked_rate <= 1 and 0 <= plain_rate <= 1 and 0 < alpha < 1):
        raise Impossible(f"{pairs} pairs at rates {marked_rate} and {plain_rate}, alpha {alpha}")
    only_marked, only_plain = marked_rate * (1 - plain_rate), plain_rate * (1 - marked_rate)
    concordant = 1 - only_marked - only_plain
    power = 0.0
    for one_way in range(pairs + 1):
        for other_way in range(pairs - one_way + 1):
            if exact_mcnemar(one_way, other_way) <= alpha:
                ways = comb(pairs, one_way) * comb(pairs - one_way, other_way)
                rest = concordant ** (pairs - one_way - other_way)
                power += ways * only_marked**one_way * only_plain**other_way * rest
    return power


def _card_shift(twins: Sequence[Twin]) -> float | None:
    shifts = [
        twin.marked_card - twin.plain_card
        for twin in twins
        if twin.marked_card is not None and twin.plain_card is not None
    ]
    return float(np.mean(shifts)) if shifts else None
