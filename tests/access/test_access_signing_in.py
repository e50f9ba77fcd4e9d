"""Coming in by number and passphrase: what lets one in, what does not, and that nothing tells which it was."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median

import pytest
from access_accounts import WORDS, Desk, Telephone, open_for, telephone_of
from access_house import STEWARD, Northfield
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from rapport.access import accounts, passphrases, roles, second_factor, sessions, signing_in, throttle
from rapport.access.links import sign_in_link
from rapport.access.models import Account, Posting, PrisonService, Role, Tries
from rapport.access.services import end_posting, enrol, post
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Entry, Instance
from rapport.ledger.reasons import because

pytestmark = pytest.mark.django_db
WRONG = "This number and this passphrase do not belong together"


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Second factors are asked for here as they are outside training."""
    monkeypatch.setattr(second_factor, "asks", lambda posting: posting.role not in roles.WITHOUT_SECOND_FACTOR)


def last_entry() -> Entry:
    return Entry.objects.latest("pk")


def test_number_and_passphrase_let_in_and_it_is_remembered(house: Northfield, desk: Desk) -> None:
    open_for(house.aigerim)
    answer = desk.come(house.aigerim.staff.number)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert (last_entry().operation, last_entry().reason) == ("sign_in", because("access.in_passphrase"))
    assert desk.who == "Aigerim"


def test_one_comes_to_the_page_one_asked_for_and_nowhere_else(house: Northfield, desk: Desk) -> None:
    number = open_for(house.aigerim).staff.number
    assert desk.come(number, next="/posting/").headers["Location"] == "/posting/"
    assert Desk().come(number, next="//elsewhere.example/").headers["Location"] == "/"


def test_whoever_has_two_postings_is_asked_which(house: Northfield, desk: Desk) -> None:
    number = open_for(house.aigerim).staff.number
    post(STEWARD, house.aigerim.staff, Role.ANALYST, service=house.service)
    assert desk.come(number).headers["Location"] == "/posting/"


def test_a_wrong_passphrase_a_wrong_number_and_a_closed_account_are_answered_alike(house: Northfield) -> None:
    number = open_for(house.aigerim).staff.number
    closed = open_for(house.bakyt).staff
    accounts.close_account(STEWARD, closed)
    told = set()
    for typed in (number, "NOBODY-1", closed.number, house.daria.staff.number):
        answer = Desk(address="192.0.2.7").come(typed, "not the passphrase at all")
        assert answer.status_code == 422
        page = re.sub(r"(csrf[^>]*(?:value|content)=)\"\w+\"", r"\1", answer.content.decode())
        told.add(page.replace(typed, "…"))
        assert last_entry().reason == "sign_in.wrong"
    assert len(told) == 1
    assert WRONG in told.pop()


def test_an_unknown_number_takes_as_long_as_a_wrong_passphrase(
    house: Northfield, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrases.Argon2, "memory_cost", 8 * 1024)
    monkeypatch.setattr(passphrases.Argon2, "time_cost", 2)
    monkeypatch.setattr(throttle, "PER_NUMBER", 1000)
    monkeypatch.setattr(throttle, "PER_ADDRESS", 1000)
    number = open_for(house.aigerim).staff.number
    took: dict[str, list[float]] = {number: [], "NOBODY-1": []}
    for _ in range(12):
        for typed, times in took.items():
            begun = time.perf_counter()
            Desk().come(typed, "not the passphrase at all")
            times.append(time.perf_counter() - begun)
    known, unknown = median(took[number][2:]), median(took["NOBODY-1"][2:])
    assert 0.5 < known / unknown < 2


