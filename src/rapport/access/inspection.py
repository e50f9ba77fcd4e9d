"""What an inspector carries away: the roster of keys, and every request with its signatures.

Who may: whoever types commands on the server; the ledger keeps that it was disclosed. References, names of staff and
signatures only, no record's content.
"""

from __future__ import annotations

import json

from django.db import transaction

from rapport.access import keys
from rapport.access.models import Approval, ApprovalRequest, Decline, Staff
from rapport.access.rosters import APPROVALS, roster_as_json
from rapport.ledger.acting import Acting, Operation
from rapport.ledger.models import Mode
from rapport.ledger.reasons import because
from rapport.ledger.selectors import instance
from rapport.ledger.services import record


@transaction.atomic
def take_roster(who: Acting) -> str:
    """The roster of all keys, as a file's text."""
    here = instance()
    stamp, mode = (here.stamp, here.mode) if here is not None else ("", Mode.LIVE.value)
    told = keys.roster()
    people = {one.ref: (one.number, one.name) for one in Staff.unfiltered.filter(ref__in={k.staff for k in told.keys})}
    record(
        who,
        Operation.DISCLOSURE,
        *(("access.staff", ref) for ref in sorted(people)),
        reason=because("access.roster_of_keys_taken"),
    )
    return roster_as_json(told, stamp=stamp, mode=mode, people=people)


@transaction.atomic
def take_approvals(who: Acting) -> str:
    """Every request with the signatures under it, as a file's text."""
    here = instance()
    given: dict[int, list[dict[str, str]]] = {}
    for one in Approval.unfiltered.select_related("staff", "key").order_by("pk"):
        told = {"staff": one.staff.ref, "public": one.key.public, "at": one.at.isoformat(), "signature": one.signature}
        given.setdefault(one.request_id, []).append(told)
    declined = {
        one.request_id: {"staff": one.staff.ref, "at": one.at.isoformat(), "reason": one.reason}
        for one in Decline.unfiltered.select_related("staff")
    }
    requests = [
        {
            "ref": one.ref,
            "operation": one.operation,
            "record": [one.record_class, one.record_ref],
            "content": one.content,
            "requester": one.requester.ref,
            "asked_at": one.at.isoformat(),
            "served_at": one.served_at.isoformat() if one.served_at is not None else None,
            "approvals": given.get(one.pk, []),
            "declined": declined.get(one.pk),
        }
        for one in ApprovalRequest.unfiltered.select_related("requester").order_by("pk")
    ]
    record(
        who,
        Operation.DISCLOSURE,
        ("access.approvalrequest", str(len(requests))),
        reason=because("access.approvals_taken"),
    )
    whole = {"format": APPROVALS, "instance": here.stamp if here is not None else "", "requests": requests}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
