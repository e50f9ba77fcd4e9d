"""Who is let in, by what, and for how long."""

from __future__ import annotations

import pytest
from access_house import Northfield
from django.http import HttpResponse
from django.test import Client

from rapport.access.links import sign_in_link
from rapport.ledger.models import Entry

pytestmark = pytest.mark.django_db


def who(client: Client) -> str:
    """The name on the page of one's own postings; empty for someone signed out."""
    answer: HttpResponse = client.get("/posting/")
    return answer.wsgi_request.viewer.name if answer.status_code == 200 else ""  # type: ignore[attr-defined]


def last_entry() -> Entry:
    return Entry.objects.latest("pk")


def test_one_click_signs_in_and_is_remembered(client: Client, house: Northfield) -> None:
    assert who(client) == ""
    answer = client.get(sign_in_link(house.aigerim))
    assert answer.status_code == 302
    entry = last_entry()
    assert (entry.operation, entry.staff, entry.role) == ("sign_in", house.aigerim.staff.ref, "officer")
    assert who(client) == "Aigerim"
