"""What an administrator finds in a fresh demonstration: shared desks, a key that waits for signing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from rapport.access import administration, desks, witness
from rapport.access.viewers import Viewer
from rapport.ledger.notes import COSIGNATURE, Signer


def set_up(cast: Mapping[str, Viewer], written: dict[str, Any]) -> None:
    """As an administrator would; the inspector proposes a witness, and whoever administers is asked to sign for it."""
    administrator = cast["saule"]
    service = administration.service_of(administrator)
    for one in written["desks"]:
        desks.register(administrator, service, one["name"], one["network"])
    stick = Signer(written["witness"], COSIGNATURE, secrets.token_bytes(32))  # an invented witness: nobody keeps it
    witness.propose(cast["ines"], str(stick.verifier))
