"""Noticing, judging and twins, in counts and in words."""

import pytest
from django.utils import translation

from rapport.training.debrief.judging import Judgement, Share, Twins, judging, noticing, twins
from rapport.training.debrief.lines import Attention, Happening, TwinPair
from rapport.training.debrief.words import how_often, twins_in_words


def happening(event: int, *, signal: bool = False) -> Happening:
    return Happening(
        event=event,
        day=1,
        slot=0,
        place="yard",
        act="lends",
        people=(1,),
        signal=signal,
        harmful=signal,
        marked=False,
        twin=None,
        kind="grief",
    )


def pair(*, marked: bool, plain: bool, both_shown: bool = True) -> TwinPair:
    return TwinPair(happening(1), happening(2), both_shown, marked, plain)


def test_noticing_keeps_signals_look_alikes_and_the_rest_apart() -> None:
    attention = {1: Attention(True, True, True), 2: Attention(True, True, False), 3: Attention(True, False, False)}
    found = noticing([happening(1, signal=True), happening(2), happening(3)], attention, shown_in_all=8, noted_in_all=3)
    assert (found.signals, found.look_alikes, found.rest) == (Share(1, 1), Share(0, 1), Share(2, 6))


def test_someone_who_always_says_the_shown_share_scores_the_base_rate() -> None:
    answers = [Judgement(event, 0.25, harmful=event == 0) for event in range(4)]
    found = judging(answers)
    assert found is not None
    assert found.brier == pytest.approx(found.always_base_rate) == pytest.approx(0.1875)


def test_no_answer_gives_no_number() -> None:
    assert judging([]) is None


def test_three_of_four_pairs_one_way_is_what_chance_does_one_time_in_four() -> None:
    found = twins([pair(marked=True, plain=False)] * 3 + [pair(marked=False, plain=False)])
    assert (found.shown, found.only_marked, found.chance) == (4, 3, 0.25)
    with translation.override("en"):
        assert how_often(found.chance) == "one time in 4"
        assert twins_in_words(found)[0] == "In 3 of 4 pairs only the man with the sign of faith was suspected."


def test_a_pair_of_which_one_man_was_not_shown_counts_for_nothing() -> None:
    assert twins([pair(marked=True, plain=False, both_shown=False)]) == Twins(0, 0, 0, 1.0)
