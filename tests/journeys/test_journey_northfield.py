"""From the end of a night shift to whoever asks who looked, in a real browser, in each of four languages.

An officer files what a prisoner told her, and who told it stays sealed. The intelligence officer takes a report, asks
for more, grades, and finds the one origin behind five; a question of the shift is answered, the head signs the day's
page; every author hears back; the colleague whom a report is about cannot find it; the inspector sees who read what and
why. One story, whose buttons are found by the words of the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from northfield import OFFICERS
from playwright.sync_api import Browser, Page, expect

from browsing import barriers, complaints_of, pictured, speak
from custody import SIGNS
from served import Peopled
from words_of_pages import Words

pytestmark = pytest.mark.browser

TELLER = "Zhyldyzbek Zhyldyz"
SAID = {
    "en": {
        "told": "{}He helped the old man all night.",
        "wording": "A man owes for phone cards and stays away from the yard.",
        "why": "The same cards, the same words.",
        "parcel": "parcel",
    },
    "ru": {
        "told": "{}Он всю ночь помогал старику.",
        "wording": "Человек должен за телефонные карты и не ходит на прогулку.",
        "why": "Те же карты, те же слова.",
        "parcel": "свёрток",
    },
    "ky": {
        "told": "{}Ал түнү бою карыяга жардам берди.",
        "wording": "Бир киши телефон карталары үчүн карыз жана сейилге чыкпайт.",
        "why": "Ошол эле карталар, ошол эле сөздөр.",
        "parcel": "түйүнчөк",
    },
    "fr": {
        "told": "{}Il a aidé le vieil homme toute la nuit.",
        "wording": "Un homme doit des cartes de téléphone et ne sort plus dans la cour.",
        "why": "Les mêmes cartes, les mêmes mots.",
        "parcel": "colis",
    },
}
"""What people type, in their own words."""


@dataclass
class Northfield:
    """The prison in one language, and what was seen to be wrong with its pages."""

    house: Peopled
    chromium: Browser
    language: str
    troubles: list[str] = field(default_factory=list)

    @property
    def words(self) -> Words:
        """The words of its pages."""
        return Words(self.language)

    def says(self, what: str) -> str:
        """What its people type."""
        return SAID[self.language][what]

    @contextmanager
    def at_the_desk_of(self, name: str) -> Iterator[Page]:
        """A browser in which this person is signed in; any complaint of the browser is a trouble, but for what is not
        there.
        """
        context = self.chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
        page = context.new_page()
        said = complaints_of(page, "404", "422", "htmx:sendAbort", "htmx:afterRequest")
        speak(page, self.house.address, self.language)
        page.goto(self.house.address + self.house.told["links"][name])
        yield page
        self.troubles += [f"{name}: {one}" for one in said]
        context.close()

    def go(self, page: Page, address: str) -> None:
        """Open a page of the house."""
        page.goto(self.house.address + address)
        expect(page.locator("html")).to_have_attribute("lang", self.language)

    def look(self, page: Page, name: str) -> None:
        """Keep its picture, wide and narrow; nothing stands in anybody's way."""
        self.troubles += [f"{name}: {one}" for one in pictured(page, f"northfield-{name}-{self.language}")]
        self.troubles += [f"{name}: {one}" for one in barriers(page)]


@pytest.fixture
def northfield(chromium: Browser, language: str, tmp_path: Path) -> Iterator[Northfield]:
    """The prison, served by a process of its own in one language."""
    house = Peopled(tmp_path, Path(__file__).with_name("northfield.py"), SPEAKS=language)
    house.open()
    yield Northfield(house, chromium, language)
    house.close()


def aigerim_files_what_a_prisoner_told_her_at_the_end_of_a_night_shift(northfield: Northfield) -> None:
    """Whoever told it is typed once, sealed, and seen no more."""
    words, told = northfield.words, northfield.says("told")
    with northfield.at_the_desk_of("Aigerim") as page:
        northfield.go(page, "/reports/")
        page.get_by_role("button", name=words("Write a report")).click()
        page.get_by_text(words("Good news"), exact=True).click()
        page.get_by_label(words("What somebody told me")).fill(told.format("Zhyldyz: "))
        page.get_by_text(words("Say who told you, sealed")).click()
        page.get_by_label(words("Who told you?")).press_sequentially(TELLER)
        repeats = page.get_by_text(
            words("The name of whoever told you stands in one of the texts. Take it out there: the desk reads those.")
        )
        expect(repeats).to_be_visible()
        page.get_by_label(words("What somebody told me")).fill(told.format(""))
        expect(repeats).to_be_hidden()
        expect(page.get_by_text(words("Somebody is named, sealed."))).to_be_visible(timeout=15_000)
        expect(page.get_by_label(words("Who told you?"))).to_have_value("")
        page.get_by_text(words("Show him on the plan")).click()
        page.get_by_role("link", name=f"{words('Cell')} 2", exact=True).click()
        page.locator("#matches").get_by_role("button", name=words("Add")).first.click()
        expect(page.locator("#people .rap-rows li")).to_have_count(1)
        page.reload()
        assert "Zhyldyz" not in page.content()
        northfield.look(page, "report")
        page.get_by_role("button", name=words("File the report")).click()
        filed = words("Filed. Thank you. Reference %(ref)s.").partition("%(ref)s")[0]
        expect(page.get_by_text(filed)).to_be_visible(timeout=15_000)
        assert "Zhyldyz" not in page.content()
        northfield.look(page, "filed")
    left = b"".join(path.read_bytes() for path in northfield.house.home.rglob("*") if path.is_file())
    assert b"Zhyldyzbek" not in left


