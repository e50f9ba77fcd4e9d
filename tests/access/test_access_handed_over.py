"""A desk that changes hands in the middle of something: no act bears another's name, nothing locked opens itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from access_accounts import WORDS, Desk, open_for
from access_house import Northfield
from django.test import Client

from rapport.access import sessions
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.reporting import services as reporting
from rapport.reporting.models import Draft

pytestmark = pytest.mark.django_db
OTHER_WORDS = "seven other words for a door"
BEGUN = because("reporting.draft_started")


@pytest.fixture
def desk(house: Northfield) -> Desk:
    """Aigerim sits there, for two minutes already: her next request notes the time. Bakyt has an account."""
    open_for(house.aigerim)
    open_for(house.bakyt, OTHER_WORDS)
    desk = Desk()
    desk.come(house.aigerim.staff.number)
    return desk


@pytest.fixture(autouse=True)
def two_minutes_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    now = wall_now() + timedelta(minutes=2)
    monkeypatch.setattr(sessions, "wall_now", lambda: now)


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """While the next report is being begun, this happens at the same desk, in another window."""
    begin = reporting.start_draft

    def between(act: Callable[[], object]) -> None:
        def slowly(*args: object, **kwargs: object) -> str:
            monkeypatch.setattr(reporting, "start_draft", begin)
            act()
            return begin(*args, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(reporting, "start_draft", slowly)

    return between


def another_window(desk: Desk) -> Client:
    """The same browser: whatever one window is told, all send."""
    window = Client()
    window.cookies = desk.client.cookies
    return window


def begun_by(staff_ref: str) -> int:
    return Entry.objects.filter(reason=BEGUN, staff=staff_ref).count()


def test_a_request_that_began_before_the_desk_was_locked_does_not_open_it_again(
    desk: Desk, house: Northfield, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    meanwhile(lambda: another_window(desk).post("/lock/"))
    desk.client.post("/reports/new/", {"about": "worry"})
    assert begun_by(house.aigerim.staff.ref) == 1
    for page in ("/account/", "/posting/", "/reports/"):
        assert desk.client.get(page).headers["Location"].startswith("/sign-in/locked/")
    desk.client.post("/sign-in/locked/", {"passphrase": WORDS})
    assert desk.who == "Aigerim"


def test_what_is_under_way_while_the_desk_changes_hands_is_its_author_s_and_signs_nobody_in(
    desk: Desk, house: Northfield, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    def hand_over() -> None:
        window = another_window(desk)
        window.post("/switch/")
        window.post("/sign-in/", {"number": house.bakyt.staff.number, "passphrase": OTHER_WORDS})

    meanwhile(hand_over)
    desk.client.post("/reports/new/", {"about": "worry"})
    assert desk.who == "Bakyt"
    assert (begun_by(house.aigerim.staff.ref), begun_by(house.bakyt.staff.ref)) == (1, 0)
    assert Draft.unfiltered.get().author_id == house.aigerim.staff.pk


def test_an_old_window_does_nothing_under_the_name_of_whoever_sits_there_now(desk: Desk, house: Northfield) -> None:
    address = desk.client.post("/reports/new/", {"about": "worry"}).headers["Location"]
    page = desk.client.get(address).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    save = re.findall(r'data-save="([^"]+)"', page)[0]
    before = Draft.unfiltered.values().get()
    desk.client.post("/switch/")
    old = Client(enforce_csrf_checks=True)
    old.cookies = desk.client.cookies
    typed = {"csrfmiddlewaretoken": token, "about": "worry", "seen": "What Aigerim typed."}
    for sits in ("", "Bakyt"):
        if sits:
            desk.come(house.bakyt.staff.number, OTHER_WORDS)
            assert desk.who == sits
        last = Entry.objects.latest("pk").pk
        for door in ("/reports/new/", save, address, "/sign-out/", "/switch/", "/lock/"):
            answer = old.post(door, typed)
            told_so = not sits and (answer.status_code == 302 or "You are signed out" in answer.content.decode())
            assert told_so or (answer.status_code, "This was not sent" in answer.content.decode()) == (403, True), door
        assert begun_by(house.bakyt.staff.ref) == 0
        assert Draft.unfiltered.values().get() == before
        assert not Entry.objects.filter(pk__gt=last, staff=house.bakyt.staff.ref).exists()
        assert desk.who == sits


def test_a_page_says_whose_it_is_without_a_name(desk: Desk, house: Northfield) -> None:
    def marks() -> list[str]:
        return re.findall(
            r'name="rapport-whose" content="([0-9a-f]{16})"', desk.client.get("/account/").content.decode()
        )

    [hers] = marks()
    assert marks() == [hers]
    desk.client.post("/switch/")
    assert "rapport-whose" not in desk.client.get("/sign-in/").content.decode()
    desk.come(house.bakyt.staff.number, OTHER_WORDS)
    assert marks() not in ([], [hers])
