"""One desktop, three people: first sign-in, second step, a locked desk, a desk handed over, too many wrong tries.

On a rehearsal, where the rules are those of a live instance; the administrator in English, the officer in Russian.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from browsing import barriers, complaints_of, pictured
from served import Served

pytestmark = pytest.mark.browser

HERS, HIS = "four quiet horses by the river", "семь других слов для двери"
CODE = re.compile(r"(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}")
WIDTHS = (1320, 390)


class Rehearsal(Served):
    """A rehearsal with one establishment and its administrator, served as an administrator starts it."""

    code = ""

    def types(self, *words: str) -> str:
        """What one command, run to its end, says."""
        answer = self.rapport(*words)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    def people(self) -> None:
        """As an administrator does it, from the console."""
        self.types("service", "open", "Northern Prison Service")
        self.types("service", "establishment", "Northfield")
        told = self.types("staff", "add", "Saule K.", "--number", "N-1", "--role", "administrator",
                          "--establishment", "Northfield", "--language", "en")  # fmt: skip
        self.code = CODE.search(told)[0]  # type: ignore[index]


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    house = Rehearsal(tmp_path_factory.mktemp("rehearsal"))
    house.move_in("rehearsal")
    house.people()
    house.open()
    house.address = f"http://localhost:{house.port}"  # a browser keeps no passkey for a bare number
    yield house
    house.close()


class Officer:
    """Somebody at the desktop."""

    def __init__(self, page: Page, house: Rehearsal) -> None:
        self.page, self.house, self.troubles = page, house, []  # type: ignore[var-annotated]

    def look(self, name: str) -> None:
        """Nothing stands in anybody's way here; a picture is kept, wide and narrow."""
        self.troubles += [f"{name}: {one}" for one in pictured(self.page, f"sign-in-{name}", widths=WIDTHS)]
        self.troubles += [f"{name}: {one}" for one in barriers(self.page)]

    def send(self) -> None:
        self.page.locator("main form:not([data-passkey]) button[type=submit]").first.click()
        self.page.wait_for_load_state()

    def come(self, number: str, secret: str) -> None:
        self.page.locator("[name=number]").fill(number)
        self.page.locator("main [name=passphrase]").fill(secret)
        self.page.locator("main form[action$='/sign-in/'] button[type=submit]").click()
        self.page.wait_for_load_state()

    def choose(self, passphrase: str) -> None:
        for name in ("passphrase", "again"):
            self.page.locator(f"main [name={name}]").fill(passphrase)
        self.send()

    def account_act(self, address: str) -> None:
        self.page.locator(".rap-seat > summary").click()
        self.page.locator(f".rap-seat form[action='{address}'] button").click()
        self.page.wait_for_load_state()

    def speak(self, language: str) -> None:
        self.page.locator(f"button[name=language][value={language}]").click()
        expect(self.page.locator("html")).to_have_attribute("lang", language)


