"""Somebody with an account, their telephone, and the browser in front of them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from access_house import STEWARD
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from rapport.access import accounts, second_factor
from rapport.access.models import Account, Posting
from rapport.access.viewers import Viewer

WORDS = "four quiet horses by the river"


def open_for(posting: Posting, passphrase: str = WORDS) -> Account:
    """An account whose holder has chosen a passphrase."""
    accounts.open_account(STEWARD, posting.staff)
    account = Account.unfiltered.select_related("staff").get(staff=posting.staff)
    accounts.choose_passphrase(accounts.Holder(posting.staff), account, passphrase)
    return Account.unfiltered.select_related("staff").get(staff=posting.staff)


@dataclass
class Telephone:
    """An authenticator app: the code of now, and of steps before and after."""

    secret: str

    def code(self, steps: int = 0) -> str:
        return format_hotp_value(hotp_value(self.secret, int(time.time()) // 30 + steps))


def telephone_of(account: Account) -> Telephone:
    """A telephone that was set up as this account's second factor."""
    sealed = second_factor.new_secret()
    phone = Telephone(second_factor.secret_shown(sealed))
    second_factor.set_up_app(accounts.Holder(account.staff), account, sealed, phone.code(-1))
    assert Authenticator.objects.filter(user_id=account.pk, type="totp").count() == 1
    return phone


@dataclass
class Desk:
    """A browser."""

    client: Client = field(default_factory=Client)
    address: str = "127.0.0.1"

    def come(self, number: str, passphrase: str = WORDS, **also: str) -> HttpResponse:
        """Type number and passphrase on the sign-in page."""
        typed = {"number": number, "passphrase": passphrase, **also}
        return self.client.post("/sign-in/", typed, REMOTE_ADDR=self.address)

    def code(self, code: str) -> HttpResponse:
        """Type a code on the second page."""
        return self.client.post("/sign-in/second/", {"code": code}, REMOTE_ADDR=self.address)

    @property
    def viewer(self) -> Viewer | None:
        """Who is signed in here."""
        viewer: Viewer | None = self.client.get("/sign-in/", REMOTE_ADDR=self.address).wsgi_request.viewer  # type: ignore[attr-defined]
        return viewer

    @property
    def who(self) -> str:
        viewer = self.viewer
        return viewer.name if viewer else ""
