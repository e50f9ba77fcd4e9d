"""Which witness's key stood when: read from an export's own entries, on any machine.

A key is pinned by an entry of the ledger that names it in full, under the request that two people signed. It counts
from that entry on, until the next pin: an old export is checked against the key of its time, and a key that was never
pinned, or only later, cosigns nothing.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapport.ledger.acting import Operation
from rapport.ledger.notes import BadNote, Verifier

PINNED = "witness pinned: "
RECORD, REQUEST = "ledger.witnesskey", "access.approvalrequest"


@dataclass(frozen=True)
class Pin:
    """A witness's key, the place of the entry that pinned it, and the request that two people signed."""

    position: int
    verifier: Verifier
    request: str


def reason_of(verifier: Verifier) -> str:
    """What the entry says that pins this key."""
    return f"{PINNED}{verifier}"


def pins_in(leaves: Iterable[bytes]) -> list[Pin]:
    """Every pin that these entries tell of, in their order. What is no pin, or names no key, is passed over."""
    found = []
    for position, leaf in enumerate(leaves):
        if PINNED.encode() not in leaf:
            continue
        try:
            told = json.loads(leaf)
            records = dict(reversed(told["records"]))
            if told["operation"] != Operation.ALTERATION or RECORD not in records:
                continue
            if not told["reason"].startswith(PINNED):
                continue
            verifier = Verifier.parse(told["reason"].removeprefix(PINNED))
        except (BadNote, KeyError, TypeError, ValueError):
            continue
        found.append(Pin(position, verifier, records.get(REQUEST, "")))
    return found


def standing_at(pins: Sequence[Pin], size: int) -> Pin | None:
    """The pin that counts for a checkpoint of so many entries."""
    before = [one for one in pins if one.position < size]
    return before[-1] if before else None
