"""How far signals and suspicions came, on a prison of four men."""

import pytest

from rapport.training.debrief.lines import (
    Account,
    Attention,
    Ending,
    Happening,
    Step,
    is_suspicion,
    signal_lines,
    suspicion_lines,
    twin_pairs,
)

RECRUITER, RECRUIT, PRAYING, OTHER = range(4)


def happening(event: int, *, people: tuple[int, ...], harmful: bool = False, **more: object) -> Happening:
    fields = {"day": event, "slot": 0, "place": "yard", "act": "lends", "marked": False, "twin": None, "kind": "grief"}
    return Happening(event=event, people=people, signal=harmful, harmful=harmful, **(fields | more))  # type: ignore[arg-type]


SIGNAL = happening(1, people=(RECRUITER, RECRUIT), harmful=True)
PRAYED = happening(2, people=(PRAYING, OTHER), marked=True, twin=3)
PLAIN = happening(3, people=(OTHER, PRAYING), twin=2)
PRISON = [SIGNAL, PRAYED, PLAIN]
SEEN = Attention(in_sight=True, shown=True, noted=True)


def report(*events: int, **more: object) -> Account:
    return Account(ref=f"R{events}", day=5, events=frozenset(events), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("attention", "accounts", "reached", "ending"),
    [
        (Attention(), [], Step.HAPPENED, Ending.OUT_OF_SIGHT),
        (Attention(in_sight=True), [], Step.IN_SIGHT, Ending.DID_NOT_CATCH_THE_EYE),
        (Attention(in_sight=True, shown=True), [], Step.IN_SIGHT, Ending.NOT_NOTED),
        (SEEN, [], Step.NOTICED, Ending.NOT_REPORTED),
        (SEEN, [report(1)], Step.REPORTED, Ending.WAITS_TO_BE_READ),
        (SEEN, [report(1, graded=True)], Step.GRADED, Ending.STOOD_ALONE),
        (SEEN, [report(1, graded=True, linked=True)], Step.LINKED, Ending.ONE_ORIGIN),
        (SEEN, [report(1, graded=True, linked=True, in_product=True)], Step.IN_PRODUCT, Ending.NOT_DECIDED),
        (SEEN, [report(1, graded=True, linked=True, in_product=True, decided=True)], Step.DECIDED, Ending.REACHED),
    ],
)
def test_a_signal_dies_at_the_first_step_it_does_not_reach(
    attention: Attention, accounts: list[Account], reached: Step, ending: Ending
) -> None:
    (line,) = signal_lines(PRISON, {1: attention}, accounts)
    assert (line.reached, line.ending) == (reached, ending)


def test_a_decision_that_rests_on_something_else_does_not_carry_an_unread_report() -> None:
    (line,) = signal_lines(PRISON, {1: SEEN}, [report(1, decided=True, in_product=True)])
    assert line.reached == Step.REPORTED


def test_the_praying_man_who_was_reported_is_an_innocent_man_suspected() -> None:
    (line,) = suspicion_lines(PRISON, [report(2, graded=True, in_product=True, restricted={PRAYING: 4})])
    assert (line.person, line.reached, line.days) == (PRAYING, Step.DECIDED, 4)


def test_a_man_drawn_in_by_a_recruiter_is_not_listed_as_innocent_and_suspected() -> None:
    assert suspicion_lines(PRISON, [report(1, restricted={RECRUIT: 2})]) == []


def test_good_news_and_a_low_card_suspect_nobody() -> None:
    assert suspicion_lines(PRISON, [report(2, worry=False)]) == []
    assert suspicion_lines(PRISON, [report(2, concern=0.1)]) == []
    assert is_suspicion(report(2, concern=0.25))


def test_one_man_reported_twice_has_one_row() -> None:
    again = happening(4, people=(PRAYING,))
    lines = suspicion_lines([*PRISON, again], [report(2), Account(ref="second", day=6, events=frozenset({4}))])
    assert [(line.person, len(line.happenings)) for line in lines] == [(PRAYING, 2)]


def test_twins_stand_side_by_side_and_a_pair_half_seen_says_so() -> None:
    (pair,) = twin_pairs(PRISON, {2: SEEN, 3: SEEN}, [report(2)])
    assert (pair.both_shown, pair.marked_suspected, pair.plain_suspected) == (True, True, False)
    (pair,) = twin_pairs(PRISON, {2: SEEN}, [report(2)])
    assert not pair.both_shown
