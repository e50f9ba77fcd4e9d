"""How the cast also comes in by number and passphrase: from another machine of the room, or to try the door itself.

Each passphrase follows from a key in the home folder, so that it is the same at every start, stands in no database and
no file, and is another one in every instance. Training only.
"""

from __future__ import annotations

import hashlib
import hmac

from rapport.access import accounts
from rapport.access import selectors as access
from rapport.access.viewers import Steward
from rapport.ledger.keys import key

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS = 4


def passphrase_of(number: str) -> str:
    """The passphrase of whoever bears this number: four groups of four letters, 79 bits."""
    digest = hmac.new(key("cast"), number.encode(), hashlib.sha512).digest()
    letters = [LETTERS[int.from_bytes(digest[at * 3 : at * 3 + 3], "big") % len(LETTERS)] for at in range(GROUPS * 4)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, len(letters), 4))


def let_the_cast_in() -> list[tuple[str, str, str]]:
    """Open an account for each of the cast who has none. Returns name, number and passphrase of everybody."""
    told = []
    for member in access.cast():
        accounts.let_in_cast(Steward(purpose="demonstration"), member.number, passphrase_of(member.number))
        told.append((member.name, member.number, passphrase_of(member.number)))
    return told
