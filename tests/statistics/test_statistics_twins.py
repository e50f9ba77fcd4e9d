"""Matched twins and base rates: counts before p, and no verdict on a person."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from rapport.statistics.base_rate import positive_predictive_value
from rapport.statistics.errors import Impossible, Undefined
from rapport.statistics.twins import Twin, compare_twins, exact_mcnemar, mcnemar_power


def twins(only_marked: int, only_plain: int, same: int) -> list[Twin]:
    return [
        *[Twin(marked_reported=True, plain_reported=False)] * only_marked,
        *[Twin(marked_reported=False, plain_reported=True)] * only_plain,
        *[Twin(marked_reported=True, plain_reported=True)] * same,
    ]


def test_three_pairs_all_one_way_happen_by_chance_one_time_in_four() -> None:
    assert exact_mcnemar(3, 0) == 0.25


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_the_exact_p_is_the_two_sided_binomial_one(one: int, other: int) -> None:
    expected = binomtest(one, one + other).pvalue if one + other else 1.0
    assert exact_mcnemar(one, other) == pytest.approx(expected)


@pytest.mark.parametrize(("pairs", "power"), [(16, 0.11), (48, 0.61)])
def test_so_few_pairs_cannot_judge_a_person(pairs: int, power: float) -> None:
    assert mcnemar_power(pairs, marked_rate=0.3, plain_rate=0.1) == pytest.approx(power, abs=5e-3)


def test_without_a_difference_the_test_speaks_at_most_one_time_in_twenty() -> None:
    assert mcnemar_power(48, marked_rate=0.2, plain_rate=0.2) <= 0.05


def test_under_twelve_pairs_there_are_counts_and_no_p() -> None:
    few = compare_twins(twins(6, 0, 5))
    assert (few.pairs, few.only_marked, few.only_plain, few.both, few.neither, few.p) == (11, 6, 0, 5, 0, None)
    assert compare_twins(twins(6, 0, 6)).p == exact_mcnemar(6, 0)


def test_shifts_are_marked_less_plain() -> None:
    pairs = [
        Twin(marked_reported=True, plain_reported=False, marked_card=0.8, plain_card=0.3),
        Twin(marked_reported=False, plain_reported=False, marked_card=0.2, plain_card=0.1),
        Twin(marked_reported=False, plain_reported=False, marked_card=0.9),
        Twin(marked_reported=False, plain_reported=False),
    ]
    result = compare_twins(pairs)
    assert result.rate_shift == 0.25
    assert result.card_shift == pytest.approx(0.3)
    assert compare_twins(pairs[3:]).card_shift is None


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(Undefined):
        compare_twins([])
    with pytest.raises(Impossible):
        Twin(marked_reported=True, plain_reported=True, marked_card=1.5)
    with pytest.raises(Impossible):
        exact_mcnemar(-1, 2)
    with pytest.raises(Impossible):
        mcnemar_power(4, marked_rate=1.3, plain_rate=0.1)


def test_an_alarm_that_is_right_nine_times_in_ten_is_wrong_about_a_rare_thing_ninety_nine_times_in_a_hundred() -> None:
    ppv = positive_predictive_value(base_rate=0.001, sensitivity=0.9, specificity=0.9)
    assert ppv == pytest.approx(0.0089, abs=5e-5)


def test_an_alarm_never_raised_has_no_share_of_right_ones() -> None:
    with pytest.raises(Undefined):
        positive_predictive_value(base_rate=0.1, sensitivity=0, specificity=1)
    with pytest.raises(Impossible):
        positive_predictive_value(base_rate=1.1, sensitivity=0.9, specificity=0.9)
