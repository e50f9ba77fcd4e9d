"""Agreement of raters: the textbook data sets give the textbook values."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.statistics.agreement import Level, gwet_ac1, gwet_ac2, kappa, krippendorff_alpha, weighted_kappa
from rapport.statistics.assessors import Form, assessors_interval, intraclass_correlation
from rapport.statistics.errors import Impossible, TooFew, Undefined
from rapport.statistics.grading import Axis, agreement_on, agreement_with_range, diagonal_share
from rapport.statistics.resampling import drawn

NONE = float("nan")
# Krippendorff's four observers of twelve units, values 1 to 5.
TEXTBOOK = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
        [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
    ]
).T
# Shrout and Fleiss's four judges of six targets.
JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
SOURCE = Axis(codes=("A", "B", "C", "X"), ordered=True, unassessable=frozenset("X"))
INFORMATION = Axis(codes=("1", "2", "3", "4"), ordered=False)


@pytest.mark.parametrize(
    ("level", "alpha"),
    [(Level.NOMINAL, 0.7434), (Level.ORDINAL, 0.8154), (Level.INTERVAL, 0.8491), (Level.RATIO, 0.7974)],
)
def test_alpha_of_the_textbook_observers(level: Level, alpha: float) -> None:
    assert krippendorff_alpha(TEXTBOOK, level=level) == pytest.approx(alpha, abs=5e-5)


def test_gwet_of_the_textbook_observers() -> None:
    assert gwet_ac1(TEXTBOOK, codes=[1, 2, 3, 4, 5]) == pytest.approx(0.7754, abs=5e-5)
    assert gwet_ac2(TEXTBOOK, codes=[1, 2, 3, 4, 5]) == pytest.approx(0.9140, abs=5e-5)


@pytest.mark.parametrize(
    ("form", "value"),
    [
        (Form.ONE_WAY, 0.1657),
        (Form.RANDOM_RATERS, 0.2898),
        (Form.FIXED_RATERS, 0.7148),
        (Form.MEAN_OF_RANDOM_RATERS, 0.6201),
    ],
)
def test_the_textbook_judges_agree_as_published(form: Form, value: float) -> None:
    assert intraclass_correlation(JUDGES, form=form) == pytest.approx(value, abs=5e-5)


def test_quadratic_kappa_on_a_worked_example() -> None:
    """Confusion 4/1/0, 1/3/1, 0/1/4 on three ranks, five of each by both: four near misses, by hand."""
    first = [0] * 5 + [1] * 5 + [2] * 5
    second = [0, 0, 0, 0, 1, 0, 1, 1, 1, 2, 1, 2, 2, 2, 2]
    observed = 4 * 0.25 / 15
    expected = (4 * 25 * 0.25 + 2 * 25 * 1.0) / 225
    assert weighted_kappa(first, second, codes=3) == pytest.approx(1 - observed / expected)


def test_plain_kappa_on_a_worked_example() -> None:
    """Cohen's layout 20/5/10/15: observed .7, expected .5, κ = .4."""
    first = [0] * 25 + [1] * 25
    second = [0] * 20 + [1] * 5 + [0] * 10 + [1] * 15
    assert kappa(first, second, codes=2) == pytest.approx(0.4)


@settings(deadline=None)
@given(st.lists(st.integers(1, 4), min_size=4, max_size=40))
def test_raters_who_always_agree_agree_wholly_by_every_measure(codes: list[int]) -> None:
    if len(set(codes)) < 2:
        return
    table = [[code, code] for code in codes]
    for level in Level:
        assert krippendorff_alpha(table, level=level) == pytest.approx(1)
    assert gwet_ac2(table, codes=[1, 2, 3, 4]) == pytest.approx(1)
    ranks = [code - 1 for code in codes]
    assert weighted_kappa(ranks, ranks, codes=4) == pytest.approx(1)


def test_rare_codes_depress_kappa_and_not_gwet() -> None:
    pairs = [(0, 0)] * 95 + [(0, 1)] * 3 + [(1, 0)] * 2
    first, second = zip(*pairs, strict=True)
    assert kappa(first, second, codes=2) < 0
    assert gwet_ac1(pairs, codes=[0, 1]) > 0.9


