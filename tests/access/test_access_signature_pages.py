"""The pages of signing: make one's signature, sign what waits, and the inspector's list."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from access_house import STEWARD, Northfield
from access_signers import act_declared, ask, judged, passphrase, signer
from django.test import Client

from rapport.access import keys, signing
from rapport.access.links import sign_in_link
from rapport.access.models import Posting, Role
from rapport.access.services import post
from rapport.ledger.references import new_reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _act(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(signing, "MEMORY_KIB", 256)
    monkeypatch.setattr(signing, "PASSES", 1)
    with act_declared():
        yield


def signed_in(posting: Posting) -> Client:
    client = Client()
    client.get(sign_in_link(posting))
    return client


def without_token(content: bytes) -> str:
    """The page without what differs at every request: its token."""
    return re.sub(r"[A-Za-z0-9]{64}", "", content.decode())


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_somebody_makes_their_signature_sees_its_fingerprint_and_revokes_it(house: Northfield) -> None:
    client = signed_in(house.aigerim)
    words = passphrase("Aigerim")
    assert "Make my signature" in page(client, "/signature/")
    assert client.post("/signature/", {"passphrase": words, "again": words}).status_code == 302
    held = keys.standing_key(house.aigerim.staff_id)
    assert held is not None
    assert signing.fingerprint(held.public) in page(client, "/signature/")
    assert client.post(f"/signature/{held.ref}/revoke/").status_code == 302
    assert "Make my signature" in page(client, "/signature/")


def test_two_different_passphrases_or_a_weak_one_make_no_signature_and_are_not_shown_again(house: Northfield) -> None:
    client = signed_in(house.aigerim)
    words = passphrase("Aigerim")
    for typed, said in (
        ({"passphrase": words, "again": words + "!"}, "The two are not the same"),
        ({"passphrase": "short", "again": "short"}, "Take at least 12 letters"),
        ({"passphrase": "", "again": ""}, "Type your passphrase"),
        ({"passphrase": "x" * 201, "again": "x" * 201}, "too long"),
    ):
        answer = client.post("/signature/", typed).content.decode()
        assert said in answer
        assert words not in answer
    assert keys.standing_key(house.aigerim.staff_id) is None


def test_a_governor_signs_what_waits(house: Northfield) -> None:
    gulnara, henrik = signer(house, "Gulnara"), signer(house, "Henrik")
    refused = ask(gulnara)
    colleague = signed_in(henrik)
    assert "Choose a reason" in colleague.post(f"/approvals/{refused.ref}/", {"decline": "yes"}).content.decode()
    assert colleague.post(f"/approvals/{refused.ref}/", {"decline": "yes", "reason": "too_wide"}).status_code == 302
    ended = page(signed_in(gulnara), f"/approvals/{refused.ref}/")
    assert "Henrik said no" in ended
    assert "It goes further than it has to" in ended
    assert 'name="passphrase"' not in ended
    assert "Declined" in page(signed_in(gulnara), "/approvals/")
    asked = ask(gulnara)
    assert "Something like it was asked before" in page(signed_in(signer(house, "Third")), f"/approvals/{asked.ref}/")
    for who in (gulnara, henrik):
        client = signed_in(who)
        assert "Open the cabinet" in page(client, "/approvals/")
        wrong = client.post(f"/approvals/{asked.ref}/", {"passphrase": "not these words"}).content.decode()
        assert "Nothing was signed" in wrong
        assert "not these words" not in wrong
        answer = client.post(f"/approvals/{asked.ref}/", {"passphrase": passphrase(who.staff.name)})
        assert answer.status_code == 302
    assert judged(asked).released
    assert "Two people have signed" in page(signed_in(gulnara), f"/approvals/{asked.ref}/")


def test_after_five_wrong_passphrases_the_page_says_how_long_to_wait(house: Northfield) -> None:
    asked = ask(signer(house, "Gulnara"))
    client = signed_in(signer(house, "Henrik"))
    for _try in range(5):
        client.post(f"/approvals/{asked.ref}/", {"passphrase": "not these words"})
    assert "Try again in 15 minutes" in client.post(f"/approvals/{asked.ref}/", {"passphrase": "x"}).content.decode()


def test_a_request_that_is_not_for_one_is_as_missing_as_one_that_is_not_there(house: Northfield) -> None:
    asked = ask(signer(house, "Gulnara"))
    client, nothing = signed_in(house.daria), new_reference()
    hidden, missing = client.get(f"/approvals/{asked.ref}/"), client.get(f"/approvals/{nothing}/")
    assert hidden.status_code == missing.status_code == 404
    assert without_token(hidden.content).replace(asked.ref, nothing) == without_token(missing.content)
    assert client.post(f"/approvals/{asked.ref}/", {"passphrase": "anything"}).status_code == 404
    assert "Open the cabinet" not in page(client, "/approvals/")


def test_one_without_a_signature_is_sent_to_make_one(house: Northfield) -> None:
    asked = ask(signer(house, "Gulnara"))
    late = post(
        STEWARD,
        house.bakyt.staff,
        Role.GOVERNOR,
        service=house.service,
        establishment=house.northfield,
        by_link=True,
    )
    assert "You have no signature yet" in page(signed_in(late), f"/approvals/{asked.ref}/")


def test_an_inspector_compares_and_confirms_and_nobody_else_sees_the_list(house: Northfield) -> None:
    gulnara, inspector = signer(house, "Gulnara"), signer(house, "Irina", Role.INSPECTOR)
    held = keys.standing_key(gulnara.staff_id)
    assert held is not None
    client = signed_in(inspector)
    assert signing.fingerprint(held.public) in page(client, "/signatures/")
    assert client.post(f"/signatures/{held.ref}/confirm/").status_code == 302
    assert "Confirmed" in page(client, "/signatures/")
    assert "Confirmed by the inspector" in page(signed_in(gulnara), "/signature/")
    for other in (house.aigerim, gulnara, house.tomas):
        assert signed_in(other).get("/signatures/").status_code == 403
        assert signed_in(other).post(f"/signatures/{held.ref}/confirm/").status_code in (403, 404)
    assert client.post(f"/signature/{held.ref}/revoke/").status_code == 302
    assert keys.standing_key(gulnara.staff_id) is None


def test_nobody_revokes_a_colleagues_signature(house: Northfield) -> None:
    gulnara = signer(house, "Gulnara")
    held = keys.standing_key(gulnara.staff_id)
    assert held is not None
    assert signed_in(house.aigerim).post(f"/signature/{held.ref}/revoke/").status_code == 404
    assert keys.standing_key(gulnara.staff_id) == held
