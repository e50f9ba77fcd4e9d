"""Who is let in, by what, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from access_house import MONDAY, STEWARD, Northfield
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rapport.access import links, sessions
from rapport.access.algebra import Refused
from rapport.access.links import NotOfTheCast, sign_in_link
from rapport.access.models import Posting, PrisonService, Role
from rapport.access.selectors import own_posting, postings_of
from rapport.access.services import end_posting, enrol, open_service, post, set_clock
from rapport.access.viewers import Viewer
from rapport.access.views import pages
from rapport.interface.navigation import Signpost
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Entry, Instance
from rapport.ledger.reasons import because

pytestmark = pytest.mark.django_db


def who(client: Client) -> Viewer | None:
    """Who is signed in on this browser."""
    viewer: Viewer | None = client.get("/sign-in/").wsgi_request.viewer  # type: ignore[attr-defined]
    return viewer


def name(client: Client) -> str:
    viewer = who(client)
    return viewer.name if viewer else ""


def signed_in(posting: Posting) -> Client:
    client = Client()
    assert client.get(sign_in_link(posting)).status_code == 302
    return client


def last_entry() -> Entry:
    return Entry.objects.latest("pk")


def test_one_click_signs_in_and_is_remembered(client: Client, house: Northfield) -> None:
    assert name(client) == ""
    assert client.get(sign_in_link(house.aigerim)).status_code == 302
    entry = last_entry()
    assert (entry.operation, entry.staff, entry.role) == ("sign_in", house.aigerim.staff.ref, "officer")
    assert entry.records == [["access.posting", house.aigerim.ref], ["access.staff", house.aigerim.staff.ref]]
    assert name(client) == "Aigerim"


def test_signing_out_is_remembered_and_leaves_nobody(house: Northfield) -> None:
    client = signed_in(house.aigerim)
    assert client.post("/sign-out/").status_code == 302
    assert name(client) == ""
    assert (last_entry().operation, last_entry().reason) == ("sign_in", because("access.out_signed_out"))


def test_a_link_on_a_page_cannot_sign_anybody_out(house: Northfield) -> None:
    client = signed_in(house.aigerim)
    assert client.get("/sign-out/").status_code == 405
    assert name(client) == "Aigerim"


def test_a_session_key_planted_before_signing_in_is_worth_nothing(client: Client, house: Northfield) -> None:
    planted = client.session
    planted["tried"] = True
    planted.save()
    client.cookies["rapport_session"] = planted.session_key
    client.get(sign_in_link(house.aigerim))
    stranger = Client()
    stranger.cookies["rapport_session"] = planted.session_key
    assert name(client) == "Aigerim"
    assert client.session.session_key != planted.session_key
    assert name(stranger) == ""


def test_a_withdrawn_posting_is_over_at_the_next_request(house: Northfield) -> None:
    client = signed_in(house.aigerim)
    end_posting(STEWARD, house.aigerim, reason="left the service")
    assert name(client) == ""
    assert last_entry().reason == because("access.out_posting_ended")
    assert client.get(sign_in_link(house.aigerim)).status_code == 404


def test_winding_an_exercise_back_does_not_bring_a_withdrawn_posting_back(house: Northfield) -> None:
    client = signed_in(house.aigerim)
    set_clock(STEWARD, house.service, MONDAY + timedelta(days=3))
    end_posting(STEWARD, Posting.with_all().get(pk=house.aigerim.pk))
    set_clock(STEWARD, house.service, MONDAY + timedelta(days=1))
    assert name(client) == ""


def test_a_posting_past_its_end_signs_nobody_in(client: Client, house: Northfield) -> None:
    week = MONDAY + timedelta(days=7)
    brief = post(STEWARD, house.aigerim.staff, Role.ANALYST, service=house.service, ends=week, by_link=True)
    link = sign_in_link(brief)
    set_clock(STEWARD, house.service, week)
    assert client.get(link).status_code == 404
    assert name(client) == ""


def test_a_posting_that_has_not_begun_signs_nobody_in(client: Client, house: Northfield) -> None:
    later = MONDAY + timedelta(days=1)
    coming = post(STEWARD, house.aigerim.staff, Role.ANALYST, service=house.service, starts=later, by_link=True)
    assert client.get(sign_in_link(coming)).status_code == 404
    set_clock(STEWARD, house.service, later)
    assert client.get(sign_in_link(coming)).status_code == 302


def test_a_posting_ends_by_the_clock_of_its_own_service(house: Northfield) -> None:
    week = MONDAY + timedelta(days=7)
    client = signed_in(post(STEWARD, house.bakyt.staff, Role.ANALYST, service=house.service, ends=week, by_link=True))
    assert name(client) == "Bakyt"
    set_clock(STEWARD, house.service, week)
    assert name(client) == ""


def test_a_link_made_under_another_stamp_does_not_open(
    client: Client, house: Northfield, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(links, "instance", lambda: Instance(mode="training", stamp="elsewhere"))
        link = sign_in_link(house.aigerim)
    assert client.get(link).status_code == 404
    assert name(client) == ""
    assert (last_entry().operation, last_entry().reason) == ("refusal", "link")


def test_a_session_of_another_stamp_signs_nobody_in(house: Northfield) -> None:
    client = signed_in(house.aigerim)
    held = client.session
    held["stamp"] = "elsewhere"
    held.save()
    assert name(client) == ""


def test_a_link_opens_for_twelve_hours(client: Client, house: Northfield, monkeypatch: pytest.MonkeyPatch) -> None:
    link = sign_in_link(house.aigerim)
    made = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: made + links.LASTS_SECONDS + 60)
    assert client.get(link).status_code == 404


def test_a_link_cannot_be_made_up(client: Client, house: Northfield) -> None:
    assert client.get(f"/enter/{signing.dumps(house.aigerim.ref)}/").status_code == 404
    assert client.get(f"/enter/{house.aigerim.ref}/").status_code == 404


def test_only_the_cast_may_enter_by_a_link(house: Northfield) -> None:
    colleague = post(STEWARD, enrol(STEWARD, "Erlan"), Role.OFFICER, service=house.service)
    with pytest.raises(NotOfTheCast):
        sign_in_link(colleague)


@pytest.mark.parametrize(
    "where",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)
def test_from_another_machine_nobody_is_listed_and_no_link_opens(
    client: Client, house: Northfield, where: dict[str, str]
) -> None:
    before = Entry.objects.count()
    assert "Aigerim" not in client.get("/sign-in/", **where).content.decode()  # type: ignore[arg-type]
    assert client.get(sign_in_link(house.aigerim), **where).status_code == 404  # type: ignore[arg-type]
    assert Entry.objects.count() == before


def test_on_this_machine_the_cast_is_listed_by_name_role_and_place(client: Client, house: Northfield) -> None:
    post(STEWARD, enrol(STEWARD, "Erlan"), Role.OFFICER, service=house.service)
    page = client.get("/sign-in/", REMOTE_ADDR="::1").content.decode()
    assert "Aigerim" in page
    assert "Wing officer · Northfield" in page
    assert "Trainer · Steppe prison service" in page
    assert "Erlan" not in page


@pytest.mark.usefixtures("house")
def test_every_button_of_the_sign_in_page_lets_its_person_in() -> None:
    cast = Client().get("/sign-in/").context["cast"]
    assert [member.name for member in cast] == ["Aigerim", "Bakyt", "Daria", "Tomas"]
    for member in cast:
        client = Client()
        client.post(f"/enter/{member.token}/")
        assert name(client) == member.name


def test_after_signing_in_one_comes_to_the_page_one_asked_for(client: Client, house: Northfield) -> None:
    asked = client.get("/posting/?from=mail")
    assert asked.headers["Location"] == "/sign-in/?next=%2Fposting%2F%3Ffrom%3Dmail"
    entered = client.post(sign_in_link(house.aigerim), {"next": "/posting/?from=mail"})
    assert entered.headers["Location"] == "/posting/?from=mail"


def test_nobody_is_sent_to_somebody_elses_site(client: Client, house: Northfield) -> None:
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        assert client.post(sign_in_link(house.aigerim), {"next": elsewhere}).headers["Location"] == "/"


def test_a_part_of_a_page_fetched_alone_sends_the_whole_page_to_sign_in(client: Client) -> None:
    answer = client.get("/posting/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/sign-in/")


def test_an_idle_session_is_over(house: Northfield, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(house.aigerim)
    idle = wall_now() + timedelta(minutes=61)
    monkeypatch.setattr(sessions, "wall_now", lambda: idle)
    assert name(client) == ""
    assert last_entry().reason == because("access.out_idle")


def test_a_session_in_use_goes_on(house: Northfield, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(house.aigerim)
    begun = wall_now()
    for minutes in (40, 80, 120):
        monkeypatch.setattr(sessions, "wall_now", lambda passed=minutes: begun + timedelta(minutes=passed))
        assert name(client) == "Aigerim"


def test_pages_of_someone_signed_in_are_not_cached(house: Northfield) -> None:
    assert signed_in(house.aigerim).get("/posting/").headers["Cache-Control"] == "no-store"


def test_one_person_may_change_between_their_own_postings(house: Northfield) -> None:
    exercise = open_service(STEWARD, "Exercise B-14", clock_now=MONDAY)
    played = post(STEWARD, house.aigerim.staff, Role.GOVERNOR, service=exercise)
    client = signed_in(house.aigerim)
    old_key = client.session.session_key
    assert client.post("/posting/", {"posting": played.ref.lower()}).status_code == 302
    viewer = who(client)
    assert viewer is not None
    assert (viewer.service_ref, viewer.roles) == (exercise.ref, {"governor"})
    assert client.session.session_key != old_key
    assert (last_entry().operation, last_entry().reason) == ("sign_in", because("access.changed_posting"))
    assert [posting.service for posting in postings_of(viewer)] == ["Exercise B-14", "Steppe prison service"]


def test_nobody_can_change_to_somebody_elses_posting(house: Northfield) -> None:
    client = signed_in(house.aigerim)
    refused = client.post("/posting/", {"posting": house.daria.ref})
    missing = client.post("/posting/", {"posting": "nothing"})
    assert refused.status_code == missing.status_code == 404
    assert name(client) == "Aigerim"


def test_signing_in_again_leaves_nothing_of_the_last_person(house: Northfield) -> None:
    client = signed_in(house.aigerim)
    held = client.session
    held["draft"] = "secret"
    held.save()
    client.get(sign_in_link(house.bakyt))
    assert "draft" not in client.session
    assert name(client) == "Bakyt"


@pytest.mark.urls("access_urls")
def test_knowing_who_is_signed_in_costs_two_queries(
    house: Northfield, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The session, and the posting with all that hangs on it."""
    client = signed_in(house.aigerim)
    with django_assert_num_queries(2):
        client.get("/try/word/")


