"""Acts of two people: two signatures release, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from access_house import STEWARD, Northfield
from access_signers import (
    CABINET,
    CONTENT,
    OPEN,
    act_declared,
    ask,
    judged,
    open_cabinet,
    passphrase,
    sign,
    signer,
)
from django.db import DatabaseError, connection, transaction

from rapport.access import approvals, keys, pending, signing
from rapport.access.algebra import Refused
from rapport.access.models import AccountEvent, Approval, ApprovalRequest, Posting, Role, SigningKey, Staff
from rapport.access.services import end_posting, enrol, open_service, post
from rapport.access.signing import WeakPassphrase, WrongPassphrase
from rapport.access.two_person import UnknownAct
from rapport.access.viewers import Steward, viewer_for
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.ledger.services import NotInTransaction

pytestmark = pytest.mark.django_db


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


def nothing_opens(code: str, content: str = CONTENT) -> None:
    before = ApprovalRequest.unfiltered.filter(served_at__isnull=False).count()
    with pytest.raises(Refused, match=code.replace(".", r"\.")):
        open_cabinet(content)
    assert ApprovalRequest.unfiltered.filter(served_at__isnull=False).count() == before


def unguarded(table: str, sql: str, *values: object) -> None:
    """What somebody does who owns the database and throws the table's triggers away for a moment."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(sql, values)
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        guards = cursor.fetchall()
        for name, _made in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql, values)
        for _name, made in guards:
            cursor.execute(made)


def test_two_people_s_signatures_open_the_cabinet_once(gulnara: Posting, henrik: Posting) -> None:
    asked = ask(gulnara)
    sign(gulnara, asked)
    sign(henrik, asked)
    release = open_cabinet()
    assert release.by == tuple(sorted([gulnara.staff.ref, henrik.staff.ref]))
    assert release.records[0] == ("access.approvalrequest", asked.ref)
    nothing_opens("approval.two")


def test_everything_about_it_is_in_the_ledger(gulnara: Posting, henrik: Posting) -> None:
    before = Entry.objects.latest("pk").pk
    asked = ask(gulnara)
    assert ask(gulnara) == asked
    sign(henrik, asked)
    sign(henrik, asked)
    told = [(entry.staff, entry.reason) for entry in Entry.objects.filter(pk__gt=before).order_by("pk")]
    assert told == [
        (gulnara.staff.ref, because("access.approval_asked", act=OPEN)),
        (henrik.staff.ref, because("access.approved", act=OPEN)),
    ]
    assert Entry.objects.latest("pk").records == [["access.approvalrequest", asked.ref], list(CABINET)]


def test_one_person_alone_opens_nothing(gulnara: Posting) -> None:
    asked = ask(gulnara)
    nothing_opens("approval.two")
    sign(gulnara, asked)
    sign(gulnara, asked)
    assert Approval.unfiltered.count() == 1
    nothing_opens("approval.two")


def test_a_colleague_s_no_ends_the_request_for_a_reason_and_stays_for_whoever_is_asked_again(
    house: Northfield, gulnara: Posting, henrik: Posting
) -> None:
    third = signer(house, "Third")
    asked = ask(gulnara)
    sign(gulnara, asked)
    assert approvals.standing_request(OPEN, CABINET) == asked
    with pytest.raises(Refused) as hidden:
        approvals.decline(viewer_for(house.aigerim), asked.ref, "wrong")
    assert not hidden.value.exists
    before = Entry.objects.latest("pk").pk
    approvals.decline(viewer_for(henrik), asked.ref, "too_wide")
    [entry] = Entry.objects.filter(pk__gt=before)
    assert (entry.staff, entry.reason) == (henrik.staff.ref, because("access.approval_declined", act=OPEN))
    for late in (lambda: sign(third, asked), lambda: approvals.decline(viewer_for(third), asked.ref, "wrong")):
        with pytest.raises(Refused, match=r"approval\.declined"):
            late()
    nothing_opens("approval.declined")
    mine, theirs = (pending.waiting_for(viewer_for(one)) for one in (gulnara, third))
    assert [(one.declined and one.declined.name, one.may_sign) for one in (*mine, *theirs)] == [("Henrik", False)] * 2
    for table in ("UPDATE access_decline SET reason = 'wrong'", "DELETE FROM access_decline"):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            connection.cursor().execute(table)

    again = ask(gulnara)
    assert again != asked
    assert [one.name for one in pending.one_request(viewer_for(third), again.ref).declined_before] == ["Henrik"]
    sign(gulnara, again)
    sign(third, again)
    with pytest.raises(Refused, match=r"approval\.late"):
        approvals.decline(viewer_for(henrik), again.ref, "wrong")
    assert open_cabinet().request == again.ref
    own = ask(house.aigerim)
    with pytest.raises(Refused):  # whoever may not sign does not say no either, not even to their own
        approvals.decline(viewer_for(house.aigerim), own.ref, "wrong")


