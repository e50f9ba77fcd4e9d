"""The witness's key on this server: proposed, pinned by two people, and what its cosignatures are worth.

Who may: `access.witness`, which asks two people; safeguard 10 (changing a witness). Neither table is the truth alone: a
pin is authenticated with a key that is not in the database, and stands in the ledger itself.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rapport.ledger.acting import Acting, Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.keys import key
from rapport.ledger.models import WitnessKey, WitnessPin
from rapport.ledger.notes import COSIGNATURE, BadNote, Verifier
from rapport.ledger.pins import reason_of
from rapport.ledger.services import record


class NotPinned(BadNote):
    """No two people pinned this key here, or not yet when the checkpoint was signed."""


@transaction.atomic
def propose(who: Acting, text: str) -> WitnessKey:
    """Keep a witness's public key until two people have looked at it. The same key is kept once. Raises `BadNote`."""
    verifier = Verifier.parse(text)
    verifier.require(COSIGNATURE)
    kept = WitnessKey.objects.filter(verifier=str(verifier)).first()
    if kept is not None:
        return kept
    made = WitnessKey.objects.create(verifier=str(verifier), at=wall_now())
    record(who, Operation.COLLECTION, made, reason="witness's key proposed")
    return made


@transaction.atomic
def pin(who: Acting, held: WitnessKey, *, request: str, under: Iterable[tuple[str, str]]) -> WitnessPin:
    """Let this key, and no other, cosign from now on. `under` names the request and who signed it, for the ledger."""
    at = wall_now()
    made = WitnessPin(key=held, request=request, at=at)
    made.mac = _mac(made)
    made.save(force_insert=True)
    record(who, Operation.ALTERATION, held, *under, reason=reason_of(verifier_of(held)))
    return made


def standing_pin() -> WitnessPin | None:
    """The pin that counts now. One whose authentication does not fit is as if it were not there."""
    pins = WitnessPin.objects.select_related("key").order_by("-pk")
    return next((one for one in pins if hmac.compare_digest(one.mac, _mac(one))), None)


def require_pinned(verifier: Verifier, *, signed_at: datetime) -> None:
    """Raise `NotPinned` unless this key is the one that stood when the checkpoint was signed."""
    standing = standing_pin()
    if standing is None:
        raise NotPinned("no witness's key is pinned here: an administrator proposes it, and two people sign")
    if str(verifier) != standing.key.verifier:
        raise NotPinned(f"{verifier} is not the key that two people pinned here: that is {standing.key.verifier}")
    if signed_at < standing.at:
        raise NotPinned("this checkpoint was signed before the key was pinned: sign a new one, and let it be witnessed")


def verifier_of(held: WitnessKey) -> Verifier:
    """The key as it verifies."""
    return Verifier.parse(held.verifier)


def _mac(one: WitnessPin) -> str:
    told = f"{one.key.verifier}\n{one.request}\n{one.at.isoformat()}"
    return hmac.new(key("ledger"), b"witness pin\n" + told.encode(), hashlib.sha256).hexdigest()
