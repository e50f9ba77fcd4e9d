"""In a real browser: an officer looks in Kyrgyz with a Russian keyboard, and the inspector sees that he did, and
why.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import SCREENSHOTS, barriers, complaints_of, pictured, speak
from served import Peopled

pytestmark = pytest.mark.browser


class Northfield(Peopled):
    """The desk with a week of reports, served by a process of its own."""

    def enter(self, page: Page, role: str, *, language: str) -> None:
        page.goto(self.address + self.told["links"][role])
        speak(page, self.address, language)


@pytest.fixture(scope="module")
def northfield(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Northfield]:
    house = Northfield(tmp_path_factory.mktemp("northfield"), Path(__file__).with_name("served_desk.py"))
    house.open()
    yield house
    house.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    said = complaints_of(page, "422")
    yield page
    context.close()
    assert said == []


def looked_at(page: Page, name: str) -> None:
    """Pictures wide, narrow and dark; no barrier, nothing to scroll sideways."""
    assert pictured(page, name) == []
    assert barriers(page) == []
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=SCREENSHOTS / f"{name}-dark.png", full_page=True)
    assert barriers(page) == []
    page.emulate_media(color_scheme="light")


def test_an_officer_finds_in_kyrgyz_without_the_kyrgyz_letters(northfield: Northfield, page: Page) -> None:
    northfield.enter(page, "officer", language="ky")
    page.goto(f"{northfield.address}/search/")
    looked_at(page, "search-empty-ky")
    page.get_by_label("Сөздөр, ысым же шилтеме").fill("тошок котору")
    page.get_by_label("Сөздөр, ысым же шилтеме").press("Enter")
    expect(page.locator(".rap-search__hits > li")).to_have_count(1)
    expect(page.locator("mark").first).to_have_text("Төшөктүн")
    assert "тошок" not in page.url
    assert page.title() == "Издөө · Rapport"
    looked_at(page, "search-ky")
    page.locator(".rap-search__head a").click()
    page.go_back()
    expect(page.locator(".rap-search__hits > li")).to_have_count(1)


def test_the_desk_narrows_keeps_and_throws_away_a_search(northfield: Northfield, page: Page) -> None:
    northfield.enter(page, "intelligence", language="ru")
    page.goto(f"{northfield.address}/search/")
    page.get_by_label("Слова, имя или номер записи").fill("телефон")
    page.get_by_role("button", name="Поиск").click()
    expect(page.locator(".rap-search__hits > li")).to_have_count(2)
    page.get_by_label("Слова, имя или номер записи").fill("card")
    page.get_by_role("button", name="Поиск").click()
    expect(page.locator(".rap-search__hits > li")).to_have_count(3)
    page.get_by_text("Уточнить").click()
    looked_at(page, "search-desk-ru")
    page.locator(".rap-search__pick", has_text="Рапорты").click()
    expect(page.locator(".rap-search__hits > li")).to_have_count(2)
    expect(page.locator(".rap-search__chosen")).to_contain_text("Рапорты")
    page.get_by_label("Сохранить этот поиск на 90 дней под названием").fill("Карточки")
    page.get_by_role("button", name="Сохранить").click()
    page.goto(f"{northfield.address}/search/")
    looked_at(page, "search-saved-ru")
    page.get_by_role("button", name="Поиск Карточки").click()
    expect(page.locator(".rap-search__hits > li")).to_have_count(2)
    page.goto(f"{northfield.address}/search/")
    page.get_by_role("button", name="Выбросить").click()
    expect(page.locator(".rap-search__saved")).to_have_count(0)


def test_a_saved_search_watches_nobody(northfield: Northfield, page: Page) -> None:
    northfield.enter(page, "intelligence", language="en")
    page.goto(f"{northfield.address}/search/")
    page.get_by_label("Words, a name, or a reference").fill("Ласко")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".rap-search__people")).to_contain_text("V. Lasko")
    page.get_by_label("Keep this search for 90 days, as").fill("Him")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator(".govuk-error-message")).to_contain_text("Nobody is watched")
    looked_at(page, "search-people-en")


def test_a_protected_word_needs_a_case_and_the_inspector_sees_who_looked_and_why(
    northfield: Northfield, page: Page
) -> None:
    northfield.enter(page, "intelligence", language="ru")
    page.goto(f"{northfield.address}/search/")
    page.get_by_label("Слова, имя или номер записи").fill("мечеть хлеб")
    page.get_by_role("button", name="Поиск").click()
    looked_at(page, "search-reason-ru")
    page.get_by_role("button", name="Указать причину и искать").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.get_by_label("Дело").fill("14/2030")
    page.get_by_label("Почему это слово совершенно необходимо").fill("Так названо место встречи в приговоре.")
    page.get_by_role("button", name="Указать причину и искать").click()
    expect(page.get_by_text("Нет доступной вам записи")).to_be_visible()
    expect(page.locator(".rap-search__save")).to_have_count(0)
    northfield.enter(page, "inspector", language="en")
    page.goto(f"{northfield.address}/oversight/")
    page.get_by_label("What was done").select_option("protected")
    page.get_by_role("button", name="Look").click()
    rows = page.locator(".rap-looks tbody tr")
    expect(rows.first).to_contain_text("Daria Weber")
    expect(rows.first).to_contain_text("Intelligence officer")
    assert "мечеть" not in page.content()
    looked_at(page, "oversight-en")
    page.get_by_role("link", name="Read the case and the words").first.click()
    page.get_by_label("Why do you read it?").fill("Whether the search was lawful.")
    page.get_by_role("button", name="Read").click()
    expect(page.get_by_text("мечеть хлеб")).to_be_visible()
    looked_at(page, "oversight-searched-en")
    page.goto(f"{northfield.address}/oversight/")
    expect(page.locator(".rap-looks tbody tr").first).to_contain_text("Jamila Sadykova")
    expect(page.locator(".rap-looks tbody")).to_contain_text("Whether the search was lawful.")
