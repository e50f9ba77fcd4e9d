"""The custodians' key: made by two people together, its private half under both their passphrases.

Who may: a source custodian, with another one of the same service beside them.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from rapport.access.algebra import Refused
from rapport.access.holders import holders_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.sources import matching, policy, sealing
from rapport.sources.models import CustodianKey, MatchingCheck

TRIES, REST = 5, timedelta(minutes=15)


class Waiting(Exception):
    """Too many wrong passphrases: the next may be tried later."""


@transaction.atomic
def found_key(viewer: Viewer, *, second: str, passphrase: str, second_passphrase: str) -> CustodianKey:
    """Make the service's key, with `second` (a reference of staff) as its other holder; the one before is replaced.

    What was sealed before opens with the key before. Raises `Refused`, `sealing.WeakPassphrase`, and
    `matching.NoMatchingKey` where tellers could not be compared.
    """
    policy.CUSTODIAN.require_acting(viewer)
    holders = {one.ref: one.id for one in holders_of(viewer, "custodian")}
    if second not in holders or holders[second] == viewer.staff_id:
        raise Refused("sources.second_custodian")
    remember_matching_key()
    public, wrapped = sealing.make_pair(passphrase, second_passphrase)
    CustodianKey.unfiltered.filter(service_id=viewer.service_id, replaced_at__isnull=True).update(
        replaced_at=wall_now()
    )
    made = CustodianKey.unfiltered.create(
        service_id=viewer.service_id,
        public=public,
        wrapped=wrapped,
        first_id=viewer.staff_id,
        second_id=holders[second],
        made_at=wall_now(),
    )
    record(viewer, Operation.COLLECTION, made, ("access.staff", second), reason=because("sources.custodians_key_made"))
    return made


def remember_matching_key() -> None:
    """Keep by what the key of comparison is known again. Raises `matching.NoMatchingKey`, also for another key."""
    value = matching.check_value()
    kept, _made = MatchingCheck.unfiltered.get_or_create(only=True, defaults={"value": value})
    if kept.value != value:
        raise matching.NoMatchingKey


@transaction.atomic
def note_wrong(viewer: Viewer, key: CustodianKey) -> None:
    """Count a wrong pair of passphrases."""
    held = CustodianKey.unfiltered.select_for_update().get(pk=key.pk)
    again = held.wrong >= TRIES
    CustodianKey.unfiltered.filter(pk=key.pk).update(wrong=1 if again else held.wrong + 1, wrong_at=wall_now())
    record(viewer, Operation.REFUSAL, held, reason="sources.passphrase")


def require_not_waiting(key: CustodianKey) -> None:
    """Raise `Waiting` after too many wrong passphrases."""
    if key.wrong >= TRIES and key.wrong_at is not None and wall_now() < key.wrong_at + REST:
        raise Waiting
