"""Change, time to report and disparity between groups."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.statistics.change import Goal, Norm, OtherPopulation, goal_attainment, is_reliable, reliable_change
from rapport.statistics.disparity import Confusion, proportion, rate_difference, rate_ratio, suppressed
from rapport.statistics.errors import Impossible, Undefined
from rapport.statistics.timeliness import bounds, time_to_report

NORM = Norm(population="convicted men", sd=6, reliability=0.85)
# Freireich's leukaemia trial, treated arm: weeks in remission, the textbook's own product-limit example.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
FIRST, SECOND = Confusion(tn=990, fp=805, fn=532, tp=1369), Confusion(tn=1139, fp=349, fn=461, tp=505)


def test_a_fall_from_24_to_15_is_reliable() -> None:
    index = reliable_change(24, 15, norm=NORM, population="convicted men")
    assert index == pytest.approx(-2.7386, abs=5e-5)
    assert is_reliable(index)
    assert not is_reliable(reliable_change(24, 20, norm=NORM, population="convicted men"))


def test_a_norm_from_another_population_is_refused() -> None:
    with pytest.raises(OtherPopulation):
        reliable_change(24, 15, norm=NORM, population="men on remand")


@pytest.mark.parametrize(("sd", "reliability"), [(0, 0.8), (6, 1.0), (6, -0.1), (float("nan"), 0.5)])
def test_an_impossible_norm_is_refused(sd: float, reliability: float) -> None:
    with pytest.raises(Impossible):
        Norm(population="convicted men", sd=sd, reliability=reliability)


def test_goal_attainment_of_the_golden_plans() -> None:
    assert goal_attainment([Goal(1, 0), Goal(1, 1), Goal(1, 2)]) == pytest.approx(63.6931, abs=5e-5)
    assert goal_attainment([Goal(3, -2), Goal(2, 0), Goal(1, 1)]) == pytest.approx(38.9837, abs=5e-5)
    assert goal_attainment([Goal(2, 0), Goal(5, 0)]) == 50


def test_a_plan_without_goals_or_with_a_level_of_three_is_refused() -> None:
    with pytest.raises(Impossible):
        goal_attainment([])
    with pytest.raises(Impossible):
        Goal(1, 3)
    with pytest.raises(Impossible):
        Goal(0, 1)


def test_time_to_report_gives_the_textbook_curve() -> None:
    curve = time_to_report(WEEKS, RELAPSED)
    assert [(s.time, s.at_risk, s.reported, round(s.open_share, 3)) for s in curve.steps] == [
        (6, 21, 3, 0.857),
        (7, 17, 1, 0.807),
        (10, 15, 1, 0.753),
        (13, 12, 1, 0.690),
        (16, 11, 1, 0.627),
        (22, 7, 1, 0.538),
        (23, 6, 1, 0.448),
    ]
    assert [round(s.standard_error, 4) for s in curve.steps][:3] == [0.0764, 0.0869, 0.0963]
    assert (curve.median, curve.censored, curve.signals) == (23, 12, 21)
    assert (curve.open_share(0), curve.open_share(12)) == (1, pytest.approx(0.753, abs=5e-4))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=30))
def test_the_open_share_only_falls_and_its_bounds_hold_it(times: list[tuple[int, bool]]) -> None:
    durations, reported = zip(*times, strict=True)
    shares = [1.0]
    for step in time_to_report(durations, reported).steps:
        low, high = bounds(step)
        assert 0 <= low <= step.open_share + 1e-12
        assert step.open_share - 1e-12 <= high <= 1
        shares.append(step.open_share)
    assert shares == sorted(shares, reverse=True)


def test_without_censoring_it_is_just_the_share_still_open() -> None:
    curve = time_to_report([1, 2, 3, 4], [True] * 4)
    assert [step.open_share for step in curve.steps] == pytest.approx([0.75, 0.5, 0.25, 0])
    assert curve.median == 2


def test_signals_never_reported_have_no_median_and_no_share_beyond_the_end() -> None:
    curve = time_to_report([5, 5], [False, False])
    assert curve.median is None
    assert curve.open_share(5) == 1
    with pytest.raises(Undefined):
        curve.open_share(6)
    with pytest.raises(Undefined):
        time_to_report([], [])
    with pytest.raises(Impossible):
        time_to_report([-1], [True])


def test_the_published_error_rates_of_two_groups() -> None:
    assert round(100 * FIRST.false_positive_rate, 2) == 44.85
    assert round(100 * SECOND.false_positive_rate, 2) == 23.45
    assert FIRST.false_negative_rate == pytest.approx(532 / 1901)
    assert SECOND.positive_predictive_value == pytest.approx(505 / 854)


def test_rates_ratios_and_differences_have_intervals_that_hold_them() -> None:
    ratio = rate_ratio(805, 1795, against=(349, 1488))
    assert ratio.estimate == pytest.approx(1.9121, abs=5e-4)
    assert 1.7 < ratio.low < ratio.estimate < ratio.high < 2.15
    difference = rate_difference(805, 1795, against=(349, 1488))
    assert 0.18 < difference.low < difference.estimate < difference.high < 0.25
    # Wilson's interval for 10 of 20 and for 0 of 10, as printed in textbooks.
    assert (proportion(10, 20).low, proportion(10, 20).high) == (
        pytest.approx(0.2993, abs=1e-4),
        pytest.approx(0.7007, abs=1e-4),
    )
    assert (proportion(0, 10).low, proportion(0, 10).high) == (0, pytest.approx(0.2775, abs=1e-4))


def test_newcombes_own_example() -> None:
    """Newcombe (1998), table II: 56/70 less 48/80, method 10: .0524 to .3339."""
    interval = rate_difference(56, 70, against=(48, 80))
    assert (interval.low, interval.high) == (pytest.approx(0.0524, abs=1e-4), pytest.approx(0.3339, abs=1e-4))


def test_rates_of_nothing_are_refused() -> None:
    with pytest.raises(Undefined):
        proportion(0, 0)
    with pytest.raises(Impossible):
        proportion(3, 2)
    with pytest.raises(Undefined):
        rate_ratio(0, 5, against=(1, 5))
    with pytest.raises(Impossible):
        Confusion(tn=-1, fp=0, fn=0, tp=0)


def test_a_small_cell_is_hidden_with_enough_others_that_no_total_gives_it_away() -> None:
    shown = suppressed(
        {"a": {"x": 3, "y": 40, "z": 90}, "b": {"x": 50, "y": 60, "z": 70}, "c": {"x": 80, "y": 30, "z": 20}}
    )
    assert shown["a"] == {"x": None, "y": None, "z": 90}
    hidden = [(row, column) for row, cells in shown.items() for column, count in cells.items() if count is None]
    assert len(hidden) == 4
    assert shown["b"]["z"] == 70


counts = st.integers(0, 30)


@settings(deadline=None)
@given(st.lists(st.lists(counts, min_size=3, max_size=3), min_size=2, max_size=5))
def test_no_line_ever_hides_just_one_cell_and_no_small_cell_is_shown(rows: list[list[int]]) -> None:
    table = {f"r{i}": dict(zip("xyz", row, strict=True)) for i, row in enumerate(rows)}
    shown = suppressed(table)
    lines = [list(row.values()) for row in shown.values()] + [[row[c] for row in shown.values()] for c in "xyz"]
    assert all(line.count(None) != 1 for line in lines)
    assert all(count is None or count == 0 or count >= 10 for line in lines for count in line)


def test_a_table_that_needs_no_hiding_is_shown_whole() -> None:
    table = {"a": {"x": 10, "y": 0}, "b": {"x": 99, "y": 12}}
    assert suppressed(table) == table


def test_ragged_tables_are_refused() -> None:
    with pytest.raises(Impossible):
        suppressed({"a": {"x": 1}, "b": {"y": 1}})
