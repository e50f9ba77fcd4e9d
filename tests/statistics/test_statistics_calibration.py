"""Brier, Murphy, the log score and skill."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.statistics.calibration import brier, brier_skill, calibration_points, log_score, murphy, murphy_binned
from rapport.statistics.errors import Impossible, Undefined

cards = st.lists(st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), min_size=1, max_size=60)


def test_always_one_half_scores_a_quarter_and_one_bit() -> None:
    assert brier([0.5, 0.5], [0, 1]) == 0.25
    assert log_score([0.5, 0.5], [0, 1]) == 1


def test_murphy_on_a_worked_example() -> None:
    """Ten cards of .2 of which one came true, ten of .7 of which eight did: by hand."""
    forecasts, outcomes = [0.2] * 10 + [0.7] * 10, [1] + [0] * 9 + [1] * 8 + [0] * 2
    parts = murphy(forecasts, outcomes)
    assert parts.reliability == pytest.approx(0.01)
    assert parts.resolution == pytest.approx(0.35**2)
    assert parts.uncertainty == pytest.approx(0.45 * 0.55)
    assert parts.within == pytest.approx(0)
    assert parts.brier == pytest.approx((0.64 + 9 * 0.04 + 8 * 0.09 + 2 * 0.49) / 20)


@settings(deadline=None)
@given(cards)
def test_the_parts_add_up_to_brier_with_and_without_bins(hand: list[tuple[float, bool]]) -> None:
    forecasts, outcomes = zip(*hand, strict=True)
    whole = brier(forecasts, outcomes)
    assert murphy(forecasts, outcomes).brier == pytest.approx(whole)
    assert murphy_binned(forecasts, outcomes, edges=[0.25, 0.5, 0.75]).brier == pytest.approx(whole)


def test_one_never_that_happened_costs_six_bits_and_not_everything() -> None:
    assert log_score([0.0], [1]) == pytest.approx(-np.log2(0.01))
    assert log_score([1.0], [1]) == pytest.approx(-np.log2(0.99))


def test_skill_is_measured_against_the_base_rate() -> None:
    outcomes = [1, 0, 0, 0]
    assert brier_skill([0.25] * 4, outcomes) == pytest.approx(0)
    assert brier_skill([1, 0, 0, 0], outcomes) == 1
    assert brier_skill([0, 1, 1, 1], outcomes) < 0
    assert brier_skill([0.25] * 4, outcomes, base_rate=0.5) == pytest.approx(1 - 0.1875 / 0.25)


def test_the_reliability_picture_keeps_only_bins_that_were_used() -> None:
    points = calibration_points([0.1, 0.2, 0.9], [0, 1, 1], edges=[0.25, 0.5, 0.75])
    assert [(round(p.said, 3), p.came_true, p.count) for p in points] == [(0.15, 0.5, 2), (0.9, 1.0, 1)]


def test_what_is_no_probability_or_no_outcome_is_refused() -> None:
    for forecasts, outcomes in (([1.2], [1]), ([0.5], [0.5]), ([0.5, 0.5], [1]), ([float("nan")], [1])):
        with pytest.raises(Impossible):
            brier(forecasts, outcomes)
    with pytest.raises(Undefined):
        brier([], [])
    with pytest.raises(Undefined):
        brier_skill([0.5, 0.5], [1, 1])
    with pytest.raises(Impossible):
        murphy_binned([0.5], [1], edges=[0.5, 0.2])
