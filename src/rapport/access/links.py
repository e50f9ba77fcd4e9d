"""One-click sign-in for the cast of a demonstration: signed links that open on this machine only.

A link is bound to the instance's stamp, so that a copy of the database under another stamp, or another instance with
the same key, opens none. There are none in live. Sign-in with a password and a second factor is not built yet.
"""

from __future__ import annotations

from ipaddress import ip_address

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from rapport.access.algebra import Refused
from rapport.access.models import Posting
from rapport.ledger.models import Mode
from rapport.ledger.selectors import instance

SALT = "rapport.access.links"
LASTS_SECONDS = 12 * 60 * 60
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST", "HTTP_VIA")


class NotOfTheCast(ValueError):
    """A link was asked for a posting that may not be entered by one."""


def sign_in_link(posting: Posting) -> str:
    """The path that signs in to this posting with one click, for twelve hours. Raises `NotOfTheCast`."""
    return reverse("access:enter", args=[link_token(posting)])


def link_token(posting: Posting) -> str:
    """The signed part of the link. Raises `NotOfTheCast` for a posting not marked `by_link`, and for a live one."""
    if not posting.by_link or posting.service.mode_id == Mode.LIVE:
        raise NotOfTheCast(posting.ref)
    return signing.dumps(posting.ref, salt=_salt())


def open_link(token: str) -> Posting:
    """The posting that a link opens. Raises `Refused`, as for a page that does not exist, when it opens none."""
    try:
        ref = signing.loads(token, salt=_salt(), max_age=LASTS_SECONDS)
    except signing.BadSignature:
        raise Refused("link", exists=False) from None
    posting = Posting.with_all().filter(ref=ref, by_link=True).exclude(service__mode=Mode.LIVE).first()
    if posting is None or not posting.in_force():
        raise Refused("link_ended", ("access.posting", ref), exists=False)
    return posting


def on_this_machine(request: HttpRequest) -> bool:
    """Whether the reader sits at this machine: a loopback address, and no proxy that speaks for somebody else.

    Another site's page that resolves to this address is stopped by ALLOWED_HOSTS.
    """
    if any(request.META.get(header) for header in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _salt() -> str:
    here = instance()
    if here is None or here.mode == Mode.LIVE:
        raise Refused("link", exists=False)
    return f"{SALT}:{here.stamp}"
