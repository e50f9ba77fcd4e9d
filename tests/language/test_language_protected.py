"""Protected words are met in all their forms, in four languages, and nothing innocent is taken for one."""

from pathlib import Path

import pytest
import yaml

from rapport.language.protected import Mention, found
from rapport.language.stems import UnknownLanguage

WORDS = yaml.safe_load(Path(__file__).with_name("protected_words.yaml").read_text(encoding="utf-8"))
INNOCENT = WORDS.pop("innocent").split()


@pytest.mark.parametrize("language", WORDS)
def test_every_form_of_a_protected_word_is_met(language):
    forms = WORDS[language].split()
    assert len(set(forms)) >= 50
    assert [word for word in forms if not found(word, language)] == []
    assert [word for word in forms if not found(f"Group of {word.upper()} 2")] == []


def test_two_hundred_innocent_words_are_left_alone():
    assert len(set(INNOCENT)) >= 200
    assert found(" ".join(INNOCENT)) == []


def test_a_protected_word_is_named_as_it_was_written_with_what_it_is_about():
    assert found("Wing B: Салафиты и узбеки") == [Mention("Салафиты", "religion"), Mention("узбеки", "ethnicity")]
    assert found("Салафиты, Салафиты") == [Mention("Салафиты", "religion")]


@pytest.mark.parametrize(
    "typed", ["cалафиты", "САЛАФИТЫ", "озбектер", "chretiens", "ÉGLISE", "mosque-goers", "x_muslims_x"]
)
def test_it_is_met_as_people_type_it_and_hide_it(typed):
    assert found(typed)


def test_one_language_is_asked_for_by_its_code_and_no_other_is_known():
    assert found("église", "en") == []
    with pytest.raises(UnknownLanguage):
        found("church", "de")
