"""What waits for a signature, and whose keys stand, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise

from rapport.access import approvals, keys, policy, signing
from rapport.access.algebra import Refused
from rapport.access.approvals import judgement
from rapport.access.forms.signature import WHY_NOT
from rapport.access.models import Approval, ApprovalRequest, Decline, SigningKey
from rapport.access.roles import Role
from rapport.access.two_person import declared
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.services import answering, record


@dataclass(frozen=True)
class KeyValue:
    """A signing key: whose, its fingerprint, whether it is confirmed or revoked."""

    ref: str
    name: str
    number: str
    fingerprint: str
    made_at: datetime
    confirmed: bool
    revoked_at: datetime | None
    own: bool


@dataclass(frozen=True)
class DeclineValue:
    """A colleague's no: who, when, to what, and why, in an agreed phrase."""

    record_ref: str
    name: str
    at: datetime
    why: str | Promise


@dataclass(frozen=True)
class RequestValue:
    """A request for two signatures, as its reader may see it."""

    ref: str
    label: str | Promise
    record_ref: str
    page: str
    requester: str
    at: datetime
    until: datetime
    signers: tuple[str, ...]
    signed: bool
    may_sign: bool
    released: bool
    served: bool
    may_decline: bool
    declined: DeclineValue | None
    declined_before: tuple[DeclineValue, ...]


def own_key(viewer: Viewer) -> KeyValue | None:
    """The viewer's own key that may sign now."""
    held = keys.standing_key(viewer.staff_id)
    return _key(viewer, held) if held is not None else None


@transaction.atomic
def keys_of_service(viewer: Viewer) -> list[KeyValue]:
    """The keys of a prison service's staff, for its inspector; those that stand first."""
    if not viewer.holds(Role.INSPECTOR):
        raise Refused(f"role.{Role.INSPECTOR}")
    held = list(SigningKey.objects.visible_to(viewer).select_related("staff").order_by("staff__name", "-pk"))
    record(viewer, Operation.CONSULTATION, *held, reason=because("access.signing_keys_listed"))
    found = [value for one in held if (value := _key(viewer, one)) is not None]
    return sorted(found, key=lambda value: value.revoked_at is not None)


@answering
def waiting_for(viewer: Viewer) -> list[RequestValue]:
    """The requests that the viewer may sign or asked for, neither served nor past their time, oldest first."""
    waits = ApprovalRequest.objects.visible_to(viewer).filter(served_at__isnull=True, until__gt=wall_now())
    found = list(waits.select_related("requester", "service").order_by("pk"))
    if found:
        record(viewer, Operation.CONSULTATION, *found, reason=because("access.approvals_listed"))
    return [_request(viewer, one) for one in found]


@transaction.atomic
def one_request(viewer: Viewer, ref: str) -> RequestValue:
    """One request. Raises `Refused` as if there were none for whoever may neither sign it nor asked."""
    asked = ApprovalRequest.objects.by_ref(viewer, ref, "requester", "service")
    record(viewer, Operation.CONSULTATION, asked, reason=because("access.approval_looked_at"))
    return _request(viewer, asked)


def _key(viewer: Viewer, held: SigningKey) -> KeyValue | None:
    facts = keys.facts_of(held)
    if facts is None:
        return None
    return KeyValue(
        ref=held.ref,
        name=held.staff.name,
        number=held.staff.number,
        fingerprint=signing.fingerprint(held.public),
        made_at=facts.made_at,
        confirmed=bool(facts.confirmed_by - {facts.staff}),
        revoked_at=facts.revoked_at,
        own=held.staff_id == viewer.staff_id,
    )


def _said(said: Decline) -> DeclineValue:
    return DeclineValue(said.request.record_ref, said.staff.name, said.at, WHY_NOT[said.reason])


def _request(viewer: Viewer, asked: ApprovalRequest) -> RequestValue:
    act = declared().get(asked.operation)
    given = list(Approval.unfiltered.filter(request=asked).select_related("staff").order_by("pk"))
    signed = any(one.staff_id == viewer.staff_id for one in given)
    released = judgement(asked, on=wall_now()).released
    said = approvals.declined(asked)
    open_to = policy.SIGN_REQUEST.allows(viewer, asked) and asked.served_at is None and said is None
    return RequestValue(
        ref=asked.ref,
        label=act.label if act is not None else asked.operation,
        record_ref=asked.record_ref,
        page=reverse(act.url_name, args=[asked.record_ref]) if act is not None and act.url_name else "",
        requester=asked.requester.name,
        at=asked.at,
        until=asked.until,
        signers=tuple(one.staff.name for one in given),
        signed=signed,
        may_sign=not signed and open_to,
        released=released,
        served=asked.served_at is not None,
        may_decline=open_to and not released,
        declined=None if said is None else _said(said),
        declined_before=tuple(_said(one) for one in approvals.declined_before(viewer, asked)),
    )