def grade(page: Page, *, source: str, information: str, wording: str) -> None:
    """Fill in an item as somebody at the desk does, by keyboard where that is how it is done."""
    page.locator('input[name="kind"][value="told"]').check(force=True)
    page.locator("#id_text").fill(wording)
    for name, code in (("source", source), ("information", information), ("handling", "H0")):
        card = page.locator(f'input[name="{name}"][value="{code}"]')
        card.focus()
        page.keyboard.press("Space")
        expect(card).to_be_checked()
    page.locator("#id_source_reason").fill("?" * 3)
    page.locator("#id_information_reason").fill("?" * 3)
    page.locator('input[name="obtained"][value="freely"]').check()
    page.locator('input[name="themes"][value="extortion"]').check()
    for choice in page.locator('select[name^="who_"]').all():
        choice.select_option("other")


def keep(page: Page) -> None:
    """Keep the item; where the wording is asked about, it is meant."""
    page.locator('button[name="keep"]').click()
    page.wait_for_load_state()
    if page.locator('input[name="sure"]:not(:checked)').count():
        page.locator('input[name="sure"]').check()
        page.locator('button[name="keep"]').click()


def daria_takes_the_first_and_asks_its_author_for_more(northfield: Northfield, page: Page) -> list[str]:
    """Returns where each report is opened, in the order in which they wait."""
    northfield.go(page, "/desk/")
    northfield.look(page, "queue")
    opened = page.locator(".rap-queue__open")
    expect(opened).to_have_count(8)
    addresses = [str(one.get_attribute("href")) for one in opened.all()]
    northfield.go(page, addresses[0])
    page.locator('form[action$="/take/"] button').click()
    expect(page.locator('form[action$="/take/"]')).to_have_count(0)
    northfield.go(page, f"{addresses[0]}return/")
    page.locator("#id_question").fill(northfield.says("why") + "?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{northfield.house.address}/desk/")
    return addresses


def she_finds_the_one_origin_behind_five(northfield: Northfield, page: Page, five: list[str]) -> None:
    """Before she knows better, the same thing heard five times would be five origins."""
    for address in five:
        northfield.go(page, address)
        grade(page, source="X", information="4", wording=northfield.says("wording"))
        keep(page)
        expect(page.locator("#kept")).to_be_visible()
    northfield.go(page, five[4])
    ticks = page.locator('#echoes input[name="with"]')
    expect(ticks).to_have_count(4)
    page.locator("#echoes summary").first.click()
    expect(page.locator("#echoes mark").first).to_be_visible()
    northfield.look(page, "echoes")
    for tick in ticks.all():
        tick.check()
    page.locator("#telling_reason").fill(northfield.says("why"))
    page.locator("#echoes button").click()
    expect(page.locator("#judged")).to_contain_text(northfield.says("why"))
    expect(page.locator("#echoes")).to_have_count(0)


