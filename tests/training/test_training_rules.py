"""The walk's own rules, on plain values."""

from __future__ import annotations

import pytest

from rapport.training import rules
from rapport.training.rules import Course, NotAllowed, Phase, ShownEvent

ANCHORS = frozenset(n for n in range(20) if n % 4 in (0, 3))


def course(**facts: object) -> Course:
    usual: dict[str, object] = {
        "begun": True,
        "closed": set(),
        "open_slot": None,
        "ended_days": set(),
        "owed": set(),
        "anchors": ANCHORS,
        "card_due": False,
        "look_drawn": False,
        "looks_left": 0,
        "over": False,
    }
    return Course(**{**usual, **facts})  # type: ignore[arg-type]


def test_a_day_ends_before_the_next_one_begins() -> None:
    assert rules.where(course(closed={0, 1})) == (Phase.EVENING, 0)
    assert rules.where(course(closed={0, 1}, ended_days={0})) == (Phase.CHOOSE, 2)


def test_a_filed_report_asks_for_its_card_before_anything_else() -> None:
    assert rules.where(course(open_slot=3, closed={0, 1, 2}, card_due=True))[0] is Phase.CARD


def test_after_the_last_day_comes_the_last_look_and_then_the_close() -> None:
    done = {"closed": set(range(20)), "ended_days": set(range(10))}
    assert rules.where(course(**done))[0] is Phase.LOOK
    assert rules.where(course(**done, look_drawn=True, looks_left=3))[0] is Phase.LOOK
    assert rules.where(course(**done, look_drawn=True, looks_left=0))[0] is Phase.LAST


def test_a_slot_promised_to_a_report_is_spent_writing() -> None:
    assert rules.where(course(closed={0}, owed={1})) == (Phase.WRITING, 1)


def test_one_report_at_the_days_end_is_free() -> None:
    assert rules.price(played=2, evening=True, free_taken=False, owed=(), anchors=ANCHORS) is None


def test_any_other_report_takes_the_next_slot_with_a_chosen_post() -> None:
    assert rules.price(played=2, evening=True, free_taken=True, owed=(), anchors=ANCHORS) == 2
    assert rules.price(played=3, evening=False, free_taken=False, owed=(), anchors=ANCHORS) == 5
    assert rules.price(played=3, evening=False, free_taken=False, owed={5}, anchors=ANCHORS) == 6


def test_when_no_slot_is_left_a_second_report_cannot_be_begun() -> None:
    with pytest.raises(NotAllowed, match="no_slot_left"):
        rules.price(played=20, evening=True, free_taken=True, owed=(), anchors=ANCHORS)


def test_a_scene_that_nobody_looked_at_costs_eight_seconds_at_most() -> None:
    assert rules.spent_after(10_000, 5_100) == 15_100
    assert rules.spent_after(10_000, 3_600_000) == 18_000
    assert rules.spent_after(10_000, -50) == 10_000


def test_time_is_up_after_forty_seconds() -> None:
    assert not rules.time_is_up(39_999)
    assert rules.time_is_up(40_000)


def test_the_last_look_asks_all_that_belongs_to_a_case_and_spreads_the_rest_over_the_days() -> None:
    shown = [ShownEvent(n, 1000 + n, n // 8) for n in range(80)]
    of_cases = {1003, 1019, 1044}
    drawn = rules.draw_last_look(shown, of_cases, seed=7)
    days = [n // 8 for n in drawn]
    assert {3, 19, 44} <= set(drawn)
    assert len(drawn) == len(set(drawn)) == 24
    assert max(days.count(day) for day in range(10)) <= 4


def test_the_same_exercise_asks_the_same_last_look_and_another_one_another() -> None:
    shown = [ShownEvent(n, 1000 + n, n // 8) for n in range(80)]
    assert rules.draw_last_look(shown, (), seed=7) == rules.draw_last_look(shown, (), seed=7)
    assert rules.draw_last_look(shown, (), seed=7) != rules.draw_last_look(shown, (), seed=8)