def test_an_officer_may_ask_and_then_it_takes_two_others(house: Northfield, gulnara: Posting, henrik: Posting) -> None:
    asked = ask(house.aigerim)
    sign(gulnara, asked)
    nothing_opens("approval.two")
    sign(henrik, asked)
    assert open_cabinet().request == asked.ref


def test_who_wrote_it_may_be_kept_from_signing(house: Northfield, gulnara: Posting, henrik: Posting) -> None:
    asked = ask(house.aigerim)
    sign(gulnara, asked)
    sign(henrik, asked)
    with pytest.raises(Refused, match=r"approval\.two"):
        open_cabinet(not_by={henrik.staff.ref})


def test_an_edit_after_the_signatures_makes_them_worthless(gulnara: Posting, henrik: Posting) -> None:
    asked = ask(gulnara)
    sign(gulnara, asked)
    sign(henrik, asked)
    nothing_opens("approval.two", approvals.content_hash({"shelf": 3, "text": "what is in it now"}))
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        ApprovalRequest.unfiltered.filter(pk=asked.pk).update(content="0" * 64)
    edited = approvals.content_hash({"shelf": 4})
    unguarded("access_approvalrequest", "UPDATE access_approvalrequest SET content = %s", edited)
    nothing_opens("approval.not_signed", edited)


def test_a_row_forged_in_the_table_approves_nothing(gulnara: Posting, henrik: Posting) -> None:
    asked = ask(gulnara)
    sign(gulnara, asked)
    held = keys.standing_key(henrik.staff_id)
    real = Approval.unfiltered.get()
    for signature in ("", "00" * 64, real.signature):
        with transaction.atomic():
            Approval.unfiltered.create(
                request=asked, staff=henrik.staff, posting=henrik, key=held, at=real.at, signature=signature
            )
            nothing_opens("approval.not_signed")
            transaction.set_rollback(True)


def test_an_act_is_not_done_twice_by_taking_back_that_it_was_done(gulnara: Posting, henrik: Posting) -> None:
    """Whoever may write rows, as the server may, makes no second act of two signatures."""
    asked = ask(gulnara)
    sign(gulnara, asked)
    sign(henrik, asked)
    open_cabinet()
    nothing_opens("approval.two")
    for undone in (None, wall_now()):
        with pytest.raises(DatabaseError, match="stays served"), transaction.atomic():
            ApprovalRequest.unfiltered.filter(pk=asked.pk).update(served_at=undone)
    nothing_opens("approval.two")


def test_a_signature_dated_back_to_when_its_key_still_stood_is_worth_nothing(gulnara: Posting, henrik: Posting) -> None:
    """Henrik's key was stolen and revoked; the thief has it, and the passphrase, and signs as of yesterday."""
    asked = ask(gulnara)
    sign(gulnara, asked)
    stolen = keys.standing_key(henrik.staff_id)
    assert stolen is not None
    keys.revoke_key(viewer_for(henrik), stolen.ref)
    at = wall_now() - timedelta(days=1)
    statement = approvals._statement(asked, staff=henrik.staff.ref, public=stolen.public, at=at)
    signature = signing.sign(statement, sealed=stolen.sealed, passphrase=passphrase(henrik.staff.name))
    assert signing.signed(statement, signature)
    Approval.unfiltered.create(
        request=asked, staff=henrik.staff, posting=henrik, key=stolen, at=at, signature=signature
    )
    assert not judged(asked).released
    nothing_opens("approval.revoked_key")


