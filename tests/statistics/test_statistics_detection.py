"""Sensitivity, criterion, AUC and position: golden values, and silence that earns nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.statistics.detection import (
    Costs,
    Counts,
    Rates,
    auc,
    concern_threshold,
    criterion,
    criterion_interval,
    d_a,
    d_a_of_auc,
    optimal_criterion,
    sensitivity,
    sensitivity_interval,
    standard_error,
)
from rapport.statistics.errors import Impossible, TooFew, Undefined
from rapport.statistics.position import position
from rapport.statistics.resampling import drawn, interval_over_cases

WALK = [
    Counts(hits=3, signals=3, false_alarms=0, noise=0),
    Counts(hits=1, signals=3, false_alarms=0, noise=0),
    *(Counts(hits=0, signals=0, false_alarms=n, noise=3) for n in (0, 1, 0, 0, 2, 0)),
]


def test_the_golden_officer_has_the_golden_sensitivity() -> None:
    assert sensitivity(Counts(hits=18, signals=24, false_alarms=6, noise=48)) == pytest.approx(1.7558, abs=5e-5)


@pytest.mark.parametrize(("hits", "false_alarms"), [(0, 0), (6, 74)])
def test_reporting_nothing_or_everything_earns_exactly_nothing(hits: int, false_alarms: int) -> None:
    assert sensitivity(Counts(hits=hits, signals=6, false_alarms=false_alarms, noise=74)) == pytest.approx(0, abs=1e-12)


def test_who_reports_everything_is_free_and_who_reports_nothing_is_sparing() -> None:
    assert criterion(Counts(hits=6, signals=6, false_alarms=74, noise=74)) < -1
    assert criterion(Counts(hits=0, signals=6, false_alarms=0, noise=74)) > 1


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(1, 400), st.data())
def test_one_more_hit_never_lowers_and_one_more_false_alarm_never_raises_sensitivity(
    signals: int, noise: int, data: st.DataObject
) -> None:
    hits = data.draw(st.integers(0, signals - 1))
    false_alarms = data.draw(st.integers(0, noise - 1))
    here = sensitivity(Counts(hits=hits, signals=signals, false_alarms=false_alarms, noise=noise))
    assert sensitivity(Counts(hits=hits + 1, signals=signals, false_alarms=false_alarms, noise=noise)) > here
    assert sensitivity(Counts(hits=hits, signals=signals, false_alarms=false_alarms + 1, noise=noise)) < here


@pytest.mark.parametrize(("signals", "noise"), [(0, 5), (5, 0), (0, 0)])
def test_there_is_no_sensitivity_without_both_kinds_of_event(signals: int, noise: int) -> None:
    with pytest.raises(Undefined):
        sensitivity(Counts(hits=0, signals=signals, false_alarms=0, noise=noise))


@pytest.mark.parametrize("counts", [(2, 1, 0, 1), (0, 1, 2, 1), (-1, 1, 0, 1), (0, 1, 0, -1)])
def test_more_reports_than_events_or_negative_counts_are_refused(counts: tuple[int, int, int, int]) -> None:
    hits, signals, false_alarms, noise = counts
    with pytest.raises(Impossible):
        Counts(hits=hits, signals=signals, false_alarms=false_alarms, noise=noise)


@pytest.mark.parametrize(("signals", "noise", "error"), [(5, 40, 0.69), (40, 320, 0.25)])
def test_one_exercise_cannot_rank_a_person(signals: int, noise: int, error: float) -> None:
    assert standard_error(Rates(hit=0.8, false_alarm=0.1), signals=signals, noise=noise) == pytest.approx(
        error, abs=5e-3
    )


def test_an_interval_over_cases_is_the_same_for_the_same_seed_and_other_for_another() -> None:
    first = sensitivity_interval(WALK, seed=7, draws=400)
    assert first == sensitivity_interval(WALK, seed=7, draws=400)
    assert sensitivity_interval(WALK * 5, seed=7, draws=400) != sensitivity_interval(WALK * 5, seed=8, draws=400)
    assert first.low < first.estimate < first.high
    assert first.estimate == sensitivity(Counts(hits=4, signals=6, false_alarms=3, noise=18))


def test_resampling_whole_cases_admits_more_doubt_than_resampling_events() -> None:
    """Three events of a case stand or fall together here, so cases must give the wider interval."""
    cases = [Counts(hits=h, signals=3, false_alarms=0, noise=0) for h in (3, 0, 3, 0, 3, 3)]
    cases += [Counts(hits=0, signals=0, false_alarms=f, noise=3) for f in (0, 0, 3, 0, 0, 0, 3, 0)]
    events = [Counts(hits=int(i < c.hits), signals=1, false_alarms=0, noise=0) for c in cases for i in range(c.signals)]
    events += [
        Counts(hits=0, signals=0, false_alarms=int(i < c.false_alarms), noise=1) for c in cases for i in range(c.noise)
    ]
    assert sensitivity_interval(cases, seed=1).width > 1.3 * sensitivity_interval(events, seed=1).width


def test_the_criterion_has_an_interval_too() -> None:
    interval = criterion_interval(WALK, seed=7, draws=400)
    assert interval.low <= interval.estimate <= interval.high


def test_one_true_case_bears_no_interval() -> None:
    with pytest.raises(TooFew):
        sensitivity_interval(WALK[1:], seed=7)


def test_cases_never_shown_change_nothing() -> None:
    unseen = Counts(hits=0, signals=0, false_alarms=0, noise=0)
    assert sensitivity_interval([*WALK, unseen, unseen], seed=7, draws=200) == sensitivity_interval(
        WALK, seed=7, draws=200
    )


def test_a_statistic_that_rarely_exists_gets_no_interval() -> None:
    def brittle(_sample: object) -> float:
        raise Undefined("never")

    with pytest.raises(Undefined, match="0 of 50"):
        interval_over_cases([1, 2, 3], brittle, seed=1, draws=50)


def test_draws_are_keyed_and_even() -> None:
    assert drawn(5, seed=3, purpose="x", draw=9).tolist() == drawn(5, seed=3, purpose="x", draw=9).tolist()
    assert drawn(8, seed=3, purpose="x", draw=9).tolist() != drawn(8, seed=3, purpose="y", draw=9).tolist()
    counts = np.bincount(np.concatenate([drawn(6, seed=1, purpose="even", draw=d) for d in range(2000)]), minlength=6)
    assert abs(counts - 2000).max() < 6 * np.sqrt(2000)


def test_the_draws_are_these_on_every_machine() -> None:
    assert drawn(10, seed=7, purpose="stratum 0", draw=0).tolist()[:6] == GOLDEN_DRAW


GOLDEN_DRAW = [7, 3, 3, 7, 7, 2]


def test_auc_counts_ties_half() -> None:
    assert auc([0.9, 0.5], [0.5, 0.1]) == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    assert auc([0.3] * 4, [0.3] * 9) == 0.5


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 10), min_size=1, max_size=20),
    st.lists(st.integers(0, 10), min_size=1, max_size=20),
)
def test_auc_is_the_share_of_pairs_told_apart(signal: list[int], noise: list[int]) -> None:
    pairs = [1.0 if s > n else 0.5 if s == n else 0.0 for s in signal for n in noise]
    assert auc(signal, noise) == pytest.approx(sum(pairs) / len(pairs))


def test_d_a_of_two_unit_normals_is_their_distance() -> None:
    """For equal variances AUC = Φ(d′/√2), so d_a must return d′."""
    from scipy.special import ndtr

    for d_prime in (1.0, 1.5, 2.0):
        assert d_a_of_auc(float(ndtr(d_prime / np.sqrt(2)))) == pytest.approx(d_prime)


def test_a_perfect_hand_of_cards_has_a_finite_d_a_that_grows_with_the_cards() -> None:
    few, many = d_a([0.9] * 3, [0.1] * 3), d_a([0.9] * 24, [0.1] * 48)
    assert 0 < few < many < 6
    assert d_a([0.1] * 3, [0.9] * 3) == pytest.approx(-few)


@pytest.mark.parametrize("area", [0.0, 1.0])
def test_d_a_is_not_made_up_where_it_is_infinite(area: float) -> None:
    with pytest.raises(Undefined):
        d_a_of_auc(area)


def test_auc_refuses_what_is_empty_or_not_a_number() -> None:
    with pytest.raises(Undefined):
        auc([], [0.1])
    with pytest.raises(Impossible):
        auc([float("nan")], [0.1])
    with pytest.raises(Impossible):
        d_a_of_auc(1.2)


def test_the_optimal_criterion_waits_when_signals_are_rare_and_misses_cheap() -> None:
    even = Costs(false_alarm=1, miss=1)
    assert optimal_criterion(1.5, base_rate=0.5, costs=even) == pytest.approx(0)
    assert optimal_criterion(1.5, base_rate=0.25, costs=even) == pytest.approx(np.log(3) / 1.5)
    assert optimal_criterion(1.5, base_rate=0.25, costs=Costs(false_alarm=1, miss=3)) == pytest.approx(0)
    with_values = Costs(false_alarm=1, miss=1, hit=1, correct_rejection=0.5)
    assert optimal_criterion(1.0, base_rate=0.5, costs=with_values) == pytest.approx(np.log(1.5 / 2))


def test_concern_begins_at_a_quarter_when_a_miss_costs_three_false_alarms() -> None:
    assert concern_threshold(Costs(false_alarm=1, miss=3)) == 0.25


def test_a_criterion_without_sensitivity_or_stakes_is_refused() -> None:
    with pytest.raises(Undefined):
        optimal_criterion(0, base_rate=0.5, costs=Costs(false_alarm=1, miss=1))
    with pytest.raises(Impossible):
        optimal_criterion(1, base_rate=0, costs=Costs(false_alarm=1, miss=1))
    with pytest.raises(Impossible):
        Costs(false_alarm=0, miss=1)
    with pytest.raises(Impossible):
        Costs(false_alarm=-1, miss=1, correct_rejection=2)


def test_position_is_the_share_of_what_the_best_posts_promised() -> None:
    assert position([0.5, 0.0, 1.0], [1.0, 1.0, 1.0]) == 0.5
    assert position([1.0, 0.2], [1.0, 0.2]) == 1


@pytest.mark.parametrize(
    ("held", "best"), [([2.0], [1.0]), ([1.0], [1.0, 1.0]), ([-0.1], [1.0]), ([float("nan")], [1.0])]
)
def test_a_post_cannot_promise_more_than_the_best_one(held: list[float], best: list[float]) -> None:
    with pytest.raises(Impossible):
        position(held, best)


def test_there_is_no_position_where_nothing_could_be_learned() -> None:
    with pytest.raises(Undefined):
        position([0.0, 0.0], [0.0, 0.0])
