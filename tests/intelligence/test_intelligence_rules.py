"""What makes an item fit to be kept, on plain values."""

from dataclasses import dataclass, field

import pytest

from rapport.intelligence import rules
from rapport.intelligence.errors import Incomplete, Ungradable, Unsanitised
from rapport.intelligence.grading import scheme_in_use
from rapport.intelligence.inputs import PersonInput, StatementInput
from rapport.intelligence.yardstick import yardstick

AIGERIM = ["Aigerim Toktosunova"]


@dataclass(frozen=True)
class Heard:
    """An item as far as its origin and people go."""

    origin: str
    ref: str = "K7Q-4MX9"
    person_refs: frozenset[str] = field(default_factory=frozenset)


def test_three_officers_who_heard_it_from_one_prisoner_are_one_origin() -> None:
    assert rules.independent_origins([Heard("prisoner"), Heard("prisoner"), Heard("prisoner")]) == 1


def test_an_officer_who_saw_it_and_a_prisoner_who_told_it_are_two_origins() -> None:
    assert rules.independent_origins([Heard("officer"), Heard("prisoner")]) == 2


def test_an_unknown_origin_adds_nothing_to_a_known_one_and_is_one_alone() -> None:
    assert rules.independent_origins([Heard("prisoner"), Heard(""), Heard("")]) == 1
    assert rules.independent_origins([Heard(""), Heard("")]) == 1
    assert rules.independent_origins([]) == 0


def test_only_another_known_origin_about_the_same_man_corroborates() -> None:
    items = [
        Heard("prisoner", "same", frozenset({"lasko"})),
        Heard("officer", "other", frozenset({"lasko"})),
        Heard("officer", "elsewhere", frozenset({"orlov"})),
        Heard("", "unknown", frozenset({"lasko"})),
    ]
    assert rules.corroborating(items, origin="prisoner", people={"lasko"}) == ["other"]
    assert rules.corroborating(items, origin="", people={"lasko"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "Toktosunova saw him.",
        "TOKTOSUNOVA saw him.",
        "Токтосунова видела его.",
        "Со слов Токтосуновой он молчал.",
        "Seen by Aigerim at the bench.",
    ],
)
def test_a_wording_may_not_name_its_author_in_either_script_or_case(text: str) -> None:
    with pytest.raises(Unsanitised) as refused:
        rules.require_sanitised(text, author=AIGERIM, origin="", people=[])
    assert refused.value.code == "names_author"


def test_a_wording_that_names_nobody_of_the_staff_is_sanitised() -> None:
    rules.require_sanitised(
        "V. Lasko took the bread of T. Orlov.", author=AIGERIM, origin="ABC-2345", people=["V. Lasko"]
    )


def test_an_officer_who_bears_a_prisoners_family_name_can_still_be_the_author() -> None:
    rules.require_sanitised("V. Lasko took the bread.", author=["Marina Lasko"], origin="", people=["V. Lasko"])
    with pytest.raises(Unsanitised):
        rules.require_sanitised("Marina Lasko saw it.", author=["Marina Lasko"], origin="", people=["V. Lasko"])


def test_an_author_known_by_a_seat_alone_does_not_forbid_the_word_officer() -> None:
    rules.require_sanitised("He asked an officer for soap.", author=["Officer 3"], origin="", people=[])
    with pytest.raises(Unsanitised):
        rules.require_sanitised("He asked officer 3 for soap.", author=["Officer 3"], origin="", people=[])


@pytest.mark.parametrize("seat", ["New officer", "Новый сотрудник", "The desk"])
def test_somebody_who_plays_under_no_name_can_write_of_officers(seat: str) -> None:
    text = "He waits until the new officer turns. Новый сотрудник отвернулся. Tea at the desk."
    rules.require_sanitised(text, author=[seat], origin="", people=[])


@pytest.mark.parametrize("text", ["Told by ABC-2345.", "told by abc 2345", "abc2345 says so"])
def test_a_wording_may_not_quote_the_reference_of_its_origin(text: str) -> None:
    with pytest.raises(Unsanitised) as refused:
        rules.require_sanitised(text, author=[], origin="ABC-2345", people=[])
    assert refused.value.code == "names_origin"


def test_what_may_have_come_by_force_is_not_graded() -> None:
    with pytest.raises(Ungradable):
        rules.require_rightly_obtained("pressed")


@pytest.mark.parametrize("obtained", ["", "somehow", "PRESSED"])
def test_nothing_is_graded_before_it_is_said_how_it_was_obtained(obtained: str) -> None:
    with pytest.raises(Incomplete):
        rules.require_rightly_obtained(obtained)


@pytest.mark.parametrize(
    ("axis", "code"),
    [("source", ""), ("source", "1"), ("source", "b"), ("source", "E"), ("information", "A"), ("handling", "")],
)
def test_each_axis_takes_only_its_own_codes(axis: str, code: str) -> None:
    given = {"source": "B", "information": "1", "handling": "H0", axis: code}
    with pytest.raises(Incomplete) as refused:
        rules.require_graded(scheme_in_use(), **given, conditions="")
    assert refused.value.field == axis


def test_h3_needs_its_restrictions_stated() -> None:
    with pytest.raises(Incomplete) as refused:
        rules.require_graded(scheme_in_use(), source="B", information="1", handling="H3", conditions=" ")
    assert refused.value.field == "conditions"
    rules.require_graded(scheme_in_use(), source="B", information="1", handling="H3", conditions="Only here.")


def test_what_the_officer_thinks_never_becomes_an_item() -> None:
    with pytest.raises(Incomplete):
        rules.require_kind("view", seen="Seen.", told="Told.")


def test_an_item_is_made_only_of_a_text_that_the_report_has() -> None:
    rules.require_kind("told", seen="", told="That he owes.")
    with pytest.raises(Incomplete):
        rules.require_kind("seen", seen=" ", told="That he owes.")


def test_nobody_is_suspected_without_stated_grounds() -> None:
    with pytest.raises(Incomplete) as refused:
        rules.require_people([PersonInput("lasko", "suspected", " ")], reported={"lasko"})
    assert refused.value.code == "state_grounds"


def test_nobody_is_named_whom_the_report_does_not_name() -> None:
    with pytest.raises(Incomplete):
        rules.require_people([PersonInput("orlov", "other")], reported={"lasko"})


def test_a_judgement_says_how_likely_and_how_good_the_evidence_is() -> None:
    for likelihood, confidence in [("", "low"), ("likely", ""), ("quite", "low")]:
        statement = StatementInput("judgement", "He owes.", ["K7Q-4MX9"], likelihood, confidence)
        with pytest.raises(Incomplete):
            rules.require_statements([statement], yardstick())
    rules.require_statements([StatementInput("judgement", "He owes.", ["K7Q-4MX9"], "likely", "low")], yardstick())


def test_a_fact_has_no_likelihood_and_every_statement_cites() -> None:
    with pytest.raises(Incomplete):
        rules.require_statements([StatementInput("fact", "He owes.", ["K7Q-4MX9"], "likely", "low")], yardstick())
    with pytest.raises(Incomplete):
        rules.require_statements([StatementInput("fact", "He owes.", [])], yardstick())
    with pytest.raises(Incomplete):
        rules.require_statements([], yardstick())
