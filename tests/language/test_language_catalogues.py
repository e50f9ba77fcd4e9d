"""The words of the pages: every text is there in every language, says the same, and fills in the same."""

import re
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.dateformat import format as date_format

from rapport.instance.texts_catalogue import catalogue_file, forms_of, key_of, messages, read_catalogue
from rapport.instance.texts_collecting import TRANSLATED, collect
from rapport.instance.words import LOCALE, compile_catalogues
from rapport.interface.languages import needs_review

FORMS = {"ru": 3, "ky": 1, "fr": 2}
SAME_AS_ENGLISH = {
    "ru": set[str](),
    "ky": set[str](),
    "fr": {
        "note %(ref)s",
        "Note %(ref)s",
        "Note %(ref)s, version %(number)s",
        "Note <b>%(ref)s</b>, version %(number)s",
        'Note <span class="rap-reference">%(ref)s</span>',
        "Note",
        "Notes",
        "Menu",
        "Signature",
        "Version %(number)s",
        "Version %(number)s, %(name)s, %(at)s",
        "Versions",
        "Plan",
        "Placement",
        "Placements",
        "Sources",
        "Source %(name)s",
        "Source",
        "Information",
        "Signal",
        "Signatures",
        "Code",
        "Inspection",
        "Administration",
        "%(count)d min",
        "%(count)d h",
    },
}
LATIN_IN_ANY_LANGUAGE = (
    r"nonce|seed|SHA-256|rapport replay|rapport check|witness\.vkey|\bS\b|CSV|XLSX|\.xlsx|UTF-8|Excel|Windows|DOS|"
    r"\{\w*\}"
)
HOLES = re.compile(r"%\(\w+\)[a-z]|%%s|%[sd]|\{\w*\}|</?\w+[^>]*>")


def untranslated(path: Path) -> list[str]:
    """What a page would show in English although it speaks another language."""
    return [str(m.id) for m in messages(path) if m.fuzzy or not all(forms_of(m))]


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_missing_or_guessed(language):
    assert untranslated(catalogue_file(language)) == []


def test_a_missing_and_a_guessed_text_are_both_found(tmp_path):
    path = tmp_path / "django.po"
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Yard"\nmsgstr ""\n\n'
        '#, fuzzy\nmsgid "Wing"\nmsgstr "Корпус"\n\nmsgid "Cell"\nmsgstr "Камера"\n',
        encoding="utf-8",
    )
    assert untranslated(path) == ["Yard", "Wing"]


def test_the_catalogues_hold_exactly_the_texts_of_the_pages(tmp_path):
    """Collects from all rooms into a copy: `make texts` would change nothing."""
    shutil.copytree(LOCALE, tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    collect(folder=tmp_path / "locale")
    for language in TRANSLATED:
        kept = {key_of(m) for m in messages(catalogue_file(language))}
        found = {key_of(m) for m in messages(catalogue_file(language, folder=tmp_path / "locale"))}
        assert found - kept == set(), "type `make texts`, then translate what is new"
        assert kept - found == set(), "type `make texts`: no page says this any more"
        assert len(found) > 500


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_in_what_the_english_does(language):
    for message in messages(catalogue_file(language)):
        english = message.id[-1] if isinstance(message.id, (tuple, list)) else message.id
        wanted = Counter(HOLES.findall(str(english)))
        for text in forms_of(message):
            assert Counter(HOLES.findall(text)) == wanted, f"{language}: {english!r} → {text!r}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_language_has_its_own_plural_forms(language):
    catalogue = read_catalogue(catalogue_file(language))
    assert catalogue.num_plurals == FORMS[language]
    counted = [m for m in messages(catalogue_file(language)) if isinstance(m.id, (tuple, list))]
    assert counted
    assert all(len(forms_of(m)) == FORMS[language] for m in counted)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_left_in_english_unless_it_is_the_same_word(language):
    same = {
        str(m.id)
        for m in messages(catalogue_file(language))
        if not isinstance(m.id, (tuple, list)) and m.id == m.string
    }
    assert same - SAME_AS_ENGLISH[language] == set()


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_russian_and_kyrgyz_are_written_in_cyrillic(language):
    for message in messages(catalogue_file(language)):
        for text in forms_of(message):
            bare = re.sub(LATIN_IN_ANY_LANGUAGE, "", HOLES.sub("", text))
            bare = re.sub(r"%\(\w+\)[a-z]", "", bare)
            assert not re.search(r"[A-Za-z]", bare), f"{language}: {text!r}"


def test_one_two_and_five_are_counted_as_russians_count():
    compile_catalogues()
    with translation.override("ru"):
        said = [
            translation.ngettext("%(origins)s independent origin", "%(origins)s independent origins", number)
            % {"origins": number}
            for number in (1, 2, 5, 11, 21)
        ]
    assert said == [
        "1 независимый первоисточник",
        "2 независимых первоисточника",
        "5 независимых первоисточников",
        "11 независимых первоисточников",
        "21 независимый первоисточник",
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Tuesday 3 November, 07:05"),
        ("ru", "вторник 3 ноября, 07:05"),
        ("ky", "шейшемби 3 ноябрь, 07:05"),
        ("fr", "mardi 3 novembre, 07:05"),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(language, said):
    with translation.override(language):
        assert date_format(datetime(2026, 11, 3, 7, 5), "l j E, H:i") == said  # noqa: DTZ001


@pytest.mark.django_db
@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_a_page_says_so_when_no_speaker_has_reviewed_its_language(client: Client, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/sign-in/").content.decode()
    assert f'<html lang="{language}"' in page
    with translation.override(language):
        remark = translation.gettext("This translation has not yet been reviewed by a speaker.")
    assert (remark in page) == needs_review(language)
    assert ('class="rap-unreviewed"' in page) == needs_review(language)


def test_the_pages_speak_four_languages():
    assert [code for code, _ in settings.LANGUAGES] == ["en", *TRANSLATED]