def code_of(secret: str, steps: int = 0) -> str:
    """What the telephone shows, now or a step later: a clock that is half a minute off is let in."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def the_administrator_comes_in_for_the_first_time(desk: Officer) -> str:
    """With the code from the console: a passphrase of her own, her telephone, ten codes on paper."""
    page = desk.page
    page.goto(desk.house.address)
    expect(page).to_have_title("Sign in · Rapport")
    desk.look("door-en")
    desk.come("N-1", desk.house.code)
    desk.look("passphrase-en")
    desk.choose(HERS)
    expect(page).to_have_url(re.compile("/sign-in/set-up/"))
    desk.look("second-set-up-en")
    page.locator("details summary").first.click()
    secret = page.locator(".rap-fingerprint").inner_text().replace(" ", "")
    page.locator("[name=code]").fill(code_of(secret, -1))
    desk.send()
    assert page.locator(".rap-codes li").count() == 10
    desk.look("recovery-codes-en")
    page.locator("main a.govuk-button").click()
    expect(page).to_have_url(re.compile("/staff/"))
    return secret


def she_takes_an_officer_on(desk: Officer) -> str:
    """And gives him a code from hand to hand."""
    page = desk.page
    page.locator("main [name=name]").fill("Эрлан Т.")
    page.locator("main [name=number]").fill("N-7")
    page.locator("main [name=language]").select_option("ru")
    page.get_by_role("button", name="Take on").click()
    page.wait_for_load_state()
    desk.look("member-en")
    page.locator("button[value=open]").click()
    page.wait_for_load_state()
    assert "Эрлан" not in page.title()
    return page.locator(".rap-codes code").inner_text()


def he_types_and_the_desk_locks_itself(desk: Officer) -> None:
    """Ten minutes pass while he is called away; what stood half typed is there when he is back."""
    page = desk.page
    page.goto(f"{desk.house.address}/account/passphrase/")
    page.locator("[name=present]").fill("наполовину")
    page.clock.fast_forward("10:01")
    expect(page.locator("form.rap-cover__lock")).to_be_visible()
    assert page.locator("[name=present]").count() == 0, "nothing of the page can be looked at"
    expect(page).to_have_title("Rapport")
    desk.look("locked-in-place-ru")
    page.locator("#cover-passphrase").fill("не та фраза")
    page.keyboard.press("Enter")
    expect(page.locator("#cover-said")).to_contain_text("не открывает рабочее место")
    page.locator("#cover-passphrase").fill(HIS)
    page.keyboard.press("Enter")
    expect(page.locator("[name=present]")).to_have_value("наполовину")
    page.clock.fast_forward("10:01")
    expect(page.locator("form.rap-cover__lock")).to_be_visible()
    page.wait_for_timeout(300)
    page.reload()  # and whoever reloads finds the server's own locked page
    expect(page).to_have_url(re.compile("/sign-in/locked/"))
    desk.look("locked-ru")


def test_three_people_share_a_desktop(rehearsal: Rehearsal, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1320, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.clock.install()
    errors = complaints_of(page, "status of 4")
    desk = Officer(page, rehearsal)

    secret = the_administrator_comes_in_for_the_first_time(desk)
    his_code = she_takes_an_officer_on(desk)
    desk.account_act("/switch/")
    expect(page).to_have_url(re.compile("/sign-in/$"))

    desk.speak("ru")
    desk.come("N-7", his_code)
    desk.choose(HIS)
    expect(page.locator(".rap-seat__label")).to_contain_text("Эрлан")
    assert "Эрлан" not in page.title()
    he_types_and_the_desk_locks_itself(desk)

    page.locator("form[action='/switch/'] button").click()
    desk.come("N-1", HERS)
    expect(page).to_have_url(re.compile("/sign-in/second/"))
    desk.look("second-ru")
    page.locator("[name=code]").fill(code_of(secret, 1))
    desk.send()
    expect(page.locator(".rap-seat__label")).to_contain_text("Saule")

    desk.account_act("/sign-out/")
    desk.speak("ru")
    for _ in range(5):
        desk.come("N-7", "не та фраза, совсем не та")
        expect(page.locator("main")).to_contain_text("не подходят друг к другу")
    desk.come("N-7", HIS)
    expect(page.locator("main")).to_contain_text("Слишком много попыток")
    desk.look("resting-ru")
    assert desk.troubles == []
    assert errors == []
    context.close()


def test_a_passkey_stands_for_the_code_of_the_telephone(rehearsal: Rehearsal, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1320, "height": 900}, locale="fr-FR")
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    token = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": token})
    desk = Officer(page, rehearsal)
    told = rehearsal.types("staff", "add", "Daria F.", "--number", "N-21", "--role", "intelligence",
                             "--establishment", "Northfield", "--language", "fr")  # fmt: skip
    page.goto(rehearsal.address)
    desk.come("N-21", CODE.search(told)[0])  # type: ignore[index]
    desk.choose(HERS)
    page.locator("details summary").first.click()
    secret = page.locator(".rap-fingerprint").inner_text().replace(" ", "")
    page.locator("[name=code]").fill(code_of(secret))
    desk.send()
    page.locator("main a.govuk-button").click()

    page.goto(f"{rehearsal.address}/account/passkeys/")
    desk.look("passkeys-fr")
    page.locator("[name=name]").fill("Jeton bleu")
    page.locator("main [name=passphrase]").fill(HERS)
    page.locator("[data-passkey] button").click()
    expect(page.locator(".rap-rows--keys")).to_contain_text("Jeton bleu")

    desk.account_act("/sign-out/")
    desk.come("N-21", HERS)
    expect(page).to_have_url(re.compile("/sign-in/second/"))
    desk.look("second-with-passkey-fr")
    page.locator("[data-passkey] button").click()
    expect(page.locator(".rap-seat__label")).to_contain_text("Daria")
    assert desk.troubles == []
    context.close()
