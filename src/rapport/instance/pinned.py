"""Whether two people signed for each witness that a ledger pinned: from an inspector's files, on another machine."""

from collections.abc import Sequence
from pathlib import Path

from rapport.access.rosters import verify
from rapport.access.signing import content_hash
from rapport.ledger.exports import DoesNotFit
from rapport.ledger.pins import Pin

ACT = "ledger.witness"


def require_signed(pins: Sequence[Pin], approvals: Path, roster: Path) -> None:
    """Raise `DoesNotFit` for the first pin that two people of the roster did not sign. Raises `Unreadable`."""
    checked = {one.request: one for one in verify(approvals, roster)}
    for pin in pins:
        found = checked.get(pin.request)
        wanted = content_hash({"witness": str(pin.verifier)})
        if found is None or found.operation != ACT or found.content != wanted or len(found.by) != 2:
            raise DoesNotFit(
                f"entry {pin.position} pins the witness {pin.verifier}, and two people did not sign for it",
                position=pin.position,
            )