def a_note_and_a_grade_say_so_too(northfield: Northfield, page: Page, second: str) -> None:
    """The same telling does not corroborate itself."""
    northfield.go(page, "/desk/items/")
    chosen = [str(one.get_attribute("value")) for one in page.locator('input[name="items"]').all()]
    assert len(chosen) == 5
    northfield.go(page, f"/desk/notes/new/?items={','.join(chosen)}")
    expect(page.locator(".rap-notice--warn").first).to_be_visible()
    northfield.look(page, "note")
    northfield.go(page, f"{second}?add=1")
    grade(page, source="B", information="3", wording=northfield.says("wording"))
    keep(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    northfield.look(page, "refused-grade")


def she_finishes_all_five(northfield: Northfield, page: Page, five: list[str]) -> None:
    """What was seen, the good news and the report about a colleague still wait."""
    for address in five:
        northfield.go(page, address)
        page.locator('#finish input[name="phrase"]').first.check()
        page.locator("#finish button").click()
        expect(page).to_have_url(f"{northfield.house.address}/desk/")
    expect(page.locator(".rap-queue__open")).to_have_count(3)


def the_shift_answers_a_question_and_the_head_signs_the_days_page(northfield: Northfield, page: Page) -> None:
    """The desk asks and drafts, an officer looks, the governor signs what the wings then read."""
    words, question = northfield.words, northfield.says("why")
    northfield.go(page, "/desk/requirements/")
    page.locator("#id_question").fill(question)
    page.locator("#id_why").fill("?" * 3)
    page.locator("#id_due_on").fill("2030-03-08")
    page.locator("#id_ends_on").fill("2030-03-12")
    page.get_by_role("button", name=words("Ask it")).click()
    expect(page.get_by_text(question).first).to_be_visible()
    with northfield.at_the_desk_of("Cholpon") as shift:
        northfield.go(shift, "/desk/questions/")
        asked = shift.get_by_text(question).first
        expect(asked).to_be_visible()
        shift.locator('button[name="reply"][value="looked"]').click()
        expect(shift.locator(".rap-tag--good")).to_contain_text(words("Looked, nothing"))
        northfield.look(shift, "shift")
    northfield.go(page, "/desk/briefing/")
    page.get_by_role("button", name=words("Draft today's")).click()
    expect(page.get_by_text(question).first).to_be_visible()
    address = page.url.removeprefix(northfield.house.address).removesuffix("edit/")
    with northfield.at_the_desk_of("Asel") as head:
        northfield.go(head, address)
        expect(head.get_by_text(northfield.says("wording")).first).to_be_visible()
        head.get_by_label(words("The passphrase of your signature")).fill(SIGNS.format("Asel Osmonova"))
        head.get_by_role("button", name=words("Sign"), exact=True).click()
        signed = words("Signed. What is for the wings is shown from now on.")
        expect(head.get_by_text(signed)).to_be_visible(timeout=15_000)
        northfield.look(head, "signed-briefing")


def every_author_hears_back_and_learns_nothing_of_the_others(northfield: Northfield) -> None:
    for name in OFFICERS:
        with northfield.at_the_desk_of(name) as page:
            northfield.go(page, "/reports/")
            expect(page.locator(".rap-said").first).to_be_visible()
            for other in {*OFFICERS} - {name}:
                assert other not in page.content()
            if name == OFFICERS[0]:
                northfield.look(page, "answered")
                fresh = page.get_by_text(northfield.words("New answer"), exact=True)
                marked = fresh.count()
                assert marked
                fresh.first.locator("xpath=preceding-sibling::a").click()
                expect(page.locator(".rap-story")).to_be_visible()
                northfield.go(page, "/reports/")
                expect(fresh).to_have_count(marked - 1)


def nadia_finds_nothing_of_the_report_about_her(northfield: Northfield) -> None:
    """By no list, no search and no address."""
    about_her = northfield.house.told["refs"]["colleague"]
    with northfield.at_the_desk_of("Nadia") as page:
        for address in ("/desk/", "/desk/items/", "/desk/notes/", "/reports/"):
            northfield.go(page, address)
            assert about_her not in page.content()
        for typed in (northfield.says("parcel"), about_her):
            northfield.go(page, "/search/")
            page.get_by_label(northfield.words("Words, a name, or a reference")).fill(typed)
            page.keyboard.press("Enter")
            expect(page.get_by_text(northfield.words("Nothing that you may read has all of this."))).to_be_visible()
            expect(page.locator(".rap-search__hits > li")).to_have_count(0)
        for door in ("/desk/{}/", "/desk/{}/return/", "/reports/{}/"):
            answer = page.goto(northfield.house.address + door.format(about_her))
            missing = page.goto(northfield.house.address + door.format("K7Q-4MX9F"))
            assert answer is not None
            assert missing is not None
            assert (answer.status, missing.status) == (404, 404)


def jamila_sees_who_read_what_and_why(northfield: Northfield, report: str) -> None:
    """And is seen herself."""
    words, reference = northfield.words, report.strip("/").split("/")[-1]
    with northfield.at_the_desk_of("Jamila") as page:
        northfield.go(page, "/oversight/")
        page.get_by_label(words("Reference of a record")).fill(reference)
        page.get_by_label(words("What was done")).select_option("consultation")
        page.get_by_role("button", name=words("Look"), exact=True).click()
        row = page.locator(".rap-looks tbody tr", has_text="Daria Weber").first
        for said in (
            words("Intelligence officer"),
            words("Read", "operation"),
            reference,
            words("Prison intelligence"),
        ):
            expect(row).to_contain_text(said)
        for name in ("Nadia", *OFFICERS[1:]):
            expect(page.locator(".rap-looks tbody")).not_to_contain_text(name)
        northfield.look(page, "who-looked")
        northfield.go(page, "/oversight/")
        expect(page.locator(".rap-looks tbody tr").first).to_contain_text("Jamila Sadykova")


@pytest.mark.in_each_language
def test_what_an_officer_files_becomes_one_origin_everybody_hears_back_and_who_looked_is_seen(
    northfield: Northfield,
) -> None:
    aigerim_files_what_a_prisoner_told_her_at_the_end_of_a_night_shift(northfield)
    with northfield.at_the_desk_of("Daria") as page:
        five = daria_takes_the_first_and_asks_its_author_for_more(northfield, page)[:5]
        she_finds_the_one_origin_behind_five(northfield, page, five)
        a_note_and_a_grade_say_so_too(northfield, page, five[1])
        she_finishes_all_five(northfield, page, five)
        the_shift_answers_a_question_and_the_head_signs_the_days_page(northfield, page)
    every_author_hears_back_and_learns_nothing_of_the_others(northfield)
    nadia_finds_nothing_of_the_report_about_her(northfield)
    jamila_sees_who_read_what_and_why(northfield, five[0])
    assert northfield.troubles == []
