"""The rule-based desk's rules, on plain values."""

from __future__ import annotations

from rapport.training import desk_rules
from rapport.training.desk_rules import Answer, ItemFact, Kind, NoteDue, Outcome


def two_origins(refs: object) -> int:
    return len(list(refs))  # type: ignore[call-overload]


def one_origin(_refs: object) -> int:
    return 1


def test_what_an_officer_saw_is_graded_better_than_what_he_was_told() -> None:
    seen, told = (desk_rules.grade(kind, corroborated=False) for kind in (Kind.SEEN, Kind.TOLD))
    assert (seen.source, seen.information) == ("B", "2")
    assert (told.source, told.information) == ("X", "4")


def test_hearsay_is_corroborated_only_by_another_origin() -> None:
    assert desk_rules.grade(Kind.TOLD, corroborated=True).information == "3"


def test_the_desk_reads_two_of_an_authors_reports_a_day_and_the_oldest_first() -> None:
    assert desk_rules.read_today(["first", "second", "third"]) == ["first", "second"]


def test_a_report_of_eight_days_ago_is_not_linked_any_more() -> None:
    old, week, fresh = ItemFact("old", 1, ("orlov",)), ItemFact("week", 2, ("orlov",)), ItemFact("new", 9, ("orlov",))
    assert desk_rules.links_due({"new"}, [old, week, fresh], day=9) == [("orlov", ("week", "new"))]


def test_one_officer_writing_twice_about_a_man_makes_no_note() -> None:
    items = [ItemFact("one", 1, ("orlov",)), ItemFact("two", 2, ("orlov",))]
    assert desk_rules.notes_due({"two"}, items, one_origin, day=2) == []
    assert desk_rules.notes_due({"two"}, items, two_origins, day=2) == [NoteDue("orlov", ("one", "two"))]


def test_two_men_named_in_the_same_reports_get_one_note_about_whom_was_named_first() -> None:
    items = [ItemFact("one", 1, ("lasko", "orlov")), ItemFact("two", 1, ("lasko", "orlov"))]
    assert desk_rules.notes_due({"one", "two"}, items, two_origins, day=1) == [NoteDue("lasko", ("one", "two"))]


def test_nothing_new_about_a_man_makes_no_new_note() -> None:
    items = [ItemFact("one", 1, ("lasko",)), ItemFact("two", 2, ("lasko",)), ItemFact("three", 3, ("orlov",))]
    assert desk_rules.notes_due({"three"}, items, two_origins, day=3) == []


def test_the_first_note_asks_for_more_and_a_further_one_while_it_is_open_restricts() -> None:
    assert desk_rules.decide("orlov", day=3, asked={}, measured={}) is Outcome.ASK_FOR_MORE
    assert desk_rules.decide("orlov", day=6, asked={"orlov": 10}, measured={}) is Outcome.ACT
    assert desk_rules.decide("orlov", day=11, asked={"orlov": 10}, measured={}) is Outcome.ASK_FOR_MORE


def test_nobody_is_restricted_twice_at_a_time() -> None:
    assert desk_rules.decide("orlov", day=8, asked={"orlov": 10}, measured={"orlov": 10}) is Outcome.NO_ACTION


def test_people_come_in_the_order_in_which_the_text_names_them_however_their_names_are_declined() -> None:
    labels = {"a": "Т. Орлов", "b": "В. Ласко", "c": "М. Алиева"}
    text = "В. Ласко говорит что-то Т. Орлову."
    assert desk_rules.in_order_of_mention(text, labels) == ("b", "a", "c")


def test_an_author_hears_how_far_his_report_came() -> None:
    assert desk_rules.answer([], linked=[], noted=[]) is Answer.NOT_FOR_INTELLIGENCE
    assert desk_rules.answer(["x"], linked=[], noted=[]) is Answer.RECORDED
    assert desk_rules.answer(["x"], linked=["x"], noted=[]) is Answer.LINKED
    assert desk_rules.answer(["x"], linked=["x"], noted=["x"]) is Answer.IN_A_NOTE


def test_each_line_of_a_report_is_a_thing_of_its_own_about_the_men_it_names() -> None:
    labels = {"a": "V. Lasko", "b": "T. Orlov"}
    parts = desk_rules.in_parts("V. Lasko waits at the gate.\n\nT. Orlov sings.\n")
    assert parts == ["V. Lasko waits at the gate.", "T. Orlov sings."]
    assert [desk_rules.named_in(part, labels, alone=False) for part in parts] == [("a",), ("b",)]


def test_a_single_sentence_without_a_name_is_about_all_whom_the_report_names() -> None:
    labels = {"a": "V. Lasko", "b": "T. Orlov"}
    assert desk_rules.named_in("Two men quarrel.", labels, alone=True) == ("a", "b")
    assert desk_rules.named_in("Two men quarrel.", labels, alone=False) == ()