def test_a_signature_under_another_request_is_none_under_this_one(gulnara: Posting, henrik: Posting) -> None:
    first, second = ask(gulnara), ask(henrik)
    sign(henrik, first)
    sign(gulnara, second)
    moved = Approval.unfiltered.get(request=first)
    Approval.unfiltered.create(
        request=second, staff=henrik.staff, posting=henrik, key=moved.key, at=moved.at, signature=moved.signature
    )
    assert not judged(second).released
    nothing_opens("approval.not_signed")


def test_a_key_that_somebody_put_into_the_table_is_unknown(gulnara: Posting, henrik: Posting) -> None:
    """The forger makes a pair of their own and writes it down as Henrik's, event and all, but lacks the house's key."""
    asked = ask(gulnara)
    sign(gulnara, asked)
    public, sealed = signing.make_key(passphrase("forger"), staff=henrik.staff.ref)
    forged = SigningKey.unfiltered.create(staff=henrik.staff, public=public, sealed=sealed)
    AccountEvent.unfiltered.create(
        staff=henrik.staff,
        key=forged,
        public=public,
        kind="key_made",
        by=henrik.staff.ref,
        at=wall_now() - timedelta(days=1),
        mac="0" * 64,
    )
    unsigned = Approval(request=asked, staff=henrik.staff, posting=henrik, key=forged, at=wall_now())
    statement = approvals.statement_of(unsigned, asked)
    unsigned.signature = signing.sign(statement, sealed=sealed, passphrase=passphrase("forger"))
    assert signing.signed(statement, unsigned.signature)
    unsigned.save()
    nothing_opens("approval.unknown_key")


def test_a_key_moved_to_another_account_opens_under_no_passphrase(gulnara: Posting, henrik: Posting) -> None:
    mine = keys.standing_key(gulnara.staff_id)
    assert mine is not None
    with pytest.raises(WrongPassphrase):
        asked = ask(henrik)
        unsigned = Approval(request=asked, staff=henrik.staff, posting=henrik, key=mine, at=wall_now())
        signing.sign(
            approvals.statement_of(unsigned, asked), sealed=mine.sealed, passphrase=passphrase(gulnara.staff.name)
        )


def test_whoever_made_the_second_account_cannot_use_it_as_the_second(house: Northfield, gulnara: Posting) -> None:
    puppet = signer(house, "Puppet", enrolled_by=viewer_for(gulnara))
    asked = ask(gulnara)
    sign(gulnara, asked)
    sign(puppet, asked)
    nothing_opens("approval.entangled")


def test_an_alias_made_through_another_alias_is_still_an_alias(house: Northfield, gulnara: Posting) -> None:
    first = signer(house, "First alias", enrolled_by=viewer_for(gulnara))
    second = signer(house, "Second alias", enrolled_by=viewer_for(first))
    asked = ask(gulnara)
    sign(gulnara, asked)
    sign(second, asked)
    nothing_opens("approval.entangled")


def test_two_aliases_of_whoever_asked_are_not_two_people(house: Northfield, gulnara: Posting) -> None:
    asked = ask(gulnara)
    for name in ("First alias", "Second alias"):
        sign(signer(house, name, enrolled_by=viewer_for(gulnara)), asked)
    nothing_opens("approval.entangled")


def test_a_colleague_whose_account_was_reset_by_the_first_is_no_second(
    house: Northfield, gulnara: Posting, henrik: Posting
) -> None:
    with transaction.atomic():
        keys.note_event(viewer_for(gulnara), "reset", henrik.staff)
    for who_asks in (signer(house, "Third"), gulnara):
        asked = ask(who_asks)
        sign(gulnara, asked)
        sign(henrik, asked)
        nothing_opens("approval.entangled")


def test_a_colleague_whose_key_was_revoked_by_the_first_is_no_second(house: Northfield, henrik: Posting) -> None:
    inspector = signer(house, "Irina", Role.INSPECTOR)
    also = post(STEWARD, inspector.staff, Role.GOVERNOR, service=house.service)
    held = keys.standing_key(henrik.staff_id)
    assert held is not None
    keys.revoke_key(viewer_for(inspector), held.ref)
    keys.make_key(viewer_for(henrik), passphrase("Henrik"))
    asked = ask(also)
    sign(also, asked)
    sign(henrik, asked)
    nothing_opens("approval.entangled")


