"""In a real browser: five reports of one telling, told apart from what was seen, by an intelligence officer.

She takes one, asks for more, finds the one origin behind five, grades what was seen, and every author hears back; a
colleague who is the subject of a report cannot find it. In English and in Russian.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from served_desk import OFFICERS

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SAID = {
    "en": {
        "wording": "A man owes for phone cards and stays away from the yard.",
        "why": "The same cards, the same words.",
    },
    "ru": {"wording": "Человек должен за телефонные карты и не ходит на прогулку.", "why": "Те же карты, те же слова."},
}


class ServedDesk:
    """The desk, served by a process of its own in one language."""

    def __init__(self, home: Path, speaks: str) -> None:
        self.home, self.speaks = home, speaks
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"

    def open(self) -> None:
        """Start it and wait until it answers."""
        environment = os.environ | {"RAPPORT_HOME": str(self.home), "PORT": str(self.port), "SPEAKS": self.speaks}
        environment.pop("RAPPORT_DATABASE_URL", None)
        log = (self.home / "log").open("ab")
        program = Path(__file__).with_name("served_desk.py")
        self.process = subprocess.Popen([sys.executable, program], env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + 120
        while not self.answers():
            assert self.process.poll() is None, (self.home / "log").read_text()
            assert time.monotonic() < deadline, (self.home / "log").read_text()
            time.sleep(0.1)

    def answers(self) -> bool:
        """Whether it is healthy."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False

    def enter(self, page: Page, name: str) -> None:
        """Sign in as one of those who work there."""
        links = dict(line.split() for line in (self.home / "links").read_text().splitlines())
        page.goto(self.address + links[name])

    @property
    def about_a_colleague(self) -> str:
        """The reference of the report about Gulnara."""
        return dict(line.split() for line in (self.home / "links").read_text().splitlines())["colleague"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=["en", pytest.param("ru", marks=pytest.mark.torture)])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ServedDesk]:
    """The desk in one of two languages."""
    served = ServedDesk(tmp_path, request.param)
    served.open()
    yield served
    served.process.send_signal(signal.SIGTERM)
    served.process.wait(timeout=20)


def grade(page: Page, *, source: str, information: str, wording: str) -> None:
    """Fill in an item as somebody at the desk does, by keyboard where that is how it is done."""
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


def test_the_one_origin_behind_five_reports_is_found_every_author_hears_and_the_subject_finds_nothing(
    desk: ServedDesk, chromium: Browser
) -> None:
    said = SAID[desk.speaks]
    page = chromium.new_context(viewport={"width": 1280, "height": 900}, locale=desk.speaks).new_page()
    desk.enter(page, "Farida")
    page.goto(f"{desk.address}/desk/")
    opened = page.locator(".rap-queue__open")
    expect(opened).to_have_count(7)
    addresses = [str(one.get_attribute("href")) for one in opened.all()]

    # She takes the first, and asks its author for more.
    page.goto(desk.address + addresses[0])
    page.locator('form[action$="/take/"] button').click()
    expect(page.locator('form[action$="/take/"]')).to_have_count(0)
    page.goto(f"{desk.address}{addresses[0]}return/")
    page.locator("#id_question").fill(said["why"] + "?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{desk.address}/desk/")

    # Before she knows better, the same thing heard five times would be five origins.
    for address in addresses[:5]:
        page.goto(desk.address + address)
        page.locator('input[name="kind"][value="told"]').check(force=True)
        grade(page, source="X", information="4", wording=said["wording"])
        page.locator('button[name="keep"]').click()
        if page.locator('input[name="sure"]').count():
            page.locator('input[name="sure"]').check()
            page.locator('button[name="keep"]').click()
        expect(page.locator("#kept")).to_be_visible()

    # She compares them side by side, and says that they are one telling.
    page.goto(desk.address + addresses[4])
    ticks = page.locator('#echoes input[name="with"]')
    expect(ticks).to_have_count(4)
    page.locator("#echoes summary").first.click()
    expect(page.locator("#echoes mark").first).to_be_visible()
    for tick in ticks.all():
        tick.check()
    page.locator("#telling_reason").fill(said["why"])
    page.locator("#echoes button").click()
    expect(page.locator("#judged")).to_contain_text(said["why"])
    expect(page.locator("#echoes")).to_have_count(0)

    # A note from the five says so too.
    page.goto(f"{desk.address}/desk/items/")
    chosen = [str(one.get_attribute("value")) for one in page.locator('input[name="items"]').all()]
    assert len(chosen) == 5
    page.goto(f"{desk.address}/desk/notes/new/?items={','.join(chosen)}")
    expect(page.locator(".rap-notice--warn").first).to_be_visible()

    # What may be corroborated is not: the same telling does not corroborate itself.
    page.goto(f"{desk.address}{addresses[1]}?add=1")
    page.locator('input[name="kind"][value="told"]').check(force=True)
    grade(page, source="B", information="3", wording=said["wording"])
    if page.locator('input[name="sure"]').count():
        page.locator('input[name="sure"]').check()
    page.locator('button[name="keep"]').click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()

    # She finishes all five; the sixth goes to maintenance, the seventh she has read.
    for address in addresses[:5]:
        page.goto(desk.address + address)
        page.locator('#finish input[name="phrase"]').first.check()
        page.locator("#finish button").click()
        expect(page).to_have_url(f"{desk.address}/desk/")
    expect(page.locator(".rap-queue__open")).to_have_count(2)

    # Every author hears back; none learns of the others.
    for name in OFFICERS:
        author = chromium.new_context(locale=desk.speaks).new_page()
        desk.enter(author, name)
        author.goto(f"{desk.address}/reports/")
        expect(author.locator(".rap-said").first).to_be_visible()
        for other in {*OFFICERS} - {name}:
            assert other not in author.content()
        author.context.close()

    # The colleague whom the last report is about finds nothing of it, by any door.
    subject = chromium.new_context(locale=desk.speaks).new_page()
    desk.enter(subject, "Gulnara")
    for address in ("/desk/", "/desk/items/", "/desk/notes/"):
        subject.goto(desk.address + address)
        assert desk.about_a_colleague not in subject.content()
    for door in ("/desk/{}/", "/desk/{}/return/", "/reports/{}/"):
        answer = subject.goto(desk.address + door.format(desk.about_a_colleague))
        missing = subject.goto(desk.address + door.format("K7Q-4MX9F"))
        assert answer is not None
        assert missing is not None
        assert (answer.status, missing.status) == (404, 404)
