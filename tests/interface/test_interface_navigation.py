"""Signposts: everybody sees the ways that are theirs, and none that lead nowhere."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from frame import Someone, page_for

from rapport.interface import navigation
from rapport.interface.checks import signposts_lead_somewhere
from rapport.interface.navigation import AccountAct, NavEntry

OFFICER = Someone(roles=frozenset({"OFFICER"}))
GOVERNOR = Someone(roles=frozenset({"GOVERNOR"}))

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> list[SimpleNamespace]:
    """Two rooms that declare signposts, in the wrong order on purpose; their addresses exist without any database."""
    monkeypatch.setattr(
        navigation, "reverse", lambda name: {"start": "/", "look": "/look/", "decide": "/decide/"}[name]
    )
    above = SimpleNamespace(
        name="above",
        navigation=[NavEntry("To decide", "decide", roles=frozenset({"GOVERNOR"}), order=30)],
        account=[AccountAct("Sign out", "set_language", method="post")],
    )
    below = SimpleNamespace(
        name="below",
        navigation=[
            NavEntry("Shift", "look", roles=frozenset({"OFFICER"}), order=10),
            NavEntry("Start", "start", order=1),
        ],
    )
    monkeypatch.setattr(navigation, "apps", SimpleNamespace(get_app_configs=lambda: [above, below]))
    return [above, below]


def ways(reader: Someone | None, address: str = "/look/") -> list[str]:
    return [link.text for link in page_for(reader, address).by_class("rap-nav__link")]


@pytest.mark.usefixtures("rooms")
def test_an_officer_sees_the_ways_of_an_officer_and_a_governor_those_of_a_governor():
    assert ways(OFFICER) == ["Start", "Shift"]
    assert ways(GOVERNOR) == ["Start", "To decide"]


@pytest.mark.usefixtures("rooms")
def test_who_is_signed_out_sees_no_ways_and_no_seat():
    page = page_for(None)
    assert ways(None) == []
    assert page.by_class("rap-seat") == []


@pytest.mark.usefixtures("rooms")
def test_the_page_where_one_stands_is_marked_and_only_that_one():
    here = [link.text for link in page_for(OFFICER, "/look/deeper/").all("a", aria_current="page")]
    assert here == ["Shift"]


@pytest.mark.usefixtures("rooms")
def test_signing_out_is_a_button_that_a_strange_site_cannot_press():
    page = page_for(OFFICER)
    forms = [element.tag for element in page.elements]
    seat = page.elements.index(page.by_class("rap-seat")[0])
    assert "form" in forms[seat:]
    token = [field for field in page.elements[seat:] if field.attributes.get("name") == "csrfmiddlewaretoken"]
    assert token
    assert token[0].attributes["value"]


def test_a_signpost_that_leads_nowhere_stops_the_start(rooms: list[SimpleNamespace]):
    rooms[0].navigation = [NavEntry("Lost", "nowhere:at_all")]
    rooms[0].account = []
    rooms[1].navigation = []
    (complaint,) = signposts_lead_somewhere(None)
    assert complaint.id == "rapport.interface.E001"
    assert "above" in complaint.msg
    rooms[0].navigation = [NavEntry("Found", "interface:look")]
    assert signposts_lead_somewhere(None) == []


def test_nobody_sees_one_signpost_twice() -> None:
    declared = [one for room in apps.get_app_configs() for one in getattr(room, "navigation", [])]
    posts = [(one.url_name, role) for one in declared for role in one.roles]
    assert len(posts) > 20
    assert len(posts) == len(set(posts))
