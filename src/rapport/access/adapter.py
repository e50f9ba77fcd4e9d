"""What django-allauth asks this house about second factors: how secrets are kept, and what an app calls them.

Secrets of authenticator apps and of recovery codes are sealed (AES-256-GCM) with a key in `var/keys/`, so that a copy
of the database alone makes no code.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rapport.access.models import Account
from rapport.ledger.keys import key

BOUND = b"rapport-second-factor/v1"
ISSUER = "Rapport"


class Closed(DefaultAccountAdapter):  # type: ignore[misc]  # the library says nothing of its types
    """Nobody makes an account for themselves, and nothing is sent by mail."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Never."""
        del request
        return False

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is sent: staff have no address here."""


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """How this house keeps second factors."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        nonce = secrets.token_bytes(12)
        box = AESGCM(key("second-factor")).encrypt(nonce, text.encode(), BOUND)
        return b64encode(nonce + box).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again. Raises `cryptography.exceptions.InvalidTag` for one that was altered or sealed elsewhere."""
        held = b64decode(encrypted_text)
        return AESGCM(key("second-factor")).decrypt(held[:12], held[12:], BOUND).decode()

    def get_totp_label(self, user: Account) -> str:
        """What the app shows under the issuer: the service number, no name."""
        return str(user.staff.number)

    def get_totp_issuer(self) -> str:
        """Who issued the secret."""
        return ISSUER

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """For which host a passkey is good."""
        return {"id": context.request.get_host().partition(":")[0], "name": ISSUER}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """Whose passkey it is: an opaque reference and the service number, no name."""
        return {"id": user.ref.encode(), "display_name": user.staff.number, "name": user.staff.number}
