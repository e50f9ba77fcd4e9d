"""A desk that is left: locked, opened again by whoever sat there, or taken over by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from access_accounts import WORDS, Desk, open_for, telephone_of
from access_house import STEWARD, Northfield
from django.test import Client

from rapport.access import accounts, sessions, throttle
from rapport.access.links import sign_in_link
from rapport.access.services import end_posting
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because

pytestmark = pytest.mark.django_db
OTHER_WORDS = "seven other words for a door"


@pytest.fixture
def desk(house: Northfield) -> Desk:
    """Aigerim has come in by number and passphrase."""
    open_for(house.aigerim)
    desk = Desk()
    desk.come(house.aigerim.staff.number)
    assert desk.who == "Aigerim"
    return desk


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    begun = wall_now()
    return lambda minutes: monkeypatch.setattr(sessions, "wall_now", lambda: begun + timedelta(minutes=minutes))


def last_entry() -> Entry:
    return Entry.objects.latest("pk")


def test_a_desk_that_lies_idle_is_locked_and_the_passphrase_opens_it_where_one_was(
    desk: Desk, later: Callable[[int], None]
) -> None:
    later(11)
    asked = desk.client.get("/signature/?from=mail")
    assert asked.headers["Location"] == "/sign-in/locked/?next=%2Fsignature%2F%3Ffrom%3Dmail"
    assert last_entry().reason == because("access.locked_idle")
    assert desk.who == ""
    wrong = desk.client.post("/sign-in/locked/", {"passphrase": "not the passphrase at all"})
    assert wrong.status_code == 422
    assert last_entry().reason == "unlock.wrong"
    opened = desk.client.post("/sign-in/locked/", {"passphrase": WORDS, "next": "/signature/?from=mail"})
    assert opened.headers["Location"] == "/signature/?from=mail"
    assert desk.who == "Aigerim"
    assert last_entry().reason == because("access.unlocked")


def test_a_locked_page_names_nobody(desk: Desk, house: Northfield) -> None:
    desk.client.post("/lock/")
    page = desk.client.get("/sign-in/locked/").content.decode()
    assert "This desk is locked" in page
    assert "Aigerim" not in page
    assert house.aigerim.staff.number not in page


def test_locking_by_hand_is_at_once_and_is_remembered(desk: Desk) -> None:
    answer = desk.client.post("/lock/")
    assert answer.headers["Location"] == "/sign-in/locked/"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert last_entry().reason == because("access.locked_asked")
    for page in ("/signature/", "/account/", "/posting/", "/approvals/"):
        assert desk.client.get(page).headers["Location"].startswith("/sign-in/locked/")


def test_a_part_of_a_page_of_a_locked_desk_sends_the_whole_page_there(desk: Desk) -> None:
    desk.client.post("/lock/")
    assert desk.client.get("/posting/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/sign-in/locked/"


def test_a_page_that_covers_itself_is_opened_in_place_and_its_form_can_still_be_sent(desk: Desk) -> None:
    page = desk.client.get("/account/passphrase/")
    token = page.context["csrf_token"]
    in_place = {"X-Rapport-Unlock": "1"}
    assert desk.client.post("/lock/", headers=in_place).status_code == 204
    wrong = desk.client.post("/sign-in/locked/", {"passphrase": "not at all"}, headers=in_place)
    assert (wrong.status_code, wrong.headers["Content-Type"]) == (422, "text/plain")
    assert "does not unlock the desk" in wrong.content.decode()
    assert desk.client.post("/sign-in/locked/", {"passphrase": WORDS}, headers=in_place).status_code == 204
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.client.cookies
    typed = {"present": WORDS, "passphrase": OTHER_WORDS, "again": OTHER_WORDS, "csrfmiddlewaretoken": str(token)}
    assert strict.post("/account/passphrase/", typed).status_code == 302


def test_wrong_passphrases_at_a_locked_desk_count_as_they_do_at_the_door(desk: Desk) -> None:
    desk.client.post("/lock/")
    for _ in range(throttle.PER_NUMBER):
        desk.client.post("/sign-in/locked/", {"passphrase": "not the passphrase at all"})
    page = desk.client.post("/sign-in/locked/", {"passphrase": WORDS})
    assert "Too many tries" in page.content.decode()


def test_a_locked_desk_is_left_after_an_hour(desk: Desk, later: Callable[[int], None]) -> None:
    desk.client.post("/lock/")
    later(61)
    assert desk.client.get("/posting/").headers["Location"].startswith("/sign-in/?")
    assert last_entry().reason == because("access.out_idle")


def test_whoever_lost_the_posting_meanwhile_unlocks_nothing(desk: Desk, house: Northfield) -> None:
    desk.client.post("/lock/")
    end_posting(STEWARD, house.aigerim)
    assert desk.client.post("/sign-in/locked/", {"passphrase": WORDS}).headers["Location"] == "/sign-in/"
    assert desk.who == ""


def test_a_reset_ends_a_locked_desk_too(desk: Desk, house: Northfield) -> None:
    desk.client.post("/lock/")
    accounts.reset(STEWARD, house.aigerim.staff)
    assert desk.client.post("/sign-in/locked/", {"passphrase": WORDS}).headers["Location"] == "/sign-in/"


def test_somebody_else_takes_a_locked_desk_over(desk: Desk, house: Northfield) -> None:
    bakyt = open_for(house.bakyt, OTHER_WORDS).staff
    desk.client.post("/lock/")
    assert desk.client.post("/switch/").headers["Location"] == "/sign-in/"
    assert (last_entry().reason, last_entry().staff) == (because("access.out_switched"), house.aigerim.staff.ref)
    desk.come(bakyt.number, OTHER_WORDS)
    assert desk.who == "Bakyt"


def test_switching_leaves_nobody_and_the_next_needs_both_steps(desk: Desk, house: Northfield) -> None:
    account = open_for(house.daria, OTHER_WORDS)
    phone = telephone_of(account)
    assert desk.client.post("/switch/").headers["Location"] == "/sign-in/"
    assert desk.who == ""
    desk.come(account.staff.number, OTHER_WORDS)
    assert desk.who == ""
    desk.code(phone.code())
    assert desk.who == "Daria"


def test_signing_in_over_somebody_ends_their_session_first(desk: Desk, house: Northfield) -> None:
    open_for(house.bakyt, OTHER_WORDS)
    desk.come(house.bakyt.staff.number, OTHER_WORDS)
    assert desk.who == "Bakyt"
    assert Entry.objects.filter(reason=because("access.out_signed_out"), staff=house.aigerim.staff.ref).exists()


def test_the_seat_of_the_cast_has_no_passphrase_and_is_left_instead(house: Northfield) -> None:
    client = Client()
    client.get(sign_in_link(house.aigerim))
    assert "rapport-lock" not in client.get("/account/").content.decode()
    assert client.post("/lock/").headers["Location"] == "/sign-in/"
    assert last_entry().reason == because("access.out_signed_out")


def test_a_page_of_an_account_knows_after_how_long_to_lock_itself(desk: Desk) -> None:
    page = desk.client.get("/account/").content.decode()
    assert '<meta name="rapport-lock" content="600">' in page
    assert 'data-cover-lock="/lock/"' in page


def test_changing_to_another_purpose_is_remembered_and_every_look_bears_it(desk: Desk, house: Northfield) -> None:
    assert desk.client.post("/purpose/", {"purpose": "protection of a person"}).status_code == 302
    viewer = desk.viewer
    assert viewer is not None
    assert viewer.purpose == "protection of a person"
    assert last_entry().reason == because("access.purpose_chosen", purpose="protection of a person")
    refused = desk.client.post("/purpose/", {"purpose": "inspection"})
    assert refused.status_code == 404
    assert desk.viewer == viewer


def test_what_is_sent_from_a_desk_that_locked_itself_comes_back_to_whoever_unlocks_it(
    desk: Desk, later: Callable[[int], None]
) -> None:
    later(11)
    sent = desk.client.post("/posting/?from=mail", {"posting": "my words", "passphrase": "not to be carried"})
    assert sent.status_code == 403
    sealed = sent.context["kept"]
    page = sent.content.decode()
    assert "is not lost" in page
    assert "my words" not in page
    wrong = desk.client.post("/sign-in/locked/", {"passphrase": "not the passphrase at all", "kept": sealed})
    assert wrong.context["kept"] == sealed
    opened = desk.client.post("/sign-in/locked/", {"passphrase": WORDS, "kept": sealed}).content.decode()
    assert 'action="/posting/?from=mail"' in opened
    assert '<input type="hidden" name="posting" value="my words">' in opened
    assert "not to be carried" not in opened


def test_what_one_person_sent_does_not_come_back_to_another(desk: Desk, house: Northfield) -> None:
    desk.client.post("/lock/")
    sealed = desk.client.post("/posting/", {"posting": "my words"}).context["kept"]
    desk.client.post("/switch/")
    bakyt = open_for(house.bakyt, OTHER_WORDS).staff
    desk.come(bakyt.number, OTHER_WORDS)
    desk.client.post("/lock/")
    for planted in (sealed, sealed[:-4] + "AAAA", "nonsense", "é"):
        answer = desk.client.post("/sign-in/locked/", {"passphrase": OTHER_WORDS, "kept": planted})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
        desk.client.post("/lock/")


def test_a_draft_stays_its_author_s_when_the_desk_is_handed_over(house: Northfield, desk: Desk) -> None:
    """Through the desk's own pages: begun by one, not to be seen by the next, there again for the first."""
    begun = desk.client.post("/reports/new/", {"about": "worry"})
    address = begun.headers["Location"]
    assert desk.client.get(address).status_code == 200
    desk.client.post("/switch/")
    bakyt = open_for(house.bakyt, OTHER_WORDS).staff
    desk.come(bakyt.number, OTHER_WORDS)
    assert desk.client.get(address).status_code == 404
    desk.client.post("/switch/")
    desk.come(house.aigerim.staff.number)
    assert desk.client.get(address).status_code == 200