def test_no_hash_is_worked_out_less_for_a_number_that_nobody_has(
    house: Northfield, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[str] = []
    verify = passphrases.Argon2.verify
    monkeypatch.setattr(
        passphrases.Argon2, "verify", lambda self, *words: worked.append(words[1]) or verify(self, *words)
    )
    for typed in (open_for(house.aigerim).staff.number, "NOBODY-1", house.daria.staff.number):
        worked.clear()
        Desk().come(typed, "not the passphrase at all")
        assert [re.sub(r"\$[^$]+\$[^$]+$", "", one) for one in worked] == ["argon2$argon2id$v=19$m=64,t=1,p=1"]


def test_a_passphrase_is_kept_with_argon2id_at_the_cost_of_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert passphrases.kept(WORDS).startswith("argon2$argon2id$v=19$m=65536,t=3,p=1$")


def test_the_first_time_one_comes_in_by_a_one_time_code_and_chooses(house: Northfield, desk: Desk) -> None:
    staff = house.aigerim.staff
    code = accounts.open_account(STEWARD, staff)
    assert desk.come(staff.number, code.lower().replace("-", " ")).headers["Location"] == "/sign-in/passphrase/"
    assert desk.who == ""
    weak = desk.client.post("/sign-in/passphrase/", {"passphrase": "short", "again": "short"})
    assert weak.status_code == 422
    assert "Take at least 12 letters" in weak.content.decode()
    assert desk.client.post("/sign-in/passphrase/", {"passphrase": WORDS, "again": WORDS}).status_code == 302
    assert desk.who == "Aigerim"
    assert Desk().come(staff.number, code).status_code == 422
    assert Desk().come(staff.number).status_code == 302


def test_a_one_time_code_is_good_for_three_days(house: Northfield, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = house.aigerim.staff
    code = accounts.open_account(STEWARD, staff)
    late = wall_now() + accounts.CODE_LASTS
    monkeypatch.setattr(signing_in, "wall_now", lambda: late)
    assert desk.come(staff.number, code).status_code == 422


@pytest.mark.parametrize(
    ("passphrase", "code"),
    [
        ("eleven lett", "short"),
        ("aaaaaaaaabbb", "dull"),
        ("Aigerim and the horses", "about_you"),
        ("ilovemyfamily", "common"),
    ],
)
def test_a_weak_passphrase_is_refused_with_the_reason(passphrase: str, code: str) -> None:
    with pytest.raises(passphrases.Weak) as weak:
        passphrases.require_strong(passphrase, about=("S-0011", "Aigerim"))
    assert weak.value.code == code


def test_five_wrong_tries_and_the_number_must_rest_wherever_one_tries_from(house: Northfield) -> None:
    number = open_for(house.aigerim).staff.number
    for at in range(throttle.PER_NUMBER):
        assert WRONG in Desk(address=f"192.0.2.{at}").come(number, "not the passphrase at all").content.decode()
    assert last_entry().reason == "sign_in.wrong|rest"
    before = Entry.objects.count()
    answer = Desk(address="192.0.2.99").come(number)
    assert answer.status_code == 422
    assert "Too many tries. Wait 15 minutes" in answer.content.decode()
    assert Entry.objects.count() == before


def test_a_number_that_nobody_has_rests_in_the_same_words(house: Northfield) -> None:
    for _ in range(throttle.PER_NUMBER):
        Desk().come("NOBODY-1", "not the passphrase at all")
    assert "Too many tries. Wait 15 minutes" in Desk().come("NOBODY-1", WORDS).content.decode()


def test_after_the_rest_the_right_passphrase_lets_in(house: Northfield, monkeypatch: pytest.MonkeyPatch) -> None:
    number = open_for(house.aigerim).staff.number
    for _ in range(throttle.PER_NUMBER):
        Desk().come(number, "not the passphrase at all")
    later = wall_now() + throttle.REST + timedelta(seconds=1)
    monkeypatch.setattr(throttle, "wall_now", lambda: later)
    assert Desk().come(number).status_code == 302
    assert not Tries.unfiltered.filter(wrong__gte=throttle.PER_NUMBER).exists()


def test_many_numbers_tried_from_one_address_make_the_address_rest(house: Northfield) -> None:
    number = open_for(house.aigerim).staff.number
    for at in range(throttle.PER_ADDRESS):
        Desk(address="192.0.2.7").come(f"NOBODY-{at}", "not the passphrase at all")
    assert "Too many tries" in Desk(address="192.0.2.7").come(number).content.decode()
    assert Desk(address="192.0.2.8").come(number).status_code == 302


def test_the_table_of_tries_tells_neither_numbers_nor_addresses(house: Northfield) -> None:
    Desk(address="192.0.2.7").come(house.aigerim.staff.number, "not the passphrase at all")
    with connection.cursor() as cursor:
        cursor.execute("SELECT who FROM access_tries")
        kept = [row[0] for row in cursor.fetchall()]
    assert len(kept) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in kept)


def test_with_a_telephone_the_passphrase_alone_lets_nobody_in(house: Northfield, desk: Desk) -> None:
    account = open_for(house.daria)
    phone = telephone_of(account)
    assert desk.come(account.staff.number).headers["Location"] == "/sign-in/second/"
    assert desk.who == ""
    for page in ("/sign-in/arrive/", "/sign-in/set-up/", "/sign-in/passphrase/"):
        assert desk.client.get(page).headers["Location"] == "/sign-in/second/"
    assert desk.code("000000").status_code == 422
    assert last_entry().reason == "sign_in.code"
    assert desk.code(phone.code()).status_code == 302
    assert desk.who == "Daria"
    assert last_entry().reason == because("access.in_two_factors")


def test_a_code_is_good_once_also_after_the_server_was_started_again(house: Northfield) -> None:
    account = open_for(house.daria)
    phone = telephone_of(account)
    code = phone.code()
    first, second = Desk(), Desk()
    for one in (first, second):
        one.come(account.staff.number)
    assert first.code(code).status_code == 302
    assert second.code(code).status_code == 422  # the database remembers the step, no cache does


def test_a_recovery_code_stands_once_for_the_telephone(house: Northfield) -> None:
    account = open_for(house.daria)
    telephone_of(account)
    codes = second_factor.new_recovery_codes(accounts.Holder(account.staff), account)
    assert len(set(codes)) == 10
    for status in (302, 422):
        desk = Desk()
        desk.come(account.staff.number)
        assert desk.code(codes[0]).status_code == status


def test_codes_are_guessed_no_more_often_than_passphrases(house: Northfield) -> None:
    account = open_for(house.daria)
    phone = telephone_of(account)
    for _ in range(2):
        desk = Desk()
        desk.come(account.staff.number)
        for _ in range(2):
            desk.code("000000")
    assert "Too many tries" in desk.code(phone.code()).content.decode()


def test_the_secret_of_a_telephone_is_sealed_in_the_database(house: Northfield) -> None:
    account = open_for(house.daria)
    phone = telephone_of(account)
    second_factor.new_recovery_codes(accounts.Holder(account.staff), account)
    kept = repr(list(Authenticator.objects.values_list("data", flat=True)))
    assert phone.secret not in kept
    assert "seed" in kept


def test_the_secret_is_sealed_in_the_session_too(house: Northfield, desk: Desk, strict: None) -> None:
    desk.come(open_for(house.daria).staff.number)
    page = desk.client.get("/sign-in/set-up/")
    shown = page.context["secret"].replace(" ", "")
    assert shown not in repr(dict(desk.client.session))


def test_privileged_work_outside_training_asks_for_a_second_factor_and_sets_it_up(
    house: Northfield, desk: Desk, strict: None
) -> None:
    account = open_for(house.daria)
    assert desk.come(account.staff.number).headers["Location"] == "/sign-in/set-up/"
    phone = Telephone(desk.client.get("/sign-in/set-up/").context["secret"].replace(" ", ""))
    assert desk.client.post("/sign-in/set-up/", {"code": "000000"}).status_code == 422
    shown = desk.client.post("/sign-in/set-up/", {"code": phone.code()})
    assert len(shown.context["codes"]) == 10
    assert desk.client.get("/sign-in/arrive/").headers["Location"] == "/"
    assert desk.who == "Daria"


def test_an_officer_comes_in_without_one(house: Northfield, desk: Desk, strict: None) -> None:
    open_for(house.aigerim)
    desk.come(house.aigerim.staff.number)
    assert desk.who == "Aigerim"


def test_every_role_but_officer_and_trainer_is_privileged() -> None:
    assert set(Role.values) - {"officer", "trainer"} == set(Role.values) - roles.WITHOUT_SECOND_FACTOR
    training, rehearsal = (
        Posting(role=Role.GOVERNOR, service=PrisonService(mode_id=m)) for m in ("training", "rehearsal")
    )
    assert not second_factor.asks(training)
    assert second_factor.asks(rehearsal)


def test_a_session_with_one_factor_ends_when_its_work_asks_for_two(
    house: Northfield, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_for(house.daria)
    desk.come(house.daria.staff.number)
    assert desk.who == "Daria"
    monkeypatch.setattr(second_factor, "asks", lambda _posting: True)
    assert desk.who == ""
    assert last_entry().reason == because("access.out_second_factor")


def test_between_the_steps_one_has_ten_minutes(house: Northfield, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    account = open_for(house.daria)
    phone = telephone_of(account)
    desk.come(account.staff.number)
    late = wall_now() + signing_in.HALF_LASTS + timedelta(seconds=1)
    monkeypatch.setattr(signing_in, "wall_now", lambda: late)
    assert desk.code(phone.code()).headers["Location"] == "/sign-in/"


def test_whoever_works_nowhere_is_told_so_and_only_after_the_right_passphrase(house: Northfield, desk: Desk) -> None:
    open_for(house.aigerim)
    end_posting(STEWARD, house.aigerim)
    assert WRONG in Desk().come(house.aigerim.staff.number, "not the passphrase at all").content.decode()
    assert desk.come(house.aigerim.staff.number).headers["Location"] == "/sign-in/"
    assert "You work nowhere at the moment" in desk.client.get("/sign-in/").content.decode()
    assert desk.who == ""


@pytest.mark.parametrize("change", [accounts.reset, accounts.reset_whole, accounts.close_account])
def test_a_reset_or_a_closed_account_ends_every_session_at_the_next_request(
    house: Northfield, desk: Desk, change: object
) -> None:
    account = open_for(house.aigerim)
    desk.come(account.staff.number)
    assert desk.who == "Aigerim"
    change(STEWARD, account.staff)  # type: ignore[operator]
    assert desk.who == ""
    assert last_entry().reason == because("access.out_account_changed")
    assert desk.come(account.staff.number).status_code == 422


def test_a_reset_keeps_the_telephone_and_a_whole_one_does_not(house: Northfield) -> None:
    account = open_for(house.daria)
    telephone_of(account)
    accounts.reset(STEWARD, account.staff)
    assert second_factor.standing(account).any
    accounts.reset_whole(STEWARD, account.staff)
    assert not second_factor.standing(account).any


def test_a_code_from_a_reset_does_not_get_round_the_telephone(house: Northfield, desk: Desk) -> None:
    account = open_for(house.daria)
    telephone_of(account)
    code = accounts.reset(STEWARD, account.staff)
    assert desk.come(account.staff.number, code).headers["Location"] == "/sign-in/second/"
    assert desk.client.get("/sign-in/passphrase/").headers["Location"] == "/sign-in/second/"


def test_changing_the_passphrase_ends_the_other_sessions_and_keeps_this_one(house: Northfield, desk: Desk) -> None:
    number = open_for(house.aigerim).staff.number
    other = Desk()
    for one in (desk, other):
        one.come(number)
    new = "seven other words for a door"
    wrong = {"present": "not the passphrase at all", "passphrase": new, "again": new}
    assert desk.client.post("/account/passphrase/", wrong).status_code == 422
    assert desk.client.post("/account/passphrase/", {**wrong, "present": WORDS}).status_code == 302
    assert (desk.who, other.who) == ("Aigerim", "")
    assert Desk().come(number).status_code == 422
    assert Desk().come(number, new).status_code == 302


def test_setting_up_a_telephone_asks_for_the_passphrase_again(house: Northfield, desk: Desk) -> None:
    account = open_for(house.aigerim)
    desk.come(account.staff.number)
    phone = Telephone(desk.client.get("/account/app/").context["secret"].replace(" ", ""))
    typed = {"code": phone.code(), "passphrase": "not the passphrase at all"}
    assert desk.client.post("/account/app/", typed).status_code == 422
    assert not second_factor.standing(account).any
    shown = desk.client.post("/account/app/", {**typed, "passphrase": WORDS})
    assert len(shown.context["codes"]) == 10
    assert second_factor.standing(account).app
    assert desk.client.get("/account/").status_code == 200


def test_new_recovery_codes_void_the_old_ones(house: Northfield, desk: Desk) -> None:
    account = open_for(house.daria)
    phone = telephone_of(account)
    old = second_factor.new_recovery_codes(accounts.Holder(account.staff), account)
    desk.come(account.staff.number)
    desk.code(phone.code())
    assert desk.client.post("/account/codes/", {"passphrase": "not the passphrase at all"}).status_code == 422
    new = desk.client.post("/account/codes/", {"passphrase": WORDS}).context["codes"]
    assert not set(old) & set(new)
    stranger = Desk()
    stranger.come(account.staff.number)
    assert stranger.code(old[0]).status_code == 422


def test_one_of_the_cast_has_no_account_and_is_told_so(house: Northfield) -> None:
    client = Client()
    client.get(sign_in_link(house.aigerim))
    assert "came in by a link" in client.get("/account/").content.decode()
    assert client.get("/account/app/").headers["Location"] == "/account/"


def test_no_page_of_the_library_is_reachable_and_nobody_signs_up() -> None:
    def views(patterns: object) -> Iterator[str]:
        for one in patterns:  # type: ignore[attr-defined]
            if hasattr(one, "url_patterns"):
                yield from views(one.url_patterns)
            else:
                yield f"{one.callback.__module__} {one.pattern}"

    routed = list(views(get_resolver("rapport.instance.urls").url_patterns))
    assert [one for one in routed if one.startswith(("allauth", "django.contrib.auth", "django.contrib.admin"))] == []
    assert [one for one in routed if any(word in one for word in ("signup", "email", "social", "reset"))] == []
    for path in ("/accounts/signup/", "/accounts/login/", "/accounts/password/reset/", "/accounts/email/", "/admin/"):
        assert Client().get(path).status_code == 404


def test_an_account_has_no_mail_no_permissions_and_no_superuser() -> None:
    fields = {field.name for field in Account._meta.get_fields()}
    assert not fields & {"email", "is_superuser", "is_staff", "groups", "user_permissions", "last_login"}


def test_no_permission_is_ever_written() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM auth_permission")
        assert cursor.fetchone()[0] == 0


def test_the_ledger_keeps_nothing_that_was_typed(house: Northfield) -> None:
    Desk().come("my secret by mistake", "not the passphrase at all")
    assert "mistake" not in repr(list(Entry.objects.values()))


def test_a_half_of_another_session_is_nobody_s(house: Northfield, desk: Desk) -> None:
    account = open_for(house.daria)
    telephone_of(account)
    planted = desk.client.session
    planted["half"] = {
        "account": account.pk,
        "mark": "0" * 32,
        "at": wall_now().isoformat(),
        "second": True,
        "next": "",
    }
    planted.save()
    assert desk.client.get("/sign-in/arrive/").headers["Location"] == reverse("access:sign_in")
    assert desk.who == ""


def test_an_account_without_a_posting_in_this_stamp_signs_nobody_in(house: Northfield, desk: Desk) -> None:
    desk.come(open_for(house.aigerim).staff.number)
    held = desk.client.session
    held["stamp"] = "elsewhere"
    held.save()
    assert desk.who == ""
    assert Instance.objects.get().stamp != "elsewhere"


def test_a_second_person_enrolled_is_not_the_first(house: Northfield) -> None:
    erlan = post(STEWARD, enrol(STEWARD, "Erlan"), Role.OFFICER, service=house.service)
    open_for(house.aigerim)
    open_for(erlan, "another phrase for another man")
    assert Desk().come(erlan.staff.number).status_code == 422
    assert sessions.lock_after() < sessions.idle_after()
