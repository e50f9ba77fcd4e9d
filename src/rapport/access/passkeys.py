"""Passkeys: a second factor that a browser keeps and nobody can read out, watch, or type into a false page.

Who may: each their own, and only where the browser calls the page safe (TLS; the name `localhost` while trying it out).
django-allauth and python-fido2 check what the browser says; this room says when it is asked for, and keeps the entry.
Source: W3C, Web Authentication Level 2; NIST SP 800-63B, 5.1.9.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from rapport.access.models import Account
from rapport.ledger.acting import Acting, Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record

LONGEST_NAME = 40
LONGEST_CREDENTIAL = 20_000


class NotTaken(ValueError):
    """What the browser said is not an answer to what it was asked, or not by a passkey of this account."""


@dataclass(frozen=True)
class PasskeyValue:
    """A passkey: how it is named on the page that takes it away, and what its holder called it."""

    ref: str
    name: str


def possible(request: HttpRequest) -> bool:
    """Whether a browser would use a passkey on this page."""
    return request.is_secure() or request.get_host().partition(":")[0] == "localhost"


def held(account: Account) -> list[PasskeyValue]:
    """The passkeys of this account, oldest first."""
    return [PasskeyValue(_ref(one), str(one.data["name"])) for one in _of(account)]


def ask_to_add(account: Account) -> str:
    """What the browser is asked for a new passkey, as JSON. The session keeps the challenge."""
    return json.dumps(auth.begin_registration(account, passwordless=False))


@transaction.atomic
def add(who: Acting, account: Account, said: str, *, name: str) -> None:
    """Keep the passkey that the browser made. Raises `NotTaken`."""
    credential = _read(said)
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        raise NotTaken from None
    auth.WebAuthn.add(account, " ".join(name.split())[:LONGEST_NAME] or "Passkey", credential)
    record(who, Operation.ALTERATION, account, account.staff, reason=because("access.second_factor_set_up_passkey"))


def ask_to_use(account: Account) -> str:
    """What the browser is asked at sign-in, as JSON; empty for an account without a passkey."""
    return json.dumps(auth.begin_authentication(account)) if _of(account) else ""


def use(account: Account, said: str) -> None:
    """Take what the browser answered as the second factor. Raises `NotTaken`."""
    credential = _read(said)
    try:
        auth.parse_authentication_response(credential)
        auth.complete_authentication(account, credential)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        raise NotTaken from None


@transaction.atomic
def take_away(who: Acting, account: Account, ref: str) -> None:
    """Take one of the account's own passkeys away. One that is not there changes nothing."""
    for one in _of(account):
        if _ref(one) == ref:
            one.delete()
            record(
                who,
                Operation.ALTERATION,
                account,
                account.staff,
                reason=because("access.second_factor_taken_away_passkey"),
            )


def _of(account: Account) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.WEBAUTHN).order_by("pk"))


def _ref(one: Authenticator) -> str:
    return hashlib.sha256(json.dumps(one.data["credential"], sort_keys=True).encode()).hexdigest()[:12]


def _read(said: str) -> dict[str, Any]:
    if len(said) > LONGEST_CREDENTIAL:
        raise NotTaken
    try:
        credential = json.loads(said)
    except (ValueError, RecursionError):
        raise NotTaken from None
    if not isinstance(credential, dict):
        raise NotTaken
    return credential