def test_a_training_instance_cannot_hold_a_real_prison_service() -> None:
    here = Instance.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PrisonService.unfiltered.create(name="Real", mode=here, simulated=False)


def test_no_way_of_changing_posting_leads_to_somebody_else_s(house: Northfield) -> None:
    asked = signed_in(house.aigerim).get("/sign-in/").wsgi_request
    with pytest.raises(Refused) as changed:
        sessions.switch_posting(asked, house.daria)
    with pytest.raises(Refused) as found:
        own_posting(house.officer, house.daria.ref)
    assert (changed.value.exists, found.value.exists) == (False, False)
    assert own_posting(house.officer, house.aigerim.ref) == house.aigerim


def test_the_start_leads_to_the_first_page_for_one_s_role(house: Northfield, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(client: Client) -> str:
        return pages.start(client.get("/sign-in/").wsgi_request).headers["Location"]

    shown = [Signpost("Reports", "/reports/", here=False), Signpost("Shift", "/walk/", here=False)]
    monkeypatch.setattr(pages, "signposts", lambda viewer, _path: shown if viewer.holds(Role.OFFICER) else [])
    assert start(Client()).startswith("/sign-in/")
    assert start(signed_in(house.aigerim)) == "/reports/"
    assert start(signed_in(house.daria)) == "/posting/"
