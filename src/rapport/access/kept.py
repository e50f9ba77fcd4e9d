"""What somebody typed and sent from a desk that had locked itself meanwhile: carried, sealed, until they unlock it.

The locked page holds it as one field that nobody at the desk can read; whoever unlocks gets it back and sends it
themselves. Passphrases are not carried. Nothing is kept on the server.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.http import HttpRequest

from rapport.access.sessions import Seat
from rapport.ledger.keys import key

SECRET_FIELDS = frozenset({"csrfmiddlewaretoken", "passphrase", "again", "present", "credential", "code"})
LONGEST = 400_000


@dataclass(frozen=True)
class Sent:
    """A form as it was sent: where to, and each field with its values."""

    address: str
    fields: list[tuple[str, str]]


def seal(request: HttpRequest, seat: Seat) -> str:
    """What this request sent, sealed for whoever holds the seat; empty for nothing, or for too much."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in SECRET_FIELDS
        for value in map(str, values)
    ]
    told = json.dumps([request.get_full_path(), fields]).encode()
    if not fields or len(told) > LONGEST:
        return ""
    nonce = secrets.token_bytes(12)
    return urlsafe_b64encode(nonce + AESGCM(key("kept")).encrypt(nonce, told, _bound(seat))).decode()


def unseal(sealed: str, seat: Seat) -> Sent | None:
    """What was sent; None for what was altered, or sent from somebody else's seat."""
    try:
        held = urlsafe_b64decode(sealed)
        address, fields = json.loads(AESGCM(key("kept")).decrypt(held[:12], held[12:], _bound(seat)))
    except (InvalidTag, ValueError):
        return None
    return Sent(address, [(name, value) for name, value in fields])


def _bound(seat: Seat) -> bytes:
    return f"rapport-kept/v1\n{seat.account}\n{seat.mark}".encode()
