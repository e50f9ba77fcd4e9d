"""In a real browser: what is typed survives a pause, leaving, a power cut, the end of a session, a second window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browsing import SCREENSHOTS, complaints_of
from served import Peopled

pytestmark = pytest.mark.browser


class Prison(Peopled):
    """The small prison, served by a process of its own."""

    def enter(self, page: Page, role: str) -> None:
        """Sign in."""
        page.goto(f"{self.address}{self.told['links'][role]}?next=/reports/")


@pytest.fixture(scope="module")
def prison(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prison]:
    prison = Prison(tmp_path_factory.mktemp("prison"), Path(__file__).with_name("served_prison.py"))
    prison.open()
    yield prison
    prison.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def page(prison: Prison, context: BrowserContext) -> Page:
    """An officer's page with a new report on it."""
    page = context.new_page()
    prison.enter(page, "officer")
    page.goto(prison.address + "/reports/")
    page.get_by_role("button", name="Write a report").click()
    return page


def saw(page: Page) -> str:
    return page.get_by_label("What I saw or heard myself").input_value()


def type_what_i_saw(page: Page, text: str) -> None:
    page.get_by_label("What I saw or heard myself").press_sequentially(text)


def wait_until_saved(page: Page, version: str) -> None:
    expect(page.locator("#version")).to_have_value(version, timeout=10_000)


def test_a_report_is_written_filed_and_answered_without_a_complaint_from_the_browser(prison, page, context):
    complaints = complaints_of(page)
    page.get_by_text("Good news", exact=True).click()
    type_what_i_saw(page, "He taught a new man to set the lathe.")
    page.get_by_label("Who is it about?").press_sequentially("orl")
    page.get_by_role("button", name="Add T. Orlov").click()
    expect(page.get_by_role("button", name="Remove T. Orlov")).to_be_visible()
    page.get_by_label("Place").select_option(label="Workshop 2")
    page.get_by_role("button", name="File the report").click()
    expect(page.get_by_text("Filed. Thank you.")).to_be_visible()
    for said in ("He taught a new man to set the lathe.", "T. Orlov", "Workshop 2", "Good news"):
        expect(page.locator("main").get_by_text(said).first).to_be_visible()
    assert complaints == []


def test_a_power_cut_loses_nothing_after_a_pause(prison, page):
    type_what_i_saw(page, "Before the lights went out.")
    wait_until_saved(page, "2")
    prison.kill()
    prison.open()
    page.reload()
    assert saw(page) == "Before the lights went out."


def test_leaving_the_page_at_once_loses_nothing(page, prison):
    address = page.url
    type_what_i_saw(page, "In a hurry")
    page.goto(prison.address + "/reports/")
    page.goto(address)
    page.wait_for_function("document.querySelector('#id_seen').value || location.reload()")
    assert saw(page) == "In a hurry"


def test_two_windows_keep_both_texts(page, context):
    other = context.new_page()
    other.goto(page.url)
    type_what_i_saw(page, "Left.")
    wait_until_saved(page, "2")
    type_what_i_saw(other, "Right.")
    other.get_by_role("link", name="Choose which to keep").click()
    expect(other.get_by_text("Left.", exact=True)).to_be_visible()
    expect(other.get_by_text("Right.", exact=True)).to_be_visible()
    other.get_by_role("button", name="Keep both, one after the other").click()
    assert saw(other) == "Left.\nRight."


def test_the_end_of_a_session_leaves_what_was_typed_and_it_is_saved_after_signing_in_again(prison, page, context):
    other = context.new_page()
    other.goto(prison.address + "/reports/")
    other.locator(".rap-seat__label").click()
    other.get_by_role("button", name="Sign out").click()
    type_what_i_saw(page, "Still here.")
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert saw(page) == "Still here."
    prison.enter(other, "officer")
    type_what_i_saw(page, " And saved.")
    wait_until_saved(page, "2")
    page.reload()
    assert saw(page) == "Still here. And saved."


def test_who_takes_the_desk_over_never_sees_the_page_and_its_author_finds_it_again(prison, page, context):
    type_what_i_saw(page, "Between us.")
    wait_until_saved(page, "2")
    other = context.new_page()
    prison.enter(other, "intelligence")
    expect(page.get_by_text("Somebody else sits at this desk now")).to_be_visible()
    page.keyboard.press("Enter")
    assert "Between us." not in page.content()
    assert page.locator("form[data-draft]").count() == 0
    page.screenshot(path=SCREENSHOTS / "handed-over.png")
    prison.enter(other, "officer")
    expect(page.get_by_label("What I saw or heard myself")).to_be_visible()
    assert saw(page) == "Between us."
    type_what_i_saw(page, " And on.")
    wait_until_saved(page, "3")
    page.reload()
    assert saw(page) == "Between us. And on."


def test_without_scripts_the_same_form_does_all_of_it(prison, chromium):
    context = chromium.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    prison.enter(page, "officer")
    page.goto(prison.address + "/reports/")
    page.get_by_role("button", name="Write a report").click()
    page.get_by_label("What I saw or heard myself").fill("He asked for work.")
    page.get_by_label("Who is it about?").fill("cell 1")
    page.get_by_label("Who is it about?").press("Enter")
    assert saw(page) == "He asked for work."
    page.get_by_role("button", name="Add V. Lasko").click()
    page.get_by_text("Good news", exact=True).click()
    page.get_by_role("button", name="File the report").click()
    expect(page.get_by_text("Filed. Thank you.")).to_be_visible()
    expect(page.get_by_text("V. Lasko")).to_be_visible()
    context.close()
