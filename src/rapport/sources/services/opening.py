"""Opening an origin: asked for with a reason, allowed by two people's signatures, opened by the two who hold the key.

Who may: whoever may ask about the origin (policy.ASK_ABOUT). What was sealed is shown to the asker alone, in the
browser in which it was opened, for ten minutes; the server keeps no key to it in between.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction

from rapport.access import approvals
from rapport.access.algebra import Refused
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.sequencing import require_witness
from rapport.ledger.services import record
from rapport.sources import policy, sealing
from rapport.sources.models import Opening, Origin
from rapport.sources.sealing import ToldBy
from rapport.sources.services.keys import note_wrong, require_not_waiting
from rapport.sources.services.sealing import PURPOSE

ACT = "sources.open"
LASTS = timedelta(minutes=10)
MOST_LETTERS = 400


class NoReason(ValueError):
    """Nothing is opened without a reason. `code` says what is wrong with it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def ask_to_open(viewer: Viewer, origin_ref: str, reason: str) -> str:
    """Ask two people to allow opening this origin; returns the asking's reference. Raises `Refused`, `NoReason`."""
    origin = Origin.objects.by_ref(viewer, origin_ref)
    said = " ".join(reason.split())
    if not said:
        raise NoReason("empty")
    if len(said) > MOST_LETTERS:
        raise NoReason("too_long")
    opening = Opening.unfiltered.create(
        **Opening.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=origin.service_id,
        establishment_id=origin.establishment_id,
        origin=origin,
        requester_id=viewer.staff_id,
        reason=said,
        asked_at=wall_now(),
    )
    approvals.request(viewer, ACT, opening, content_of(opening))
    record(viewer, Operation.COLLECTION, opening, origin, reason=because("sources.asked_to_open_an_origin"))
    return opening.ref


def open_origin(viewer: Viewer, ref: str, *, first: str, second: str) -> bytes:
    """Open it with both holders' passphrases; returns the key that the asker's browser keeps, and nobody else.

    Raises `Refused` without two people's signatures, `sealing.WrongPassphrase`, `keys.Waiting`, and on live `NoWitness`
    where nobody witnessed the ledger for a week: what cannot be taken back waits for them.
    """
    opening = Opening.objects.by_ref(viewer, ref, "origin__key")
    policy.OPEN.require(viewer, opening)
    require_witness()
    key = opening.origin.key
    require_not_waiting(key)
    try:
        return _open(viewer, opening, first=first, second=second)
    except sealing.WrongPassphrase:
        note_wrong(viewer, key)
        raise


@transaction.atomic
def open_window(viewer: Viewer, ref: str, browser_key: bytes) -> ToldBy | None:
    """What was sealed, for the asker, in the browser that has the key, while the time lasts; None otherwise.

    When the time is over, what was kept for it is emptied.
    """
    opening = Opening.objects.by_ref(viewer, ref, "origin")
    policy.OPEN.require(viewer, opening)
    if opening.until is None:
        return None
    if opening.until <= wall_now():
        _empty(viewer, opening)
        return None
    plain = sealing.unlock(opening.locked, browser_key)
    if plain is None:
        return None
    record(viewer, Operation.CONSULTATION, opening, opening.origin, reason=because("sources.origin_looked_at_opened"))
    who, how, person = plain.decode().split("\0")
    return ToldBy(who=who, how=how, person=person)


def content_of(opening: Opening) -> str:
    """The hash of what two people allow: this origin as it was sealed, for this person, for this reason."""
    return approvals.content_hash(
        {
            "origin": opening.origin.ref,
            "sealed": hashlib.sha256(bytes(opening.origin.sealed)).hexdigest(),
            "requester": opening.requester_id,
            "reason": opening.reason,
        }
    )


@transaction.atomic
def _open(viewer: Viewer, opening: Opening, *, first: str, second: str) -> bytes:
    locked = Opening.unfiltered.select_for_update(of=("self",)).select_related("origin__key").get(pk=opening.pk)
    if locked.opened_at is not None:
        raise Refused("approval.late", locked)
    origin = locked.origin
    release = approvals.require_two(ACT, locked, content_of(locked))
    told_by = sealing.unseal(origin.sealed, sealing.unwrap(origin.key.wrapped, first, second))
    browser_key = sealing.new_key()
    locked.opened_at = wall_now()
    locked.until = locked.opened_at + LASTS
    locked.locked = sealing.lock("\0".join((told_by.who, told_by.how, told_by.person)).encode(), browser_key)
    locked.save(update_fields=["opened_at", "until", "locked"])
    origin.key.wrong = 0
    origin.key.save(update_fields=["wrong"])
    record(
        viewer,
        Operation.DISCLOSURE,
        locked,
        origin,
        *release.records,
        reason=because("sources.origin_opened"),
        to=viewer.staff_ref,
    )
    return browser_key


def _empty(viewer: Viewer, opening: Opening) -> None:
    if opening.locked:
        Opening.unfiltered.filter(pk=opening.pk).update(locked=b"")
        record(viewer, Operation.ERASURE, opening, reason=because("sources.opening_over"))


@transaction.atomic
def close_overdue(viewer: Viewer) -> int:
    """Empty every opening of this service whose time is over: done whenever anybody looks at the register."""
    over = list(Opening.unfiltered.filter(service_id=viewer.service_id, until__lte=wall_now()).exclude(locked=b""))
    for opening in over:
        _empty(viewer, opening)
    return len(over)


__all__ = ["ACT", "LASTS", "MOST_LETTERS", "PURPOSE", "NoReason", "ask_to_open", "close_overdue", "open_origin"]