def test_what_cannot_be_compared_has_no_agreement() -> None:
    with pytest.raises(Undefined):
        kappa([1, 1], [1, 1], codes=2)
    with pytest.raises(Undefined):
        weighted_kappa([], [], codes=4)
    with pytest.raises(Impossible):
        weighted_kappa([0, 4], [0, 1], codes=4)
    with pytest.raises(Impossible):
        kappa([0, 1], [0], codes=2)
    with pytest.raises(Undefined):
        krippendorff_alpha([[1, NONE], [NONE, 2]], level=Level.NOMINAL)
    with pytest.raises(Undefined):
        krippendorff_alpha([[3, 3], [3, 3]], level=Level.INTERVAL)
    with pytest.raises(Impossible):
        krippendorff_alpha([1, 2, 3], level=Level.NOMINAL)
    with pytest.raises(Impossible):
        krippendorff_alpha([[-1, 2]], level=Level.RATIO)
    with pytest.raises(Impossible):
        gwet_ac1([[1, 7]], codes=[1, 2])
    with pytest.raises(Undefined):
        gwet_ac1([[1, NONE]], codes=[1, 2])
    with pytest.raises(Impossible):
        intraclass_correlation([[1, 2], [NONE, 2]], form=Form.ONE_WAY)
    with pytest.raises(Undefined):
        intraclass_correlation([[2, 2], [2, 2]], form=Form.ONE_WAY)


def test_under_twenty_double_ratings_nothing_is_shown() -> None:
    with pytest.raises(TooFew) as told:
        assessors_interval([[1.0, 2.0]] * 19, seed=3)
    assert (told.value.seen, told.value.needed) == (19, 20)


def test_assessors_get_an_interval_that_is_the_same_for_the_same_seed() -> None:
    true = drawn(30, seed=5, purpose="people", draw=0)
    noise = drawn(30, seed=5, purpose="noise", draw=0) / 10
    table = [[float(t), float(t + e)] for t, e in zip(true, noise, strict=True)]
    interval = assessors_interval(table, seed=3, draws=300)
    assert interval == assessors_interval(table, seed=3, draws=300)
    assert interval.low < interval.estimate < interval.high <= 1


def test_unknown_is_not_low_on_an_axis() -> None:
    result = agreement_on(SOURCE, ["A", "B", "C", "X", "X"], ["A", "B", "B", "X", "C"])
    assert (result.things, result.both_assessable) == (5, 3)
    assert result.same == 0.6
    assert result.whether_assessable == pytest.approx(kappa([0, 0, 0, 1, 1], [0, 0, 0, 1, 0], codes=2))
    assert result.among_assessable == pytest.approx(weighted_kappa([0, 1, 2], [0, 1, 1], codes=3))


def test_an_axis_without_an_order_has_no_near_misses() -> None:
    first, second = ["1", "2", "3", "4"], ["1", "2", "4", "4"]
    result = agreement_on(INFORMATION, first, second)
    assert result.among_assessable == pytest.approx(kappa([0, 1, 2, 3], [0, 1, 3, 3], codes=4))
    assert result.whether_assessable is None


def test_against_the_admissible_range_there_are_shares_and_steps() -> None:
    right = [frozenset("B"), frozenset("AB"), frozenset("AB"), frozenset("X")]
    result = agreement_with_range(SOURCE, ["B", "C", "X", "X"], right)
    assert (result.graded, result.inside) == (4, 0.5)
    assert result.mean_distance == pytest.approx((0 + 1 + 0) / 3)
    assert agreement_with_range(INFORMATION, ["4"], [frozenset("1")]).mean_distance is None


def test_the_drift_to_the_diagonal_is_a_share_of_what_was_assessable() -> None:
    share = diagonal_share(["A", "B", "C", "X"], ["1", "2", "1", "4"], source=SOURCE, information=INFORMATION)
    assert share == pytest.approx(2 / 3)


def test_a_code_of_another_scheme_is_refused() -> None:
    with pytest.raises(Impossible, match="E"):
        agreement_on(SOURCE, ["E"], ["A"])
    with pytest.raises(Impossible):
        Axis(codes=("A", "B"), ordered=True, unassessable=frozenset("X"))
