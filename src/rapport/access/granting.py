"""What nobody grants alone: work that reads or decides for a whole establishment, and the accounts of whoever may sign.

Outside training, two people sign first; and not before two people can sign at all, for then nobody could ever begin.
Source: safeguard 10 (granting a privileged role; creating or resetting an account that may approve).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rapport.access import approvals, keys
from rapport.access.algebra import Refused
from rapport.access.models import ApprovalRequest, Establishment, Posting, PrisonService, Region, Staff
from rapport.access.roles import WITHOUT_SECOND_FACTOR, Role
from rapport.access.two_person import act_of, declared
from rapport.access.viewers import Steward, Viewer
from rapport.ledger.acting import Acting
from rapport.ledger.models import Mode

ACCOUNT, POST = "access.account", "access.post"
"""The acts of two people: open or reset an account that may approve; post somebody in privileged work."""


def may_approve(staff: Staff) -> PrisonService | None:
    """The service outside training in which this person may sign something, if there is one."""
    postings = Posting.with_all().filter(staff=staff, withdrawn_at__isnull=True)
    approvers = {role for act in declared().values() for role in act.approvers}
    return next(
        (
            one.service
            for one in postings
            if one.in_force() and one.role in approvers and one.service.mode_id != Mode.TRAINING
        ),
        None,
    )


def two_can_sign(service: PrisonService, operation: str) -> bool:
    """Whether two people of this service hold confirmed keys and may sign this operation."""
    able = {
        one.staff_id
        for one in Posting.with_all().filter(
            service=service, role__in=act_of(operation).approvers, withdrawn_at__isnull=True
        )
        if one.in_force() and _confirmed(one.staff_id)
    }
    return len(able) > 1


def release_account(who: Acting, staff: Staff, content: str) -> Acting:
    """In whose hands a new code comes: whoever asked two people, where two are needed; otherwise who does it.

    Raises `Refused` where two people have not signed.
    """
    service = may_approve(staff)
    if service is None or not two_can_sign(service, ACCOUNT):
        return who
    return _asked(approvals.require_two(ACCOUNT, staff, content, not_by={staff.ref}))


def release_post(
    who: Acting,
    staff: Staff,
    role: str,
    *,
    service: PrisonService,
    place: Region | Establishment | None,
    compartments: Sequence[str],
) -> None:
    """Let somebody be posted. Raises `Refused` where it takes two people who have not signed."""
    del who
    if service.mode_id == Mode.TRAINING or role in WITHOUT_SECOND_FACTOR or not two_can_sign(service, POST):
        return
    approvals.require_two(POST, staff, post_content(role, service=service, place=place, compartments=compartments))


def ask_to_post(
    viewer: Viewer, staff: Staff, role: str, *, place: Region | Establishment | None, compartments: Sequence[str]
) -> ApprovalRequest:
    """Ask two people to let this person be posted so in the viewer's own service."""
    service = PrisonService.objects.visible_to(viewer).get()
    content = post_content(role, service=service, place=place, compartments=compartments)
    return approvals.request(viewer, POST, staff, content)


def post_content(
    role: str, *, service: PrisonService, place: Region | Establishment | None, compartments: Sequence[str]
) -> str:
    """What two people sign about a posting."""
    told: dict[str, Any] = {
        "role": str(role),
        "service": service.ref,
        "place": place.ref if place is not None else "",
        "compartments": sorted(compartments),
    }
    return approvals.content_hash(told)


def keep_an_inspector(leaving: Posting) -> None:
    """Raise `Refused` if nobody would inspect this service any more (safeguard 10). In training nobody need."""
    if leaving.role != Role.INSPECTOR or leaving.service.mode_id == Mode.TRAINING or not leaving.in_force():
        return
    others = Posting.with_all().filter(service_id=leaving.service_id, role=Role.INSPECTOR, withdrawn_at__isnull=True)
    if not any(one.in_force() and one.staff_id != leaving.staff_id for one in others):
        raise Refused("last_inspector", leaving)


def _asked(release: approvals.Release) -> Steward:
    asked = ApprovalRequest.unfiltered.select_related("requester").get(ref=release.request)
    return Steward(purpose="administration", staff=asked.requester.ref)


def _confirmed(staff_id: int) -> bool:
    held = keys.standing_key(staff_id)
    facts = keys.facts_of(held) if held is not None else None
    return facts is not None and bool(facts.confirmed_by - {facts.staff})
