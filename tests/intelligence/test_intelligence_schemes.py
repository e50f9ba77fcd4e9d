"""Grading schemes as data, and the traps between them."""

import itertools
from pathlib import Path

import pytest

from rapport.intelligence.grading import FOLDER, NoSuchScheme, UnsoundScheme, read_scheme, said_in, scheme, schemes
from rapport.intelligence.yardstick import yardstick

LANGUAGES = ("en", "ru", "ky", "fr")


def test_there_are_four_schemes_and_a_name_without_a_version_is_none() -> None:
    assert set(schemes()) == {"4x4@2017", "3x5x2@2016", "5x5x5@1", "6x6@1"}
    with pytest.raises(NoSuchScheme):
        scheme("4x4")


def test_e_is_untested_on_one_scheme_and_unreliable_on_another() -> None:
    untested, unreliable = scheme("5x5x5@1").source, scheme("6x6@1").source
    assert untested.code("E").short["en"] == "untested"
    assert unreliable.code("E").short["en"] == "unreliable"
    assert "E" in untested.unassessable
    assert "E" not in unreliable.unassessable


def test_what_cannot_be_assessed_is_marked_on_each_axis() -> None:
    unassessable = {
        (one.id, axis.name): axis.unassessable for one in schemes().values() for axis in one.axes if axis.unassessable
    }
    assert unassessable == {
        ("4x4@2017", "source"): {"X"},
        ("6x6@1", "source"): {"F"},
        ("6x6@1", "information"): {"6"},
        ("5x5x5@1", "source"): {"E"},
        ("5x5x5@1", "information"): {"4"},
        ("3x5x2@2016", "source"): {"2"},
        ("3x5x2@2016", "information"): {"D"},
    }


def test_on_4x4_c_and_4_are_grades_and_x_is_not_low() -> None:
    in_use = scheme("4x4@2017")
    assert "C" not in in_use.source.unassessable
    assert "4" not in in_use.information.unassessable
    assert "Unknown is not low" in in_use.source.code("X").long["en"]


def test_4x4_information_says_how_it_is_known_and_is_no_scale() -> None:
    assert not scheme("4x4@2017").information.ordered
    assert scheme("4x4@2017").source.ordered


def test_corroborated_needs_an_independent_origin_on_every_scheme() -> None:
    needs = {one.id: one.information.needs_independent_origin for one in schemes().values()}
    assert needs == {"4x4@2017": {"3"}, "3x5x2@2016": {"B"}, "5x5x5@1": {"3"}, "6x6@1": {"1"}}


def test_admiralty_has_no_handling_of_its_own() -> None:
    assert scheme("6x6@1").handling is None


def test_every_code_is_said_in_four_languages() -> None:
    for one in schemes().values():
        for axis in one.axes:
            for code in axis.codes:
                assert all(code.short[language] and code.long[language] for language in LANGUAGES)
                assert said_in(code.short, "ru") != said_in(code.short, "en")


def test_a_scheme_file_that_contradicts_itself_is_not_read(tmp_path: Path) -> None:
    text = (FOLDER / "4x4.yaml").read_text(encoding="utf-8")
    for wrong in (
        text.replace("unassessable: [X]", "unassessable: [Z]"),
        text.replace("- code: B\n", "- code: A\n"),
        text.replace('version: "2017"', ""),
        text.replace("scale: nominal", "scale: roughly", 1),
    ):
        assert wrong != text
        path = tmp_path / "4x4.yaml"
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(UnsoundScheme):
            read_scheme(path)


def test_words_for_likelihood_go_up_and_never_overlap() -> None:
    ranges = [(one.lowest, one.highest) for one in yardstick().likelihood]
    assert ranges == sorted(ranges)
    assert all(low < high for low, high in ranges)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(ranges))
