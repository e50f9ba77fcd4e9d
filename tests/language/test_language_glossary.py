"""One word for one thing: the glossary, its page, and the pages and the simulated prison that are held to it."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from rapport.instance.texts_catalogue import catalogue_file, forms_of, messages
from rapport.instance.texts_collecting import SOURCE, TRANSLATED
from rapport.instance.texts_glossary import GLOSSARY_PAGE, glossary, glossary_page

LANGUAGES = ("en", *TRANSLATED)
HOUSE = """observation, information report, evaluation, source, origin, handling code, collation, requirement, tasking,
briefing, note, product, dissemination, compartment, establishment, wing, landing, placement, association,
non-association, decision, measure, case conference, assessment, instrument, formulation, plan, session, exercise,
inject, debrief, signal"""


def test_the_glossarys_page_is_made_from_its_data():
    assert GLOSSARY_PAGE.read_text(encoding="utf-8") == glossary_page(), "type `rapport texts glossary`"


def test_every_term_of_the_house_is_agreed():
    agreed = {term["en"] for term in glossary()["terms"]}
    assert {term.strip() for term in HOUSE.replace("\n", " ").split(",")} <= agreed


def test_every_term_has_a_definition_and_a_word_in_every_language():
    parts = {part["id"] for part in glossary()["parts"]}
    for term in glossary()["terms"]:
        assert set(term) == {"id", "part", "definition", *LANGUAGES}, term["id"]
        assert all(term[key].strip() for key in ("definition", *LANGUAGES))
        assert term["part"] in parts


def test_no_word_stands_for_two_things():
    """In each language; the short form of a term may stand for it."""
    for language in LANGUAGES:
        words = Counter(term[language] for term in glossary()["terms"])
        assert [word for word, times in words.items() if times > 1] == []


def strays(language: str, path: Path) -> list[str]:
    """Texts that are exactly a term and are not said with the glossary's word."""
    agreed = {term["en"]: term[language] for term in glossary()["terms"]}
    others = {one["msgid"] for one in glossary()["homographs"]}
    return [
        f"{message.id}: {text}"
        for message in messages(path)
        if isinstance(message.id, str) and message.id not in others
        if (wanted := agreed.get(message.id.lower()))
        for text in forms_of(message)
        if text.lower() != wanted.lower()
    ]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_page_that_says_a_term_says_the_glossarys_word(language):
    assert strays(language, catalogue_file(language)) == []


def test_a_page_that_says_another_word_is_found(tmp_path):
    path = tmp_path / "django.po"
    text = catalogue_file("ru").read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "Landing"\nmsgstr "Этаж"', 'msgid "Landing"\nmsgstr "Ярус"'), encoding="utf-8")
    assert strays("ru", path) == ["Landing: Ярус"]


def test_the_homographs_are_still_on_a_page():
    said = {m.id for m in messages(catalogue_file("ru"))}
    assert {one["msgid"] for one in glossary()["homographs"]} <= said


def titles(file: Path) -> dict[str, dict[str, str]]:
    """The names that the simulated prison gives its places and the parts of its day, by their English."""
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    named = [*data.get("kinds", []), *data.get("slots", [])]
    return {one["title"]["en"].lower(): one["title"] for one in named}


def test_the_simulated_prison_says_the_glossarys_words():
    said = titles(SOURCE / "simulation" / "words" / "places.yaml")
    agreed = {term["en"]: term for term in glossary()["terms"]}
    shared = said.keys() & agreed.keys() - {"yard"}  # the part of the day is another word than the place
    assert {"wing", "landing", "cell", "workshop", "canteen", "unlock", "lock-up"} <= shared
    for term in shared:
        for language in TRANSLATED:
            assert said[term][language].lower() == agreed[term][language], (term, language)
