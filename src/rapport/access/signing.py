"""The cryptography of approvals, on plain values: a key under a passphrase, the statement, the signature.

The passphrase becomes a key by Argon2id (RFC 9106, second recommended setting: 64 MiB, 3 passes); the private half of
an Ed25519 pair (RFC 8032) is sealed under it with AES-256-GCM, bound to whose it is. What is signed is the SHA-256 of a
canonical statement, so that a file of statements and a roster of public keys are all that anybody needs to check it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

SHORTEST_PASSPHRASE = 12
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 1
DOMAIN = b"rapport-approval/v1\n"


class WrongPassphrase(Exception):
    """The passphrase does not open the key."""


class WeakPassphrase(ValueError):
    """The passphrase is too short, or the same few letters over and over."""


@dataclass(frozen=True)
class Statement:
    """What one person signs: that they allow this operation on this version of this record, under this request."""

    stamp: str
    request: str
    operation: str
    record_class: str
    record_ref: str
    content: str
    staff: str
    public: str
    at: datetime

    def digest(self) -> bytes:
        """The SHA-256 of the statement, canonical."""
        fields = {**self.__dict__, "at": self.at.astimezone(UTC).isoformat()}
        return hashlib.sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).digest()


def make_key(passphrase: str, *, staff: str) -> tuple[str, str]:
    """A new key of this person: its public half in hex, and the private half sealed. Raises `WeakPassphrase`."""
    if len(passphrase) < SHORTEST_PASSPHRASE or len(set(passphrase)) < SHORTEST_PASSPHRASE // 2:
        raise WeakPassphrase
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw().hex()
    return public, _seal(private.private_bytes_raw(), passphrase, bound=_bound(staff, public))


def sign(statement: Statement, *, sealed: str, passphrase: str) -> str:
    """The signature in hex. Raises `WrongPassphrase`, also for a sealed key that is not the statement's."""
    seed = _unseal(sealed, passphrase, bound=_bound(statement.staff, statement.public))
    return Ed25519PrivateKey.from_private_bytes(seed).sign(DOMAIN + statement.digest()).hex()


def signed(statement: Statement, signature: str) -> bool:
    """Whether this is the signature of the statement's own key under it."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(statement.public))
        public.verify(bytes.fromhex(signature), DOMAIN + statement.digest())
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: str) -> str:
    """A key as people read it to each other: eight groups of four letters, 128 bits of its SHA-256."""
    digits = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:32].upper()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def content_hash(content: Any) -> str:
    """The hash of a version of a record: of its content as canonical JSON, in hex. Any edit gives another."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _seal(secret: bytes, passphrase: str, *, bound: bytes) -> str:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    settings = {"kdf": "argon2id", "memory_kib": MEMORY_KIB, "passes": PASSES, "lanes": LANES}
    box = AESGCM(_stretched(passphrase, salt, settings)).encrypt(nonce, secret, bound)
    held = {"salt": salt, "nonce": nonce, "box": box}
    return json.dumps({**settings, **{name: b64encode(value).decode() for name, value in held.items()}})


def _unseal(sealed: str, passphrase: str, *, bound: bytes) -> bytes:
    try:
        held = json.loads(sealed)
        salt, nonce, box = (b64decode(held[name]) for name in ("salt", "nonce", "box"))
        return AESGCM(_stretched(passphrase, salt, held)).decrypt(nonce, box, bound)
    except (InvalidTag, KeyError, TypeError, ValueError):
        raise WrongPassphrase from None


def _stretched(passphrase: str, salt: bytes, settings: dict[str, Any]) -> bytes:
    """The same passphrase whichever keyboard composed its letters (NFKC)."""
    stretcher = Argon2id(
        salt=salt,
        length=32,
        iterations=int(settings["passes"]),
        lanes=int(settings["lanes"]),
        memory_cost=min(int(settings["memory_kib"]), MEMORY_KIB),
    )
    return stretcher.derive(unicodedata.normalize("NFKC", passphrase).encode())


def _bound(staff: str, public: str) -> bytes:
    return f"rapport-key/v1\n{staff}\n{public}".encode()
