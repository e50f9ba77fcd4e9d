"""The witness's key on this server: proposed, pinned by two people, and what its cosignatures are worth.

Who may: `access.witness`, which asks two people; safeguard 10 (changing a witness). Neither table is the truth alone: a
pin is authenticated with a key that is not in the database, and stands in the ledger itself.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rapport.ledger.acting import Acting, Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.keys import key
from rapport.ledger.models import WitnessKey, WitnessPin
from rapport.ledger.notes import COSIGNATURE, BadNote, Verifier
from rapport.ledger.pins import RECORD, reason_of
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record

NONE = "no witness's key is pinned here: an administrator proposes it, and two people sign"


class NotPinned(BadNote):
    """No two people pinned this key here, or not yet when the checkpoint was signed."""


@dataclass(frozen=True)
class Key:
    """A proposed key, as it goes to the rooms above; `pinned_at` where it is the one that counts."""

    ref: str
    verifier: Verifier
    proposed_at: datetime
    pinned_at: datetime | None = None

    @property
    def entry(self) -> tuple[str, str]:
        """How the ledger names it."""
        return RECORD, self.ref


@transaction.atomic
def propose(who: Acting, text: str) -> Key:
    """Keep a witness's public key until two people have looked at it. The same key is kept once. Raises `BadNote`."""
    verifier = Verifier.parse(text)
    verifier.require(COSIGNATURE)
    kept = WitnessKey.objects.filter(verifier=str(verifier)).first()
    if kept is not None:
        return _value(kept)
    made = WitnessKey.objects.create(verifier=str(verifier), at=wall_now())
    record(who, Operation.COLLECTION, made, reason=because("ledger.witness_key_proposed"))
    return _value(made)


@transaction.atomic
def pin(who: Acting, ref: str, *, request: str, under: Iterable[tuple[str, str]]) -> None:
    """Let this key, and no other, cosign from now on. `under` names the request and who signed it, for the ledger."""
    held = WitnessKey.objects.get(ref=ref)
    made = WitnessPin(key=held, request=request, at=wall_now())
    made.mac = _mac(made)
    made.save(force_insert=True)
    record(who, Operation.ALTERATION, held, *under, reason=reason_of(Verifier.parse(held.verifier)))


def standing() -> Key | None:
    """The key that counts now. A pin whose authentication does not fit is as if it were not there."""
    pins = WitnessPin.objects.select_related("key").order_by("-pk")
    found = next((one for one in pins if hmac.compare_digest(one.mac, _mac(one))), None)
    return _value(found.key, pinned_at=found.at) if found is not None else None


def proposed() -> list[Key]:
    """The keys proposed since the one that stands was pinned, or all, in their order."""
    now = standing()
    since = WitnessKey.objects.order_by("pk")
    if now is not None and now.pinned_at is not None:
        since = since.filter(at__gt=now.pinned_at).exclude(ref=now.ref)
    return [_value(one) for one in since]


def key_of(*, ref: str = "", text: str = "") -> Key | None:
    """The key that was proposed under this reference, or in these words. Raises `BadNote` for words that are no key."""
    wanted = {"verifier": str(Verifier.parse(text))} if text else {"ref": normalise(ref)}
    found = WitnessKey.objects.filter(**wanted).first()
    return _value(found) if found is not None else None


def require_pinned(verifier: Verifier, *, signed_at: datetime) -> None:
    """Raise `NotPinned` unless this key is the one that stood when the checkpoint was signed."""
    now = standing()
    if now is None or now.pinned_at is None:
        raise NotPinned(NONE)
    if verifier != now.verifier:
        raise NotPinned(f"{verifier} is not the key that two people pinned here: that is {now.verifier}")
    if signed_at < now.pinned_at:
        raise NotPinned("this checkpoint was signed before the key was pinned: sign a new one, and let it be witnessed")


def _value(held: WitnessKey, *, pinned_at: datetime | None = None) -> Key:
    return Key(held.ref, Verifier.parse(held.verifier), held.at, pinned_at)


def _mac(one: WitnessPin) -> str:
    told = f"{one.key.verifier}\n{one.request}\n{one.at.isoformat()}"
    return hmac.new(key("ledger"), b"witness pin\n" + told.encode(), hashlib.sha256).hexdigest()
