"""Accounts: opened and reset with a one-time code, closed; the passphrase is its holder's alone.

Who may: an administrator over the staff of their service; a steward at the command line. Outside training, once two
people can sign for it, the account of somebody who may approve is opened or reset only on two people's signatures
(`granting`): nobody makes themselves a second person. Every hand that an account went through is kept (`AccountEvent`).
Source: house plan, section 7; safeguard 10.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from rapport.access import approvals, granting, keys, passphrases, policy, second_factor, throttle
from rapport.access.algebra import Refused
from rapport.access.models import Account, AccountEvent, ApprovalRequest, Posting, Staff
from rapport.access.viewers import Steward, Viewer
from rapport.ledger.acting import Acting, Actor, Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Mode
from rapport.ledger.reasons import because
from rapport.ledger.services import record

CODE_LASTS = timedelta(hours=72)

Who = Viewer | Steward


class HasAccount(ValueError):
    """This person has an account already: reset it instead."""


class NoAccount(LookupError):
    """This person has no account, or it is closed."""


class Holder:
    """The holder of an account in the middle of signing in, as the ledger knows them."""

    def __init__(self, staff: Staff) -> None:
        self.actor = Actor(staff=staff.ref, role="", service="", purpose="sign-in")


@transaction.atomic
def open_account(who: Who, staff: Staff) -> str:
    """Open an account for somebody enrolled. Returns the one-time code with which they come in first.

    Raises `HasAccount`, and `Refused` where two people must sign first.
    """
    _require(who, staff)
    if Account.unfiltered.filter(staff=staff, closed_at__isnull=True).exists():
        raise HasAccount(staff.number)
    by = granting.release_account(who, staff, _content(staff))
    code = passphrases.new_code()
    account, made = Account.unfiltered.get_or_create(
        staff=staff, defaults={"password": "", "mark": passphrases.new_mark(), "opened_at": wall_now()}
    )
    _give_code(account, code)
    keys.note_event(by, AccountEvent.Kind.RESET, staff)
    record(
        who,
        Operation.COLLECTION,
        account,
        staff,
        reason=because("access.account_opened") if made else because("access.account_opened_again"),
    )
    return code


@transaction.atomic
def reset(who: Who, staff: Staff) -> str:
    """Take the passphrase away and give a new one-time code; second factors stay. Ends every session.

    Raises `NoAccount`, and `Refused` where two people must sign first.
    """
    _require(who, staff)
    account = _account(staff)
    by = granting.release_account(who, staff, _content(staff))
    code = passphrases.new_code()
    _give_code(account, code)
    throttle.forget(staff.number)
    keys.note_event(by, AccountEvent.Kind.RESET, staff)
    record(who, Operation.ALTERATION, account, staff, reason=because("access.account_reset"))
    return code


@transaction.atomic
def reset_whole(who: Who, staff: Staff) -> str:
    """Reset, and take the second factors away too: for somebody who lost the telephone and the list of codes."""
    _require(who, staff)
    account = _account(staff)
    code = reset(who, staff)
    second_factor.take_away(account)
    record(who, Operation.ALTERATION, account, staff, reason=because("access.second_factors_taken_away"))
    return code


@transaction.atomic
def close_account(who: Who, staff: Staff) -> None:
    """Let nobody in by this account any more, from the next request on. Closing it again changes nothing."""
    _require(who, staff)
    account = Account.unfiltered.select_for_update().filter(staff=staff, closed_at__isnull=True).first()
    if account is None:
        return
    account.closed_at, account.mark, account.password, account.code = wall_now(), passphrases.new_mark(), "", ""
    account.save(update_fields=["closed_at", "mark", "password", "code"])
    record(who, Operation.ALTERATION, account, staff, reason=because("access.account_closed"))


@transaction.atomic
def choose_passphrase(who: Acting, account: Account, passphrase: str) -> str:
    """Keep the passphrase that its holder chose, and use up the one-time code. Returns the new mark of sessions.

    Raises `passphrases.Weak`.
    """
    passphrases.require_strong(passphrase, about=(account.staff.number, account.staff.name))
    held = Account.unfiltered.select_for_update().get(pk=account.pk)
    held.password, held.code, held.code_until = passphrases.kept(passphrase), "", None
    held.chosen_at, held.mark = wall_now(), passphrases.new_mark()
    held.save(update_fields=["password", "code", "code_until", "chosen_at", "mark"])
    record(who, Operation.ALTERATION, held, account.staff, reason=because("access.passphrase_chosen"))
    return held.mark


@transaction.atomic
def let_in_cast(who: Steward, number: str, passphrase: str) -> None:
    """Give one of the cast of a training instance a passphrase, once: invented people have no hands to choose one.

    Raises `Refused` for anybody else.
    """
    staff = Staff.unfiltered.get(number=number)
    if not Posting.unfiltered.filter(staff=staff, by_link=True, service__mode=Mode.TRAINING).exists():
        raise Refused("not_of_the_cast", staff)
    if Account.unfiltered.filter(staff=staff).exists():
        return
    account = Account.unfiltered.create(staff=staff, mark=passphrases.new_mark(), opened_at=wall_now())
    record(who, Operation.COLLECTION, account, staff, reason=because("access.account_opened_for_the_cast"))
    choose_passphrase(Holder(staff), account, passphrase)


def account_of(viewer: Viewer) -> Account | None:
    """The viewer's own account; None for one of the cast who has none."""
    return Account.unfiltered.select_related("staff").filter(staff_id=viewer.staff_id, closed_at__isnull=True).first()


def ask_for_two(viewer: Viewer, staff: Staff) -> ApprovalRequest:
    """Ask two people to let this person's account be opened or reset, once."""
    _require(viewer, staff)
    return approvals.request(viewer, granting.ACCOUNT, staff, _content(staff))


def _content(staff: Staff) -> str:
    """What two people sign: this person's account as it stands, so that one signature serves one reset."""
    account = Account.unfiltered.filter(staff=staff).first()
    return approvals.content_hash({"staff": staff.ref, "mark": account.mark if account is not None else ""})


def _require(who: Who, staff: Staff) -> None:
    if isinstance(who, Viewer):
        policy.KEEP_ACCOUNTS.require(who, staff)


def _account(staff: Staff) -> Account:
    found = Account.unfiltered.select_for_update().filter(staff=staff, closed_at__isnull=True).first()
    if found is None:
        raise NoAccount(staff.number)
    return found


def _give_code(account: Account, code: str) -> None:
    Account.unfiltered.filter(pk=account.pk).update(
        password="",
        code=passphrases.code_hash(code),
        code_until=wall_now() + CODE_LASTS,
        mark=passphrases.new_mark(),
        chosen_at=None,
        closed_at=None,
    )
