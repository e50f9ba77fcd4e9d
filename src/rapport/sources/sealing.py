"""The cryptography of sealed names, on plain values.

What is sealed is first brought to one length, so that *nobody was named* and the longest name look alike; then it is
encrypted to the custodians' public key (libsodium's sealed box: X25519 and XSalsa20-Poly1305, an ephemeral sender). The
private half lies wrapped under two people's passphrases, one inside the other, each stretched by Argon2id (RFC 9106).
"""

from __future__ import annotations

import json
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.utils import random as random_bytes

MEMORY_BYTES, PASSES = 64 * 1024 * 1024, 3
SHORTEST_PASSPHRASE = 12
LENGTH = 1400
"""What is sealed is as long as this whatever was typed."""
MOST_WHO, MOST_HOW = 120, 200


class WrongPassphrase(Exception):
    """One of the two passphrases does not open the key, or they were given the other way round."""


class WeakPassphrase(ValueError):
    """A passphrase is too short, the same few letters over and over, or the other person's."""


@dataclass(frozen=True)
class ToldBy:
    """Who told it and how they know; `person` is a reference of the register if one person is meant. All may be ""."""

    who: str = ""
    how: str = ""
    person: str = ""


def seal(told_by: ToldBy, public: str) -> bytes:
    """Seal it to this public key (hex). Always of the same length. Raises `ValueError` if it is far too long."""
    said = json.dumps(asdict(told_by), ensure_ascii=False, separators=(",", ":")).encode()
    if len(said) > LENGTH - 2:
        raise ValueError("too long to seal")
    padded = len(said).to_bytes(2, "big") + said.ljust(LENGTH - 2, b"\0")
    return bytes(SealedBox(PublicKey(bytes.fromhex(public))).encrypt(padded))


def unseal(sealed: bytes | memoryview, private: bytes) -> ToldBy:
    """Open it with the private half. Raises `WrongPassphrase` for a key that is another's."""
    try:
        padded = SealedBox(PrivateKey(private)).decrypt(bytes(sealed))
    except CryptoError:
        raise WrongPassphrase from None
    said = json.loads(padded[2 : 2 + int.from_bytes(padded[:2], "big")])
    return ToldBy(**said)


def make_pair(first: str, second: str) -> tuple[str, str]:
    """A new pair: its public half in hex, and the private half wrapped under both passphrases.

    Raises `WeakPassphrase`.
    """
    if _weak(first) or _weak(second) or _plain(first) == _plain(second):
        raise WeakPassphrase
    private = PrivateKey.generate()
    return bytes(private.public_key).hex(), json.dumps(_wrap(_wrap_bytes(bytes(private), first), second))


def unwrap(wrapped: str, first: str, second: str) -> bytes:
    """The private half. Both passphrases are needed, each its holder's. Raises `WrongPassphrase`."""
    try:
        inner = _unwrap(json.loads(wrapped), second)
        return _unwrap(json.loads(inner), first)
    except (CryptoError, KeyError, TypeError, ValueError):
        raise WrongPassphrase from None


def lock(text: bytes, key: bytes) -> bytes:
    """Encrypt under a key that somebody else keeps."""
    return bytes(SecretBox(key).encrypt(text))


def unlock(locked: bytes | memoryview, key: bytes) -> bytes | None:
    """The text, or None if this is not its key."""
    try:
        return SecretBox(key).decrypt(bytes(locked))
    except (CryptoError, ValueError, TypeError):
        return None


def new_key() -> bytes:
    """A fresh key for `lock`."""
    return random_bytes(SecretBox.KEY_SIZE)


def _wrap_bytes(secret: bytes, passphrase: str) -> bytes:
    return json.dumps(_wrap(secret, passphrase)).encode()


def _wrap(secret: bytes, passphrase: str) -> dict[str, object]:
    salt = random_bytes(argon2id.SALTBYTES)
    box = SecretBox(_stretched(passphrase, salt, MEMORY_BYTES, PASSES)).encrypt(secret)
    return {
        "kdf": "argon2id",
        "memory": MEMORY_BYTES,
        "passes": PASSES,
        "salt": b64encode(salt).decode(),
        "box": b64encode(bytes(box)).decode(),
    }


def _unwrap(held: dict[str, object], passphrase: str) -> bytes:
    key = _stretched(passphrase, b64decode(str(held["salt"])), int(str(held["memory"])), int(str(held["passes"])))
    return SecretBox(key).decrypt(b64decode(str(held["box"])))


def _stretched(passphrase: str, salt: bytes, memory: int, passes: int) -> bytes:
    return argon2id.kdf(SecretBox.KEY_SIZE, _plain(passphrase).encode(), salt, opslimit=passes, memlimit=memory)


def _plain(passphrase: str) -> str:
    return unicodedata.normalize("NFKC", passphrase)


def _weak(passphrase: str) -> bool:
    return len(passphrase) < SHORTEST_PASSPHRASE or len(set(passphrase)) < SHORTEST_PASSPHRASE // 2
