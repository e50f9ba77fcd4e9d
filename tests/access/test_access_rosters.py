"""From files alone, on another machine: which acts two people really allowed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from access_house import Northfield
from access_signers import OPEN, act_declared, ask, open_cabinet, passphrase, sign, signer
from django.db import transaction

from rapport.access import keys, signing
from rapport.access.inspection import take_approvals, take_roster
from rapport.access.models import Posting
from rapport.access.rosters import Unreadable, verify
from rapport.access.rules import Roster, entangled
from rapport.access.viewers import viewer_for
from rapport.ledger.acting import AtTheConsole
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because

pytestmark = pytest.mark.django_db
CLERK = AtTheConsole("clerk")


@pytest.fixture(autouse=True)
def _act(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(signing, "MEMORY_KIB", 256)
    monkeypatch.setattr(signing, "PASSES", 1)
    with act_declared():
        yield


@pytest.fixture
def gulnara(house: Northfield) -> Posting:
    return signer(house, "Gulnara")


@pytest.fixture
def henrik(house: Northfield) -> Posting:
    return signer(house, "Henrik")


@pytest.fixture
def taken(gulnara: Posting, henrik: Posting, tmp_path: Path) -> tuple[Path, Path]:
    """The two files after one act was done."""
    asked = ask(gulnara)
    sign(gulnara, asked)
    sign(henrik, asked)
    open_cabinet()
    ask(gulnara)
    approvals, roster = tmp_path / "approvals.json", tmp_path / "roster.json"
    approvals.write_text(take_approvals(CLERK))
    roster.write_text(take_roster(CLERK))
    return approvals, roster


def changed(file: Path, change: Callable[[dict], None]) -> None:
    whole = json.loads(file.read_text())
    change(whole)
    file.write_text(json.dumps(whole))


def test_the_roster_lets_an_inspector_meet_each_holder(taken: tuple[Path, Path], gulnara: Posting) -> None:
    listed = json.loads(taken[1].read_text())["keys"]
    held = keys.standing_key(gulnara.staff_id)
    assert held is not None
    hers = next(one for one in listed if one["staff"] == gulnara.staff.ref)
    assert (hers["name"], hers["number"]) == ("Gulnara", gulnara.staff.number)
    assert hers["fingerprint"] == signing.fingerprint(held.public)
    assert "sealed" not in taken[1].read_text()
    assert Entry.objects.filter(operation="disclosure", reason=because("access.roster_of_keys_taken")).exists()


def test_what_two_people_allowed_verifies_and_what_waits_is_no_offence(
    taken: tuple[Path, Path], gulnara: Posting, henrik: Posting
) -> None:
    done, waits = verify(*taken)
    assert (done.operation, done.served, set(done.by)) == (OPEN, True, {gulnara.staff.ref, henrik.staff.ref})
    assert (waits.served, waits.by, waits.sound) == (False, (), True)


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole["requests"][0].update(content="0" * 64),
        lambda whole: whole["requests"][0].update(operation="access.other"),
        lambda whole: whole["requests"][0]["record"].__setitem__(1, "ZZZ-ZZZZ"),
        lambda whole: whole["requests"][0]["approvals"].pop(),
        lambda whole: whole["requests"][0]["approvals"].__setitem__(1, whole["requests"][0]["approvals"][0]),
        lambda whole: whole["requests"][0]["approvals"][0].update(at="2020-01-01T00:00:00+00:00"),
        lambda whole: whole["requests"][1].update(served_at=whole["requests"][0]["served_at"]),
    ],
)
def test_any_change_to_an_act_that_was_done_is_found(taken: tuple[Path, Path], change: Callable[[dict], None]) -> None:
    changed(taken[0], change)
    assert not all(one.sound for one in verify(*taken))


def test_a_key_made_after_the_inspector_s_visit_is_unknown_until_the_next(
    taken: tuple[Path, Path], house: Northfield, gulnara: Posting
) -> None:
    """Also when the administrator forged the whole making of it on the server, with every key the server holds."""
    newcomer = signer(house, "Newcomer")
    asked = ask(gulnara, "1" * 64)
    sign(gulnara, asked)
    sign(newcomer, asked)
    open_cabinet("1" * 64)
    taken[0].write_text(take_approvals(CLERK))
    last = verify(*taken)[-1]
    assert (last.sound, last.codes) == (False, "approval.two|approval.unknown_key")


def test_a_key_revoked_later_does_not_undo_what_was_allowed_before(taken: tuple[Path, Path], henrik: Posting) -> None:
    held = keys.standing_key(henrik.staff_id)
    assert held is not None
    keys.revoke_key(viewer_for(henrik), held.ref)
    taken[1].write_text(take_roster(CLERK))
    assert all(one.sound for one in verify(*taken))


def test_in_rehearsal_and_live_an_unconfirmed_key_is_found(taken: tuple[Path, Path]) -> None:
    changed(taken[1], lambda whole: whole.update(mode="live"))
    assert verify(*taken)[0].codes == "approval.two|approval.unconfirmed_key"


def test_a_reset_by_the_first_is_found_from_the_files(
    taken: tuple[Path, Path], gulnara: Posting, henrik: Posting
) -> None:
    with transaction.atomic():
        keys.note_event(viewer_for(gulnara), "reset", henrik.staff)
    taken[1].write_text(take_roster(CLERK))
    assert verify(*taken)[0].codes == "approval.two|approval.entangled"


def test_whose_hands_an_account_went_through_counts_either_way_round() -> None:
    hands = {"A": frozenset[str](), "B": frozenset("A"), "C": frozenset("B"), "D": frozenset[str]()}
    roster = Roster(hands=hands)
    made = {(one, other) for one in "ABCD" for other in "ABCD" if entangled(one, other, roster)}
    chain = {("A", "B"), ("A", "C"), ("B", "C")}
    assert made == chain | {(other, one) for one, other in chain} | {(one, one) for one in "ABCD"}
    assert entangled("A", "stranger", roster)


def test_another_instance_s_roster_proves_nothing(taken: tuple[Path, Path]) -> None:
    changed(taken[1], lambda whole: whole.update(instance="elsewhere"))
    with pytest.raises(Unreadable, match="two different instances"):
        verify(*taken)


@pytest.mark.parametrize("nonsense", ["", "[]", "{}", "\x00", '{"format": "rapport-roster/v1"}'])
def test_nonsense_is_called_unreadable(taken: tuple[Path, Path], nonsense: str) -> None:
    taken[0].write_text(nonsense)
    with pytest.raises(Unreadable):
        verify(*taken)
    changed(taken[1], lambda whole: whole["keys"][0].pop("public"))


def test_the_inspector_needs_neither_database_nor_keys(taken: tuple[Path, Path], tmp_path: Path) -> None:
    def said() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                sys.executable,
                "-c",
                "from rapport.instance.command import rapport; rapport()",
                "approvals",
                "verify",
                str(taken[0]),
                "--roster",
                str(taken[1]),
            ],
            env={**os.environ, "RAPPORT_HOME": str(tmp_path / "nothing here"), "RAPPORT_DATABASE_URL": ""},
            capture_output=True,
            text=True,
        )

    sound = said()
    assert (sound.returncode, sound.stdout.splitlines()[-1]) == (0, "1 acts were done, each allowed by two people.")
    changed(taken[0], lambda whole: whole["requests"][0]["approvals"].pop())
    unsound = said()
    assert unsound.returncode == 1
    assert "1 of 2 acts were done without two people's signatures" in unsound.stderr
    assert passphrase("Gulnara") not in taken[0].read_text()
