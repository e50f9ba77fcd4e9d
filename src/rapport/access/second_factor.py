"""The second factor: an authenticator app's code, a recovery code, or a passkey, as django-allauth keeps them.

Who may: each their own, in the middle of signing in or signed in; an administrator's reset takes them all away. Which
work asks for one is `needed`: outside training everybody who reads, decides or administers for a whole establishment.
Source: NIST SP 800-63B, 4.2 and 5.1.4; RFC 6238 (a code is good once, with one step of tolerance either way).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import transaction

from rapport.access.models import Account, Posting
from rapport.access.roles import WITHOUT_SECOND_FACTOR
from rapport.ledger.acting import Acting, Operation
from rapport.ledger.models import Mode
from rapport.ledger.reasons import because
from rapport.ledger.services import record

Type = Authenticator.Type
ENOUGH_CODES = 3
"""Fewer recovery codes than this, and the account page asks to make new ones."""


class WrongCode(ValueError):
    """The code is not the one of this minute, or was used before."""


@dataclass(frozen=True)
class Standing:
    """What second factors somebody has."""

    app: bool
    passkeys: tuple[str, ...]
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether there is one; recovery codes alone are none."""
        return self.app or bool(self.passkeys)

    @property
    def few_codes(self) -> bool:
        """Whether it is time to make new recovery codes."""
        return self.codes_left < ENOUGH_CODES


def needed(postings: Iterable[Posting]) -> bool:
    """Whether any of these postings asks for a second factor."""
    return any(asks(one) for one in postings)


def asks(posting: Posting) -> bool:
    """Whether one signs in to this posting with two factors only."""
    return posting.service.mode_id != Mode.TRAINING and posting.role not in WITHOUT_SECOND_FACTOR


def standing(account: Account) -> Standing:
    """What this account has now."""
    held = list(Authenticator.objects.filter(user_id=account.pk).order_by("pk"))
    codes = next((one for one in held if one.type == Type.RECOVERY_CODES), None)
    return Standing(
        app=any(one.type == Type.TOTP for one in held),
        passkeys=tuple(one.data["name"] for one in held if one.type == Type.WEBAUTHN),
        codes_left=len(RecoveryCodes(codes).get_unused_codes()) if codes is not None else 0,
    )


def new_secret() -> str:
    """A secret for an authenticator app, sealed, to be kept in the session until its first code proves it."""
    return str(get_adapter().encrypt(generate_totp_secret()))


def secret_shown(sealed: str) -> str:
    """The sealed secret in the clear, for its holder's eyes."""
    return str(get_adapter().decrypt(sealed))


def address_for_app(account: Account, sealed: str) -> str:
    """What the square picture says to an authenticator app."""
    return str(get_adapter().build_totp_url(account, secret_shown(sealed)))


@transaction.atomic
def set_up_app(who: Acting, account: Account, sealed: str, code: str) -> None:
    """Take an authenticator app as a second factor once it has shown a right code. Raises `WrongCode`."""
    step = _step(secret_shown(sealed), code)
    if step is None:
        raise WrongCode
    Authenticator.objects.filter(user_id=account.pk, type=Type.TOTP).delete()
    TOTP.activate(account, secret_shown(sealed))
    Account.unfiltered.filter(pk=account.pk).update(step=step)
    record(who, Operation.ALTERATION, account, account.staff, reason=because("access.second_factor_set_up_app"))


@transaction.atomic
def new_recovery_codes(who: Acting, account: Account) -> list[str]:
    """Ten new recovery codes; those before are void. They are shown this once."""
    Authenticator.objects.filter(user_id=account.pk, type=Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(account).generate_codes()
    record(who, Operation.ALTERATION, account, account.staff, reason=because("access.recovery_codes_made"))
    return [f"{code[:4]} {code[4:]}" for code in codes]


def spend(account: Account, code: str) -> str:
    """Take a code that was typed, from the app or from the list, once: which it was. Raises `WrongCode`."""
    plain = "".join(letter for letter in code if letter.isalnum())
    for held in Authenticator.objects.filter(user_id=account.pk).exclude(type=Type.WEBAUTHN).order_by("type"):
        if held.type == Type.TOTP and _spend_step(account, get_adapter().decrypt(held.data["secret"]), plain):
            return "app"
        if held.type == Type.RECOVERY_CODES and RecoveryCodes(held).validate_code(plain):
            return "recovery code"
    raise WrongCode


def take_away(account: Account) -> int:
    """Remove all second factors: for a reset. The caller's transaction and entry."""
    gone: int = Authenticator.objects.filter(user_id=account.pk).delete()[0]
    Account.unfiltered.filter(pk=account.pk).update(step=0)
    return gone


def _spend_step(account: Account, secret: str, code: str) -> bool:
    """A step of time is used once, also by two requests at once and after a restart: the database says so."""
    step = _step(secret, code)
    return step is not None and bool(Account.unfiltered.filter(pk=account.pk, step__lt=step).update(step=step))


def _step(secret: str, code: str) -> int | None:
    steps = [
        step
        for step in yield_hotp_counters_from_time()
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step)))
    ]
    return max(steps, default=None)


def holders(account_ids: Iterable[int]) -> set[int]:
    """Which of these accounts have a second factor."""
    held = Authenticator.objects.filter(user_id__in=list(account_ids)).exclude(type=Type.RECOVERY_CODES)
    return set(held.values_list("user_id", flat=True))