def test_the_reset_cannot_be_wiped_from_the_history(gulnara: Posting, henrik: Posting) -> None:
    with transaction.atomic():
        keys.note_event(viewer_for(gulnara), "reset", henrik.staff)
    for act in (
        lambda: AccountEvent.unfiltered.filter(kind="reset").update(by=""),
        lambda: AccountEvent.unfiltered.filter(kind="reset").delete(),
        lambda: Approval.unfiltered.update(signature=""),
    ):
        sign(henrik, ask(gulnara))
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            act()


def test_an_account_whose_making_nobody_wrote_down_signs_nothing(house: Northfield, gulnara: Posting) -> None:
    """Its row was put into the table; its owner even made a key in the ordinary way."""
    staff = Staff.unfiltered.create(number="X-1", name="Nobody")
    nobody = post(STEWARD, staff, Role.GOVERNOR, service=house.service)
    keys.make_key(viewer_for(nobody), passphrase("Nobody"))
    asked = ask(gulnara)
    sign(gulnara, asked)
    sign(nobody, asked)
    nothing_opens("approval.unknown_origin")


def test_an_event_edited_in_the_table_is_as_if_it_were_not_there(house: Northfield, gulnara: Posting) -> None:
    puppet = signer(house, "Puppet", enrolled_by=viewer_for(gulnara))
    asked = ask(gulnara)
    sign(gulnara, asked)
    sign(puppet, asked)
    forged = "UPDATE access_accountevent SET \"by\" = '' WHERE staff_id = %s AND kind = 'enrolled'"
    unguarded("access_accountevent", forged, puppet.staff_id)
    nothing_opens("approval.unknown_origin")


def test_a_revoked_key_releases_nothing_though_it_signed_before(gulnara: Posting, henrik: Posting) -> None:
    asked = ask(gulnara)
    sign(gulnara, asked)
    sign(henrik, asked)
    held = keys.standing_key(henrik.staff_id)
    assert held is not None
    keys.revoke_key(viewer_for(henrik), held.ref)
    nothing_opens("approval.revoked_key")
    with pytest.raises(Refused, match="no_key"):
        sign(henrik, ask(henrik))


def test_a_new_key_revokes_the_one_before(henrik: Posting) -> None:
    old = keys.standing_key(henrik.staff_id)
    new = keys.make_key(viewer_for(henrik), "another four quiet words")
    assert old is not None
    assert keys.standing_key(henrik.staff_id) == new
    facts = keys.facts_of(old)
    assert facts is not None
    assert facts.revoked_at is not None


def test_one_whose_posting_ended_since_has_signed_for_nothing(gulnara: Posting, henrik: Posting) -> None:
    asked = ask(gulnara)
    sign(gulnara, asked)
    sign(henrik, asked)
    end_posting(STEWARD, Posting.with_all().get(pk=henrik.pk))
    nothing_opens("approval.two")


def test_one_whose_posting_ended_cannot_sign(gulnara: Posting, henrik: Posting) -> None:
    asked, viewer = ask(gulnara), viewer_for(henrik)
    end_posting(STEWARD, Posting.with_all().get(pk=henrik.pk))
    with pytest.raises(Refused, match="posting"):
        viewer_for(Posting.with_all().get(pk=henrik.pk))
    approvals.approve(viewer, asked.ref, passphrase("Henrik"))  # a page that was open since before
    sign(gulnara, asked)
    nothing_opens("approval.two")


def test_whoever_the_act_does_not_name_neither_sees_nor_signs_it(house: Northfield, gulnara: Posting) -> None:
    asked = ask(gulnara)
    officer = post(STEWARD, gulnara.staff, Role.OFFICER, service=house.service, establishment=house.northfield)
    elsewhere = signer(house, "Elsewhere")
    elsewhere_posting = post(
        STEWARD, elsewhere.staff, Role.GOVERNOR, service=house.service, establishment=house.southgate
    )
    for stranger in (house.daria, elsewhere_posting):
        with pytest.raises(Refused) as refused:
            approvals.approve(viewer_for(stranger), asked.ref, "whatever")
        assert not refused.value.exists
    with pytest.raises(Refused) as plainly:
        approvals.approve(viewer_for(officer), asked.ref, passphrase("Gulnara"))
    assert plainly.value.exists
    with pytest.raises(Refused, match="requester"):
        approvals.request(viewer_for(house.daria), OPEN, CABINET, CONTENT)


