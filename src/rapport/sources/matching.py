"""The key under which tellers are compared, and what is kept of a teller under it.

The key is handed over when the server starts and lies in memory only: neither in the database nor in a backup nor in
the home folder. A name's forms are hashed under it, and the hashes are encrypted under it too, each origin's on its
own and all of one length: without the key the database tells neither who, nor which two origins are one teller's, nor
whether anybody was named. Whoever has the key and the database can try names until one fits: docs/threat-model.md.

In a training instance, where nobody exists, the key is a file among the others unless one is handed over: an exercise
goes on after the laptop was switched off (docs/decisions/0060).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.pwhash import argon2id

from rapport.ledger.keys import key as key_of_instance
from rapport.ledger.models import Mode
from rapport.ledger.selectors import instance
from rapport.sources.rules import MOST_PAIRS, MOST_WORDS, Marks, NameForms

WHERE = "RAPPORT_MATCHING_AT"
"""Where a process of the server finds the key: a file in memory that the starting process holds open."""
SHORTEST = 20
MEMORY_BYTES, PASSES = 64 * 1024 * 1024, 3
MARK = 8
CAPACITY = 3 + MARK + (MOST_PAIRS + MOST_WORDS) * MARK
_held: list[bytes] = []


class NoMatchingKey(RuntimeError):
    """No key was handed over to this server."""


class WeakMatchingPassphrase(ValueError):
    """The passphrase handed over is too short to keep names from being guessed."""


def derived(passphrase: str, *, stamp: str) -> bytes:
    """The key of an instance from what was handed over. Raises `WeakMatchingPassphrase`."""
    if len(passphrase.strip()) < SHORTEST:
        raise WeakMatchingPassphrase
    salt = hashlib.sha256(f"rapport-matching/{stamp}".encode()).digest()[: argon2id.SALTBYTES]
    return argon2id.kdf(32, passphrase.strip().encode(), salt, opslimit=PASSES, memlimit=MEMORY_BYTES)


def hand_over(key: bytes) -> None:
    """Take the key into this process's memory."""
    _held[:] = [key]
    _keys.cache_clear()


def forget() -> None:
    """Let go of it."""
    _held.clear()
    _keys.cache_clear()


def there_is_a_key() -> bool:
    """Whether tellers can be compared in this process."""
    try:
        _key()
    except NoMatchingKey:
        return False
    return True


def check_value() -> str:
    """What a server keeps of the key, to notice that another one was handed over. Says nothing of any name."""
    return hmac.new(_keys(_key())[1], b"check", hashlib.sha256).hexdigest()


def is_the_one_before() -> bool:
    """Whether this is the key that was used here before, or none was. Reads one row of the database."""
    from rapport.sources.models import MatchingCheck

    kept = MatchingCheck.unfiltered.first()
    return kept is None or hmac.compare_digest(kept.value, check_value())


def was_used() -> bool:
    """Whether tellers were ever compared in this instance."""
    from rapport.sources.models import MatchingCheck

    return MatchingCheck.unfiltered.exists()


def marks_of(forms: NameForms, person: str = "") -> Marks:
    """What is compared of a teller: a person of the register where one is meant, and the forms of the name."""
    return Marks(
        named=bool(forms.words or person),
        person=mark(f"person {person}") if person else b"",
        pairs=frozenset(mark(f"pair {one}") for one in forms.pairs),
        words=frozenset(mark(f"word {one}") for one in forms.words),
    )


def marks_of_nobody() -> Marks:
    """What is compared where nobody was named. Needs no key."""
    return Marks(named=False, person=b"", pairs=frozenset(), words=frozenset())


def mark(what: str) -> bytes:
    """The keyed hash of one form."""
    return hmac.new(_keys(_key())[1], what.encode(), hashlib.sha256).digest()[:MARK]


def close(marks: Marks, *, ref: str) -> bytes:
    """The marks as they are kept for the record of this reference: encrypted, and always of one length."""
    pairs, words = sorted(marks.pairs), sorted(marks.words)
    plain = bytes([marks.named + 2 * bool(marks.person), len(pairs), len(words)])
    plain += marks.person or secrets.token_bytes(MARK)
    plain += b"".join(pairs) + b"".join(words)
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(_keys(_key())[0]).encrypt(nonce, plain.ljust(CAPACITY, b"\0"), ref.encode())


def read(closed: bytes | memoryview, *, ref: str) -> Marks | None:
    """The marks again; None if they were made under another key, or for another record."""
    held = bytes(closed)
    try:
        plain = AESGCM(_keys(_key())[0]).decrypt(held[:12], held[12:], ref.encode())
    except (InvalidTag, ValueError, NoMatchingKey):
        return None
    flags, pairs, words = plain[0], plain[1], plain[2]
    hashes = [plain[at : at + MARK] for at in range(3, CAPACITY, MARK)]
    return Marks(
        named=bool(flags & 1),
        person=hashes[0] if flags & 2 else b"",
        pairs=frozenset(hashes[1 : 1 + pairs]),
        words=frozenset(hashes[1 + pairs : 1 + pairs + words]),
    )


def _key() -> bytes:
    if not _held:
        _held.append(_found())
    return _held[0]


def _found() -> bytes:
    where = os.environ.get(WHERE)
    if where:
        try:
            handed = Path(where).read_bytes()
        except OSError:
            handed = b""
        if len(handed) == 32:
            return handed
        raise NoMatchingKey
    here = instance()
    if here is not None and here.mode == Mode.TRAINING:
        return key_of_instance("matching-of-training")
    raise NoMatchingKey


@lru_cache(maxsize=2)
def _keys(key: bytes) -> tuple[bytes, bytes]:
    """Of the one handed over: the key that encrypts, the key that hashes."""
    return (hmac.new(key, b"encrypt", hashlib.sha256).digest(), hmac.new(key, b"hash", hashlib.sha256).digest())
