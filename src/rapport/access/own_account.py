"""What somebody signed in changes about their own account, after typing their passphrase again.

Who may: each their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise

from rapport.access import accounts, passphrases, second_factor, throttle
from rapport.access.models import Account, LegalBasis
from rapport.access.purposes import purposes_of
from rapport.access.viewers import SignedInRequest, Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.services import record


class NotYours(Exception):
    """What was typed is not the passphrase of whoever is signed in."""


@dataclass(frozen=True)
class PurposeValue:
    """A purpose that one may act for, and the law on which the service rests it; empty where nobody has named one."""

    code: str
    label: str | Promise
    covers: str | Promise
    law: str
    here: bool


def require_passphrase(request: SignedInRequest, passphrase: str) -> Account:
    """The viewer's own account, after the right passphrase. Raises `NotYours`, and `throttle.Resting`."""
    account = accounts.account_of(request.viewer)
    if account is None:
        raise NotYours
    throttle.take(request, account.staff.number)
    if not passphrases.fits(passphrase, account.password):
        with transaction.atomic():
            record(request.viewer, Operation.REFUSAL, account, account.staff, reason="account.passphrase")
        raise NotYours
    throttle.forgive(request, account.staff.number)
    return account


def change_passphrase(request: SignedInRequest, present: str, passphrase: str) -> str:
    """Another passphrase in place of the present one: the new mark. Raises `NotYours`, `Resting`, `Weak`."""
    account = require_passphrase(request, present)
    return accounts.choose_passphrase(request.viewer, account, passphrase)


@transaction.atomic
def set_up_app(viewer: Viewer, account: Account, sealed: str, code: str) -> list[str]:
    """Take this app as the second factor. Returns new recovery codes. Raises `second_factor.WrongCode`."""
    second_factor.set_up_app(viewer, account, sealed, code)
    return second_factor.new_recovery_codes(viewer, account)


def purposes(viewer: Viewer) -> list[PurposeValue]:
    """For what the viewer may act in this posting, with the law behind each."""
    named = LegalBasis.objects.visible_to(viewer).filter(replaced_at__isnull=True)
    laws = dict(named.values_list("purpose", "law"))
    return [
        PurposeValue(one.code, one.label, one.covers, laws.get(one.code, ""), one.code == viewer.purpose)
        for one in purposes_of(viewer.roles)
    ]
