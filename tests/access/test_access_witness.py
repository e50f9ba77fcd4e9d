"""The witness's key: no fewer than two people write it into the ledger, and only that witness counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from access_house import STEWARD, Northfield
from access_signers import passphrase, signer
from django.test import Client

from rapport.access import approvals, inspection, signing, witness
from rapport.access.algebra import Refused
from rapport.access.links import sign_in_link
from rapport.access.models import ApprovalRequest, Posting, Role
from rapport.access.viewers import viewer_for
from rapport.instance.pinned import require_signed
from rapport.ledger import exports, sequencing, witnesses
from rapport.ledger.acting import AtTheConsole
from rapport.ledger.exports import DoesNotFit
from rapport.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "MEMORY_KIB", 256)
    monkeypatch.setattr(signing, "PASSES", 1)


def signed_in(posting: Posting) -> Client:
    client = Client()
    client.get(sign_in_link(posting))
    return client


def test_two_people_pin_a_witness_and_its_word_counts_from_then_on(house: Northfield, tmp_path: Path) -> None:
    temir = signer(house, "Temir", Role.ADMINISTRATOR)
    gulnara, henrik = signer(house, "Gulnara"), signer(house, "Henrik", Role.INSPECTOR)
    public = exports.witness_key(tmp_path / "stick")
    clerk = AtTheConsole("clerk")
    client = signed_in(temir)
    assert "Nobody yet" in client.get("/staff/witness/").content.decode()
    early = tmp_path / "early"
    sequencing.export(clerk, early)
    note = exports.witness(early, tmp_path / "stick", at=int(witnesses.wall_now().timestamp()))
    with pytest.raises(witnesses.NotPinned, match="no witness"):
        sequencing.keep_cosignature(note, public)
    with pytest.raises(DoesNotFit, match="not pinned by then"):
        exports.verify(early)  # nobody but that stick's holder knows whose word this is
    assert exports.verify(early, stick=tmp_path / "stick").witnessed > 0

    answer = client.post("/staff/witness/", {"key": "not a key"})
    assert answer.status_code == 422
    assert "not the public key of a witness" in answer.content.decode()
    assert client.post("/staff/witness/", {"key": f" {public}\n"}).status_code == 302
    asked = ApprovalRequest.unfiltered.get(operation=witness.ACT)
    pin = f"/staff/witness/{asked.record_ref}/"
    for signs in (gulnara, henrik):
        client.post(pin)
        assert witnesses.standing() is None
        reads = signed_in(signs)
        assert str(public) in reads.get(f"/approvals/{asked.ref}/", follow=True).content.decode() or str(
            public
        ) in reads.get(pin).content.decode().replace("&#x3D;", "=")
        reads.post(f"/approvals/{asked.ref}/", {"passphrase": passphrase(signs.staff.name)})
    with pytest.raises(Refused):
        witness.pin(viewer_for(gulnara), asked.record_ref)  # a governor signs; who proposes pins
    assert client.post(pin).status_code == 302
    standing = witnesses.standing()
    assert standing is not None
    assert standing.verifier == public
    told = Entry.objects.get(reason__startswith="witness pinned")
    assert ["access.approvalrequest", asked.ref] in told.records
    assert ["access.staff", gulnara.staff.ref] in told.records

    with pytest.raises(witnesses.NotPinned, match="before the key was pinned"):
        sequencing.keep_cosignature(note, public)
    folder = tmp_path / "export"
    sequencing.export(clerk, folder)
    at = int(witnesses.wall_now().timestamp())
    sequencing.keep_cosignature(exports.witness(folder, tmp_path / "stick", at=at), public)
    assert "Came last" in client.get("/staff/witness/").content.decode()
    (tmp_path / "roster.json").write_text(inspection.take_roster(clerk))
    (tmp_path / "approvals.json").write_text(inspection.take_approvals(clerk))
    require_signed(exports.verify(folder).pins, tmp_path / "approvals.json", tmp_path / "roster.json")

    with pytest.raises(Refused):
        witness.pin(STEWARD, asked.record_ref)  # the two signed once, for once
    other = exports.witness_key(tmp_path / "other")
    client.post("/staff/witness/", {"key": str(other)})
    client.post(f"/staff/witness/{witness.ref_of(str(other))}/")
    now = witnesses.standing()
    assert now is not None
    assert now.verifier == public


def test_nobody_else_proposes_a_witness_and_an_officer_sees_no_such_page(house: Northfield, tmp_path: Path) -> None:
    key = str(exports.witness_key(tmp_path / "stick"))
    officer = signed_in(house.aigerim)
    assert officer.get("/staff/witness/").status_code == 403
    assert officer.post("/staff/witness/", {"key": key}).status_code == 403
    governor = signed_in(signer(house, "Gulnara"))
    assert "Propose a key" not in governor.get("/staff/witness/").content.decode()
    assert governor.post("/staff/witness/", {"key": key}).status_code == 403
    assert not approvals.ApprovalRequest.unfiltered.filter(operation=witness.ACT).exists()
