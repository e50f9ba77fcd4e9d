"""Coming in by number and passphrase, step by step: passphrase or one-time code, second factor, what is still owed.

Between the steps the browser's session holds a *half*: who has shown what, for ten minutes. Nobody is signed in before
the last step. A number that nobody has takes the same work, the same words and the same counting as one with a wrong
passphrase.
Source: OWASP Application Security Verification Standard 4, V2 and V3; NIST SP 800-63B.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest

from rapport.access import accounts, passkeys, passphrases, second_factor, sessions, throttle
from rapport.access.algebra import Refused
from rapport.access.models import Account, Posting
from rapport.access.viewers import NOBODY, Viewer
from rapport.ledger.acting import Acting, Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.services import record

HALF = "half"
HALF_LASTS = timedelta(minutes=10)
SECRET = "secret"  # noqa: S105  # the name under which the session holds a sealed one


class Wrong(Exception):
    """The number and what was typed with it do not belong together, or the code is not right."""


class NoPosting(Exception):
    """All is right, and this person works nowhere at the moment."""


@dataclass(frozen=True)
class Half:
    """Somebody between the steps."""

    account: Account
    second: bool
    next: str

    @property
    def owes(self) -> str:
        """The next step: `second`, `passphrase`, `set_up`; empty when nothing is owed."""
        has = second_factor.standing(self.account).any
        if has and not self.second:
            return "second"
        if self.account.owes_passphrase:
            return "passphrase"
        if not has and second_factor.needed(_postings(self.account)):
            return "set_up"
        return ""


def begin(request: HttpRequest, number: str, secret: str, *, next_page: str = "") -> Half:
    """Show number and passphrase, or a one-time code. Raises `Wrong`, and `throttle.Resting` after too many tries."""
    resting = throttle.take(request, number)
    account = Account.unfiltered.select_related("staff").filter(staff__number=number, closed_at__isnull=True).first()
    hashed = passphrases.code_hash(secret)
    chosen = account is not None and not account.owes_passphrase
    right = passphrases.fits(secret, account.password if account is not None and chosen else None)
    by_code = (
        account is not None
        and account.code_until is not None
        and wall_now() < account.code_until
        and hmac.compare_digest(account.code, hashed)
    )
    if account is None or not (right or by_code):
        _note_wrong(account, "sign_in.wrong", resting=resting)
        raise Wrong
    sessions.sign_out(request)
    request.session.flush()
    request.session[HALF] = {
        "account": account.pk,
        "mark": account.mark,
        "at": wall_now().isoformat(),
        "second": False,
        "next": next_page,
    }
    return Half(account, second=False, next=next_page)


def half_of(request: HttpRequest) -> Half | None:
    """Who is between the steps in this browser; None when nobody is, or took too long, or was reset meanwhile."""
    held = request.session.get(HALF)
    if held is None:
        return None
    account = Account.unfiltered.select_related("staff").filter(pk=held["account"], mark=held["mark"]).first()
    if account is None or wall_now() - datetime.fromisoformat(held["at"]) > HALF_LASTS:
        request.session.flush()
        return None
    return Half(account, second=held["second"], next=held["next"])


def show_second(request: HttpRequest, half: Half, code: str) -> None:
    """Show a code of the app, or a recovery code. Raises `Wrong` and `throttle.Resting`."""
    resting = throttle.take(request, half.account.staff.number)
    try:
        second_factor.spend(half.account, code)
    except second_factor.WrongCode:
        _note_wrong(half.account, "sign_in.code", resting=resting)
        raise Wrong from None
    has_second(request)


def show_passkey(request: HttpRequest, half: Half, said: str) -> None:
    """Show a passkey: what the browser answered to the page before. Raises `Wrong` and `throttle.Resting`."""
    resting = throttle.take(request, half.account.staff.number)
    try:
        passkeys.use(half.account, said)
    except passkeys.NotTaken:
        _note_wrong(half.account, "sign_in.passkey", resting=resting)
        raise Wrong from None
    has_second(request)


def has_second(request: HttpRequest) -> None:
    """The second factor was shown."""
    request.session[HALF] = {**request.session[HALF], "second": True}


def choose(request: HttpRequest, half: Half, passphrase: str) -> None:
    """Choose one's passphrase in place of the one-time code. Raises `passphrases.Weak`."""
    mark = accounts.choose_passphrase(accounts.Holder(half.account.staff), half.account, passphrase)
    request.session[HALF] = {**request.session[HALF], "mark": mark}


def app_secret(request: HttpRequest) -> str:
    """The sealed secret that an authenticator app is being given in this session."""
    held: str = request.session.get(SECRET) or second_factor.new_secret()
    request.session[SECRET] = held
    return held


def set_up(request: HttpRequest, half: Half, code: str) -> list[str]:
    """Take an app as one's second factor. Returns the recovery codes, shown this once. Raises `Wrong`."""
    who = accounts.Holder(half.account.staff)
    try:
        with transaction.atomic():
            second_factor.set_up_app(who, half.account, app_secret(request), code)
            codes = second_factor.new_recovery_codes(who, half.account)
    except second_factor.WrongCode:
        raise Wrong from None
    request.session.pop(SECRET, None)
    has_second(request)
    return codes


def arrive(request: HttpRequest, half: Half) -> Viewer:
    """Sign in to the newest of one's postings that are in force; whoever has several may change to another at once.

    Raises `NoPosting`, and `Refused` if a step is still owed.
    """
    if half.owes:
        raise Refused(f"sign_in.{half.owes}")
    number = half.account.staff.number
    postings = _postings(half.account)
    if not postings:
        _note_wrong(half.account, "sign_in.no_posting", resting=False)
        request.session.flush()
        throttle.forgive(request, number)
        raise NoPosting
    by = "access.in_two_factors" if half.second else "access.in_passphrase"
    seat = sessions.Seat(half.account.pk, half.account.mark, two=half.second)
    viewer = sessions.sign_in(request, postings[0], reason=because(by), seat=seat)
    throttle.forgive(request, number)
    return viewer


def _postings(account: Account) -> list[Posting]:
    found = Posting.with_all().filter(staff_id=account.staff_id, withdrawn_at__isnull=True).order_by("-pk")
    return [one for one in found if one.in_force()]


class _Stranger:
    actor = NOBODY


@transaction.atomic
def _note_wrong(account: Account | None, reason: str, *, resting: bool) -> None:
    """Keep that it was wrong, and whose number it was if it is anybody's: never what was typed."""
    who: Acting = _Stranger()
    about = [account.staff] if account is not None else []
    record(who, Operation.REFUSAL, *about, reason=f"{reason}|rest" if resting else reason)