def test_a_request_waits_fourteen_days(gulnara: Posting, henrik: Posting, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(gulnara)
    sign(gulnara, asked)
    sign(henrik, asked)
    late = wall_now() + timedelta(days=14, minutes=1)
    monkeypatch.setattr(approvals, "wall_now", lambda: late)
    nothing_opens("approval.two")
    with pytest.raises(Refused, match=r"approval\.late"):
        sign(henrik, asked)


def test_outside_training_only_a_key_that_an_inspector_confirmed_counts(
    house: Northfield, gulnara: Posting, henrik: Posting, monkeypatch: pytest.MonkeyPatch
) -> None:
    strictly = approvals.Terms
    monkeypatch.setattr(approvals, "terms_of", lambda _service, *, on: strictly(on=on, confirmed=True))
    asked = ask(gulnara)
    sign(gulnara, asked)
    sign(henrik, asked)
    nothing_opens("approval.unconfirmed_key")
    inspector = viewer_for(signer(house, "Irina", Role.INSPECTOR))
    for who in (gulnara, henrik):
        held = keys.standing_key(who.staff_id)
        assert held is not None
        with pytest.raises(Refused):
            keys.confirm_key(viewer_for(who), held.ref)
        keys.confirm_key(inspector, held.ref)
        keys.confirm_key(inspector, held.ref)
    assert AccountEvent.unfiltered.filter(kind="key_confirmed").count() == 2
    assert open_cabinet().request == asked.ref


def test_an_inspector_cannot_confirm_their_own_key_or_one_of_another_service(house: Northfield) -> None:
    inspector = signer(house, "Irina", Role.INSPECTOR)
    own = keys.standing_key(inspector.staff_id)
    assert own is not None
    with pytest.raises(Refused):
        keys.confirm_key(viewer_for(inspector), own.ref)
    abroad = post(STEWARD, enrol(STEWARD, "Abroad"), Role.GOVERNOR, service=open_service(STEWARD, "Abroad"))
    theirs = keys.make_key(viewer_for(abroad), passphrase("Abroad"))
    with pytest.raises(Refused) as missing:
        keys.confirm_key(viewer_for(inspector), theirs.ref)
    assert not missing.value.exists


def test_five_wrong_passphrases_and_the_next_must_wait(
    gulnara: Posting, henrik: Posting, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, viewer = ask(gulnara), viewer_for(henrik)
    for _try in range(5):
        with pytest.raises(WrongPassphrase):
            approvals.approve(viewer, asked.ref, "something else entirely")
    assert Entry.objects.filter(reason="approval.passphrase").count() == 5
    with pytest.raises(approvals.Waiting):
        approvals.approve(viewer, asked.ref, passphrase("Henrik"))
    rested = wall_now() + timedelta(minutes=16)
    monkeypatch.setattr(approvals, "wall_now", lambda: rested)
    assert approvals.approve(viewer, asked.ref, passphrase("Henrik")).staff_id == henrik.staff_id


def test_a_short_or_dull_passphrase_makes_no_key(henrik: Posting) -> None:
    for weak in ("short", "aaaaaaaaaaaaaaaaaa", ""):
        with pytest.raises(WeakPassphrase):
            keys.make_key(viewer_for(henrik), weak)


def test_a_room_that_declares_no_such_act_gets_none(gulnara: Posting) -> None:
    with pytest.raises(UnknownAct):
        approvals.request(viewer_for(gulnara), "access.blow_up", CABINET, CONTENT)
    with pytest.raises(UnknownAct), transaction.atomic():
        approvals.require_two("access.blow_up", CABINET, CONTENT)


def test_the_door_opens_only_inside_the_act_s_own_transaction(
    gulnara: Posting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approvals, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(NotInTransaction):
        approvals.require_two(OPEN, CABINET, CONTENT)


def test_a_steward_who_acts_for_somebody_is_that_somebody(house: Northfield, gulnara: Posting) -> None:
    with transaction.atomic():
        event = keys.note_event(Steward("tests", staff=gulnara.staff.ref), "reset", house.bakyt.staff)
    assert event.by == gulnara.staff.ref
    assert keys.authentic(event)
    assert keys.authentic(AccountEvent.unfiltered.get(pk=event.pk))
