"""What a refusal looks like, and what is left of it."""

from __future__ import annotations

import re

import pytest
from access_house import MONDAY, STEWARD, Northfield
from django.http import HttpResponse
from django.test import Client

from rapport.access.links import sign_in_link
from rapport.access.managers import Ruled, Unruled
from rapport.access.models import Establishment, Posting, PrisonService, Region, Role, Staff
from rapport.access.services import choose_language, enrol, open_service, post
from rapport.ledger.models import Entry
from rapport.ledger.references import new_reference

pytestmark = [pytest.mark.django_db, pytest.mark.urls("access_urls")]


def signed_in(posting: Posting) -> Client:
    client = Client()
    client.get(sign_in_link(posting))
    return client


@pytest.fixture
def stranger() -> Posting:
    """A posting in another prison service."""
    abroad = open_service(STEWARD, "Abroad", clock_now=MONDAY)
    return post(STEWARD, enrol(STEWARD, "Sanjar"), Role.GOVERNOR, service=abroad, by_link=True)


def alike(answer: HttpResponse) -> str:
    """A page without what differs between any two: its form token and the address it was asked under."""
    page = re.sub(
        r'(name="rapport-csrf" content|name="csrfmiddlewaretoken" value)="[^"]*"', "", answer.content.decode()
    )
    return page.replace(answer.wsgi_request.path, "")  # type: ignore[attr-defined]


def test_a_record_of_one_s_own_service_is_shown(house: Northfield) -> None:
    client = signed_in(house.aigerim)
    assert client.get(f"/try/read/{house.daria.ref}/").content.decode() == house.daria.ref
    assert client.get(f"/try/read/{house.daria.ref.lower().replace('-', ' ')}/").status_code == 200


def test_a_hidden_record_a_missing_one_and_a_missing_page_look_the_same(house: Northfield, stranger: Posting) -> None:
    client = signed_in(house.aigerim)
    hidden = client.get(f"/try/read/{stranger.ref}/")
    missing = client.get(f"/try/read/{new_reference()}/")
    nowhere = client.get("/try/nothing/at/all/")
    assert hidden.status_code == missing.status_code == nowhere.status_code == 404
    assert alike(hidden) == alike(missing) == alike(nowhere)
    assert hidden.headers == missing.headers


def test_the_ledger_keeps_which_reference_was_asked_for_whether_or_not_there_is_one(
    house: Northfield, stranger: Posting
) -> None:
    client = signed_in(house.aigerim)
    invented = new_reference()
    for ref in (stranger.ref, invented):
        client.get(f"/try/read/{ref}/")
        entry = Entry.objects.latest("pk")
        assert (entry.operation, entry.reason) == ("refusal", "no_such_record")
        assert entry.records == [["access.posting", ref]]


def test_what_somebody_types_in_place_of_a_reference_does_not_reach_the_ledger(house: Northfield) -> None:
    signed_in(house.aigerim).get("/try/read/ivanov%20in%20cell%2012/")
    entry = Entry.objects.latest("pk")
    assert (entry.operation, entry.records) == ("refusal", [])


def test_a_forbidden_act_is_refused_plainly_and_only_the_refusal_is_left(house: Northfield) -> None:
    client = signed_in(house.aigerim)
    before = Entry.objects.latest("pk").pk
    answer = client.post(f"/try/act/{house.daria.ref}/")
    assert answer.status_code == 403
    assert "role.governor" in answer.content.decode()
    (entry,) = Entry.objects.filter(pk__gt=before)
    assert (entry.operation, entry.staff, entry.reason) == ("refusal", house.aigerim.staff.ref, "role.governor")
    assert entry.records == [["access.posting", house.daria.ref]]
    assert not Region.unfiltered.filter(name="Half done").exists()


def test_a_forbidden_act_on_a_hidden_record_does_not_tell_that_there_is_one(
    house: Northfield, stranger: Posting
) -> None:
    client = signed_in(house.aigerim)
    assert client.post(f"/try/act/{stranger.ref}/").status_code == 404


@pytest.mark.parametrize("model", [PrisonService, Region, Establishment, Staff, Posting])
def test_no_record_answers_without_saying_who_asks(model: type[Posting], house: Northfield) -> None:
    assert isinstance(model.objects, Ruled)
    for ask in ("all", "count", "first", "exists", "values", "create", "iterator", "aggregate"):
        with pytest.raises(Unruled):
            getattr(model.objects, ask)()
    with pytest.raises(Unruled):
        model.objects.get(pk=1)
    assert model.objects.visible_to(house.officer).exists()


def test_nobody_sees_another_prison_service_its_places_or_its_staff(house: Northfield, stranger: Posting) -> None:
    viewer = house.officer
    assert list(PrisonService.objects.visible_to(viewer)) == [house.service]
    assert list(Establishment.objects.visible_to(viewer)) == [house.northfield]
    assert list(Region.objects.visible_to(viewer)) == [house.north]
    assert stranger.staff not in Staff.objects.visible_to(viewer)
    assert house.bakyt.staff in Staff.objects.visible_to(viewer)
    assert stranger not in Posting.objects.visible_to(viewer)


def test_a_page_speaks_the_language_its_reader_has_chosen(house: Northfield) -> None:
    client = signed_in(house.aigerim)
    assert client.get("/try/word/").headers["Content-Language"] == "en"
    choose_language(house.officer, "ru")
    assert client.get("/try/word/").headers["Content-Language"] == "ru"


def test_the_switch_on_the_page_wins_until_the_next_sign_in(house: Northfield) -> None:
    choose_language(house.officer, "ru")
    client = signed_in(house.aigerim)
    client.post("/language/setlang/", {"language": "en"})
    assert client.get("/try/word/").headers["Content-Language"] == "en"
    client.get(sign_in_link(house.aigerim))
    assert client.get("/try/word/").headers["Content-Language"] == "ru"


def test_someone_without_a_language_of_their_own_keeps_the_one_chosen_on_the_sign_in_page(house: Northfield) -> None:
    client = Client()
    client.post("/language/setlang/", {"language": "ru"})
    client.get(sign_in_link(house.bakyt))
    assert client.get("/try/word/").headers["Content-Language"] == "ru"
