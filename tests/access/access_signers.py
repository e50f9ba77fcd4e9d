"""An act of two people, and the people who sign it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from access_house import STEWARD, Northfield
from django.apps import apps
from django.db import transaction

from declared import declared_anew
from rapport.access import approvals, keys
from rapport.access.models import ApprovalRequest, Posting, Role
from rapport.access.rules import Judgement
from rapport.access.services import enrol, post
from rapport.access.two_person import TwoPersonAct
from rapport.access.viewers import Steward, Viewer, viewer_for
from rapport.ledger.clock import wall_now

OPEN = "access.open_cabinet"
SIGNERS = frozenset({str(Role.GOVERNOR), str(Role.ANALYST)})
CABINET = ("access.cabinet", "K7Q-4MX9")
CONTENT = approvals.content_hash({"shelf": 3, "text": "what is in it"})


@contextmanager
def act_declared() -> Iterator[None]:
    """While this lasts, the room declares an act of two people: opening the cabinet."""
    room = apps.get_app_config("access")
    room.two_person = [*room.two_person, TwoPersonAct(OPEN, "Open the cabinet", SIGNERS, SIGNERS | {"officer"})]
    declared_anew()
    try:
        yield
    finally:
        del room.two_person
        declared_anew()


def passphrase(name: str) -> str:
    return f"four quiet words of {name}"


def signer(house: Northfield, name: str, role: Role = Role.GOVERNOR, *, enrolled_by: Viewer | None = None) -> Posting:
    """Somebody with a key, enrolled by the tests' steward or by hand of somebody."""
    who = STEWARD if enrolled_by is None else Steward("tests", staff=enrolled_by.staff_ref)
    posting = post(STEWARD, enrol(who, name), role, service=house.service, establishment=house.northfield, by_link=True)
    keys.make_key(viewer_for(posting), passphrase(name))
    return posting


def ask(who: Posting, content: str = CONTENT) -> ApprovalRequest:
    return approvals.request(viewer_for(who), OPEN, CABINET, content)


def sign(who: Posting, asked: ApprovalRequest) -> None:
    approvals.approve(viewer_for(who), asked.ref, passphrase(who.staff.name))


def open_cabinet(content: str = CONTENT, **also: object) -> approvals.Release:
    with transaction.atomic():
        return approvals.require_two(OPEN, CABINET, content, **also)  # type: ignore[arg-type]


def judged(asked: ApprovalRequest) -> Judgement:
    return approvals.judgement(asked, on=wall_now())
