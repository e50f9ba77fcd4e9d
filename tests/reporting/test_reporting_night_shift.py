"""An officer files at the end of a night shift, in a real browser, in two languages: who told it stays sealed."""

from __future__ import annotations

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
from playwright.sync_api import expect, sync_playwright

pytestmark = pytest.mark.browser
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SAYS = {
    "en": {
        "write": "Write a report",
        "good": "Good news",
        "told": "What somebody told me",
        "who": "Say who told you, sealed",
        "teller": "Who told you?",
        "named": "Somebody is named, sealed.",
        "plan": "Show him on the plan",
        "cell": "Cell 2",
        "add": "Add",
        "file": "File the report",
        "filed": "Filed. Thank you.",
        "repeats": "stands in one of the texts",
    },
    "ru": {
        "write": "Написать рапорт",
        "good": "Хорошая новость",
        "told": "Что мне рассказали",
        "who": "Назвать, кто рассказал (под печатью)",
        "teller": "Кто вам рассказал?",
        "named": "Человек назван и запечатан.",
        "plan": "Показать на плане",
        "cell": "Камера 2",
        "add": "Добавить",
        "file": "Подать рапорт",
        "filed": "Подано. Спасибо.",
        "repeats": "стоит в одном из текстов",
    },
}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str], Path]]:
    """Where it is served, how each signs in, and its home."""
    home = tmp_path_factory.mktemp("night")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {"RAPPORT_HOME": str(home), "PORT": str(port)}
    program = Path(__file__).with_name("served_night.py")
    with (home / "log").open("ab") as log:
        process = subprocess.Popen([sys.executable, program], env=environment, stdout=log, stderr=log)
    deadline = time.monotonic() + 120
    while True:
        assert process.poll() is None, (home / "log").read_text()
        assert time.monotonic() < deadline, (home / "log").read_text()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
            break
        except OSError:
            time.sleep(0.1)
    links = dict(line.split() for line in (home / "links").read_text().splitlines())
    yield f"http://127.0.0.1:{port}", links, home
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_officer_files_good_news_that_a_prisoner_told_at_the_end_of_a_night_shift(night, language: str) -> None:
    address, links, home = night
    says = SAYS[language]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context()
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(address + links["Aigerim"])
        context.add_cookies([{"name": "rapport_language", "value": language, "url": address}])
        page.goto(address + "/reports/")
        page.get_by_role("button", name=says["write"]).click()
        page.get_by_text(says["good"], exact=True).click()
        page.get_by_label(says["told"]).fill("Zhyldyz says: he helped the old man all night.")
        page.get_by_text(says["who"]).click()
        page.get_by_label(says["teller"]).press_sequentially("Zhyldyzbek Zhyldyz")
        expect(page.get_by_text(says["repeats"])).to_be_visible()
        page.get_by_label(says["told"]).fill("He helped the old man all night.")
        expect(page.get_by_text(says["repeats"])).to_be_hidden()
        expect(page.get_by_text(says["named"])).to_be_visible(timeout=15_000)
        expect(page.get_by_label(says["teller"])).to_have_value("")
        page.get_by_text(says["plan"]).click()
        page.get_by_role("link", name=says["cell"], exact=True).click()
        page.locator("#matches").get_by_role("button", name=says["add"]).first.click()
        expect(page.locator("#people .rap-rows li")).to_have_count(1)
        page.reload()
        assert "Zhyldyz" not in page.content()
        page.get_by_role("button", name=says["file"]).click()
        expect(page.get_by_text(says["filed"])).to_be_visible(timeout=15_000)
        assert "Zhyldyz" not in page.content()
        assert complaints == []
        browser.close()
    left = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"Zhyldyzbek" not in left
