"""The witness of the ledger: who proposes its public key, and that no fewer than two people pin it.

Who may: an administrator or an inspector proposes; whoever may sign (`apps`) reads and signs; then either of the first
pins it, on the page or at the console. At no time could one person do it, not even at the beginning: until
a key is pinned the ledger has no witness, and on live whatever needs one waits.
Source: safeguard 10 (changing a witness); house plan, section 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rapport.access import approvals, policy
from rapport.access.algebra import Refused
from rapport.access.models import ApprovalRequest
from rapport.access.viewers import Steward, Viewer
from rapport.ledger import witnesses
from rapport.ledger.acting import Operation
from rapport.ledger.notes import BadNote, key_fingerprint
from rapport.ledger.reasons import because
from rapport.ledger.sequencing import last_witnessed
from rapport.ledger.services import record

ACT = "ledger.witness"
BadKey = BadNote


@dataclass(frozen=True)
class WitnessValue:
    """A witness's key: since when it is pinned, if it is, and when that witness came last."""

    ref: str
    fingerprint: str
    verifier: str
    proposed_at: datetime
    pinned_at: datetime | None = None
    came_at: datetime | None = None


@dataclass(frozen=True)
class Witnesses:
    """The key that stands, and those proposed since."""

    standing: WitnessValue | None
    proposed: tuple[WitnessValue, ...]
    may_propose: bool


@transaction.atomic
def overview(viewer: Viewer) -> Witnesses:
    """What stands and what was proposed. Raises `Refused` for whoever neither proposes nor signs."""
    policy.READ_WITNESS.require_acting(viewer)
    now, waiting = witnesses.standing(), witnesses.proposed()
    shown = [one.entry for one in ([now] if now is not None else []) + waiting]
    record(viewer, Operation.CONSULTATION, *shown, reason=because("access.witness_looked_at"))
    return Witnesses(
        standing=_value(now, came_at=last_witnessed()) if now is not None else None,
        proposed=tuple(_value(one) for one in waiting),
        may_propose=policy.PROPOSE_WITNESS.allows(viewer, None),
    )


@transaction.atomic
def propose(viewer: Viewer, text: str) -> ApprovalRequest:
    """Propose a witness's public key and ask two people for it. Raises `BadKey` for what is none."""
    policy.PROPOSE_WITNESS.require_acting(viewer)
    held = witnesses.propose(viewer, " ".join(text.split()))
    return approvals.request(viewer, ACT, held.entry, _content(held))


@transaction.atomic
def pin(who: Viewer | Steward, ref: str) -> None:
    """Pin a proposed key that two people signed for. Raises `Refused` where they have not, or for no such key."""
    if isinstance(who, Viewer):
        policy.PROPOSE_WITNESS.require_acting(who)
    held = _held(ref)
    release = approvals.require_two(ACT, held.entry, _content(held))
    witnesses.pin(who, held.ref, request=release.request, under=release.records)


def key_value(viewer: Viewer, ref: str) -> WitnessValue:
    """One proposed key, for whoever is to sign for it."""
    policy.READ_WITNESS.require_acting(viewer)
    return _value(_held(ref))


def ref_of(text: str) -> str:
    """The reference under which this public key was proposed. Raises `BadKey`, or `Refused` if it was not."""
    return _there(witnesses.key_of(text=text)).ref


def content_of(verifier: str) -> str:
    """What two people sign about a key: all of it."""
    return approvals.content_hash({"witness": verifier})


def _content(held: witnesses.Key) -> str:
    return content_of(str(held.verifier))


def _held(ref: str) -> witnesses.Key:
    return _there(witnesses.key_of(ref=ref))


def _there(found: witnesses.Key | None) -> witnesses.Key:
    if found is None:
        raise Refused("no_such_record", exists=False)
    return found


def _value(held: witnesses.Key, *, came_at: datetime | None = None) -> WitnessValue:
    return WitnessValue(
        ref=held.ref,
        fingerprint=key_fingerprint(held.verifier),
        verifier=str(held.verifier),
        proposed_at=held.proposed_at,
        pinned_at=held.pinned_at,
        came_at=came_at,
    )
