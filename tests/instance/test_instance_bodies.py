"""What is too large is refused before it is read, on a page that says what to do."""

from __future__ import annotations

import pytest
from django.test import Client
from django.test.client import FakePayload

from rapport.instance.bodies import MOST_BYTES

pytestmark = pytest.mark.django_db


class Unread(FakePayload):
    """A body that nobody may read."""

    def read(self, *_args: object) -> bytes:
        raise AssertionError("read")


@pytest.mark.parametrize("length", [str(MOST_BYTES + 1), "9" * 30, "-1", "much"])
def test_a_body_that_is_too_large_is_refused_unread_and_the_page_says_what_to_do(length: str) -> None:
    client = Client(raise_request_exception=True)
    answer = client.generic(
        "POST", "/sign-in/", **{"wsgi.input": Unread(), "CONTENT_LENGTH": length, "CONTENT_TYPE": "text/plain"}
    )
    assert answer.status_code == 413
    assert "Ten megabytes" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_what_is_not_too_large_is_received(client: Client) -> None:
    assert client.post("/sign-in/", {"number": "N-1", "passphrase": "x" * 200}).status_code != 413
