"""People's own signing keys, and through whose hands accounts went.

Who may: everybody makes, and revokes, a key of their own, alone with its passphrase; an inspector confirms somebody
else's after comparing the fingerprint in person, and may revoke it. Nobody makes a key for anybody else.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rapport.access import policy, signing
from rapport.access.algebra import Refused
from rapport.access.models import AccountEvent, SigningKey, Staff
from rapport.access.rules import KeyFacts, Roster
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Acting, Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.keys import key
from rapport.ledger.reasons import because
from rapport.ledger.services import record

Kind = AccountEvent.Kind


def note_event(who: Acting, kind: str, staff: Staff, *, held: SigningKey | None = None) -> AccountEvent:
    """Keep what happened to an account, authenticated. The caller's transaction and entry; raises nothing."""
    event = AccountEvent(
        staff=staff,
        key=held,
        public=held.public if held is not None else "",
        kind=kind,
        by=who.actor.staff,
        at=wall_now(),
    )
    event.mac = _mac(event)
    event.save(force_insert=True)
    return event


@transaction.atomic
def make_key(viewer: Viewer, passphrase: str) -> SigningKey:
    """Make the viewer's own key and revoke the one before. Raises `signing.WeakPassphrase`."""
    public, sealed = signing.make_key(passphrase, staff=viewer.staff_ref)
    staff = Staff.unfiltered.select_for_update().get(pk=viewer.staff_id)
    for old in _standing(staff):
        note_event(viewer, Kind.KEY_REVOKED, staff, held=old)
    made = SigningKey.unfiltered.create(staff=staff, public=public, sealed=sealed)
    note_event(viewer, Kind.KEY_MADE, staff, held=made)
    record(
        viewer,
        Operation.COLLECTION,
        made,
        staff,
        reason=because("access.signing_key_made", key=signing.fingerprint(public)),
    )
    return made


@transaction.atomic
def confirm_key(viewer: Viewer, ref: str) -> None:
    """Vouch for somebody's key after meeting them and comparing its fingerprint. Again changes nothing."""
    held = SigningKey.objects.by_ref(viewer, ref, "staff")
    policy.CONFIRM_KEY.require(viewer, held)
    facts = facts_of(held)
    if facts is None or facts.revoked_at is not None:
        raise Refused("key_revoked", held)
    if viewer.staff_ref in facts.confirmed_by:
        return
    note_event(viewer, Kind.KEY_CONFIRMED, held.staff, held=held)
    record(viewer, Operation.ALTERATION, held, held.staff, reason=because("access.signing_key_confirmed"))


@transaction.atomic
def revoke_key(viewer: Viewer, ref: str) -> None:
    """Revoke a key for good: one's own, or one that an inspector must stop. Again changes nothing."""
    held = SigningKey.objects.by_ref(viewer, ref, "staff")
    policy.REVOKE_KEY.require(viewer, held)
    facts = facts_of(held)
    if facts is not None and facts.revoked_at is not None:
        return
    note_event(viewer, Kind.KEY_REVOKED, held.staff, held=held)
    record(viewer, Operation.ALTERATION, held, held.staff, reason=because("access.signing_key_revoked"))


def standing_key(staff_id: int) -> SigningKey | None:
    """This person's key that may sign now, if there is one."""
    return next(iter(_standing(Staff.unfiltered.get(pk=staff_id))), None)


def facts_of(held: SigningKey) -> KeyFacts | None:
    """What is known of this key; None for a row that nobody's making accounts for."""
    return roster([held.staff_id]).key_of(held.staff.ref, held.public)


def roster(staff_ids: Iterable[int] | None = None) -> Roster:
    """What authentic events say of these people (or all) and of everybody through whose hands their accounts went.

    An event whose MAC does not fit is as if it were not there.
    """
    events: list[AccountEvent] = []
    if staff_ids is None:
        events = list(AccountEvent.unfiltered.select_related("staff").order_by("pk"))
    else:
        asked: set[int] = set()
        waiting = set(staff_ids)
        while waiting:
            asked |= waiting
            found = list(AccountEvent.unfiltered.filter(staff_id__in=waiting).select_related("staff").order_by("pk"))
            events += found
            hands = {event.by for event in found if event.by}
            waiting = set(Staff.unfiltered.filter(ref__in=hands).values_list("pk", flat=True)) - asked
    return _told([event for event in events if authentic(event)])


def authentic(event: AccountEvent) -> bool:
    """Whether this event is as it was written, with a key that is not in the database."""
    return hmac.compare_digest(event.mac, _mac(event))


def _told(events: list[AccountEvent]) -> Roster:
    """The roster that these events tell. Whoever revokes another's key has had a hand in the next one."""
    made: dict[tuple[str, str], datetime] = {}
    confirmed: dict[tuple[str, str], set[str]] = {}
    revoked: dict[tuple[str, str], datetime] = {}
    hands: dict[str, set[str]] = {}
    for event in events:
        staff, which = event.staff.ref, (event.staff.ref, event.public)
        if event.kind == Kind.KEY_MADE and event.by == staff:
            made.setdefault(which, event.at)
        elif event.kind == Kind.KEY_CONFIRMED:
            confirmed.setdefault(which, set()).add(event.by)
        elif event.kind == Kind.KEY_REVOKED:
            revoked.setdefault(which, event.at)
        if event.kind == Kind.ENROLLED:
            hands.setdefault(staff, set())
        if staff in hands and event.kind in (Kind.ENROLLED, Kind.RESET, Kind.KEY_REVOKED):
            hands[staff] |= {event.by} - {"", staff}
    return Roster(
        keys=tuple(
            KeyFacts(which[1], which[0], at, frozenset(confirmed.get(which, ())), revoked.get(which))
            for which, at in made.items()
        ),
        hands={staff: frozenset(those) for staff, those in hands.items()},
    )


def _standing(staff: Staff) -> list[SigningKey]:
    known = {fact.public for fact in roster([staff.pk]).keys if fact.staff == staff.ref and fact.revoked_at is None}
    held = SigningKey.unfiltered.filter(staff=staff).select_related("staff").order_by("-pk")
    return [one for one in held if one.public in known]


def _mac(event: AccountEvent) -> str:
    told = [event.staff.ref, event.public, event.kind, event.by, event.at.isoformat()]
    return hmac.new(key("accounts"), json.dumps(told).encode(), hashlib.sha256).hexdigest()
