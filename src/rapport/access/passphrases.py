"""Passphrases at sign-in: how they are kept, what is too weak, and that checking one takes as long as checking none.

Kept with Argon2id (RFC 9106, second recommended setting: 64 MiB, 3 passes, one lane so that four people may sign in at
once on two cores). One-time codes have eighty random bits; a keyed hash of them suffices.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from functools import lru_cache

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from rapport.ledger.keys import key

SHORTEST = 12
LONGEST = 200
CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is mistaken for another
CODE_GROUPS = 4


class Argon2(Argon2PasswordHasher):
    """Argon2id at the cost that this house pays for every other passphrase too."""

    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 1


class Weak(ValueError):
    """The passphrase will not do; `code` says why: short, dull, common or about_you."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kept(passphrase: str) -> str:
    """The passphrase as the database keeps it."""
    return make_password(_plain(passphrase))


def fits(passphrase: str, held: str | None) -> bool:
    """Whether this is the passphrase; the same work is done where none is held."""
    right = check_password(_plain(passphrase), held or _of_nobody())
    return right and held is not None


def require_strong(passphrase: str, *, about: tuple[str, ...]) -> None:
    """Raise `Weak` for one that is short, dull, on every list of bad ones, or made of its holder's name or number."""
    plain = _plain(passphrase)
    if len(plain) < SHORTEST:
        raise Weak("short")
    if len(set(plain)) < SHORTEST // 2:
        raise Weak("dull")
    folded = plain.casefold()
    if any(len(word) > 3 and word.casefold() in folded for one in about for word in one.split()):
        raise Weak("about_you")
    try:
        CommonPasswordValidator().validate(plain)
    except ValidationError:
        raise Weak("common") from None


def new_code() -> str:
    """A one-time code, to be given from hand to hand."""
    letters = [secrets.choice(CODE_LETTERS) for _ in range(CODE_GROUPS * 4)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, len(letters), 4))


def code_hash(code: str) -> str:
    """What the database keeps of a one-time code; spaces, dashes and small letters make no difference."""
    plain = "".join(letter for letter in _plain(code).upper() if letter.isalnum())
    return hmac.new(key("codes"), plain.encode(), hashlib.sha256).hexdigest()


def new_mark() -> str:
    """What the sessions of an account must bear from now on."""
    return secrets.token_hex(16)


def _plain(passphrase: str) -> str:
    """The same passphrase whichever keyboard composed its letters."""
    return unicodedata.normalize("NFKC", passphrase)


@lru_cache(maxsize=4)
def _hash_of_nobody(costs: tuple[int, int, int]) -> str:
    del costs  # a new hash when they change, so that it costs the same as a real one
    return make_password(secrets.token_hex(16))


def _of_nobody() -> str:
    return _hash_of_nobody((Argon2.time_cost, Argon2.memory_cost, Argon2.parallelism))
