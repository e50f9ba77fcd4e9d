"""Languages: each under its own name, the switch keeps you where you are, unreviewed texts say so."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.utils import translation
from django.utils.dateformat import format as written
from frame import Someone, page_for

from rapport.interface import languages

pytestmark = pytest.mark.django_db
FOUR = [("en", "English"), ("ru", "Russian"), ("ky", "Kyrgyz"), ("fr", "French")]


@override_settings(LANGUAGES=FOUR)
def test_each_language_stands_under_its_own_name_and_says_which_it_is():
    buttons = page_for(None).all("button", name="language")
    assert [button.text for button in buttons] == ["English", "Русский", "Кыргызча", "Français"]
    assert [button.attributes["lang"] for button in buttons] == ["en", "ru", "ky", "fr"]


def test_the_language_switch_keeps_you_where_you_are(client: Client):
    address = "/look/?day=5&q=T.%20Orlov"
    (where,) = page_for(None, address).all("input", name="next")
    assert where.attributes["value"] == address
    answer = client.post("/language/setlang/", {"language": "ru", "next": address})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert client.get("/look/").headers["Content-Language"] == "ru"


def test_the_language_switch_leads_to_no_other_site(client: Client):
    answer = client.post("/language/setlang/", {"language": "ru", "next": "https://elsewhere.example/look/"})
    assert "elsewhere" not in answer["Location"]


def test_a_translation_that_no_speaker_has_reviewed_says_so_on_every_page():
    with translation.override("ru"):
        assert page_for(None).by_class("rap-unreviewed")
    with translation.override("en"):
        assert not page_for(None).by_class("rap-unreviewed")


def test_a_reviewed_translation_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    reviewed = tmp_path / "reviewed.yaml"
    reviewed.write_text("source: en\nreviewed: {ru: {by: a speaker, on: 2027-01-31}}\n", encoding="utf-8")
    monkeypatch.setattr(languages, "REVIEWED", reviewed)
    with translation.override("ru"):
        assert not page_for(Someone()).by_class("rap-unreviewed")


@pytest.mark.parametrize("language", ["ru", "ky", "fr"])
def test_days_and_months_have_no_capital_inside_a_sentence(language: str):
    year = [date(2030, 1, 1) + timedelta(days=n) for n in range(365)]
    with translation.override(language):
        words = {written(day, form) for day in year for form in "DlE"}
        assert written(year[0], "D") != "Tue"
    assert sorted(words) == sorted(word.lower() for word in words)
