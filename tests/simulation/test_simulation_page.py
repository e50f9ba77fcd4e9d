"""The page about the model runs as it is written, and begins with what the model cannot do."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "simulation.md"


def test_the_page_says_first_that_the_model_predicts_nothing_about_anyone():
    first = PAGE.read_text(encoding="utf-8").split("\n\n")[1]
    assert first.startswith("This model predicts nothing about anyone")


def test_what_the_page_shows_is_what_the_program_does():
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert (failed, tried > 4) == (0, True)
