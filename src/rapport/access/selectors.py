"""What pages of this room show: the cast of a demonstration, and one's own postings."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from rapport.access import policy
from rapport.access.links import link_token
from rapport.access.models import Posting
from rapport.access.roles import WORK, Role
from rapport.access.viewers import Viewer
from rapport.ledger.models import Mode


@dataclass(frozen=True)
class CastMember:
    """Somebody whose part one can take on this machine with one click."""

    name: str
    number: str
    role: str
    role_label: str
    work: str
    place: str
    token: str


@dataclass(frozen=True)
class PostingValue:
    """One of one's own postings."""

    ref: str
    role_label: str
    place: str
    service: str
    here: bool


def cast() -> list[CastMember]:
    """The cast of this training or rehearsal instance; nobody in live. For the sign-in page on this machine only."""
    found = Posting.with_all().filter(by_link=True, withdrawn_at__isnull=True).exclude(service__mode=Mode.LIVE)
    return [
        CastMember(
            name=posting.staff.name,
            number=posting.staff.number,
            role=posting.role,
            role_label=str(Role(posting.role).label),
            work=str(WORK[posting.role]),
            place=_place(posting),
            token=link_token(posting),
        )
        for posting in _in_force(found.order_by("pk"))
    ]


def postings_of(viewer: Viewer) -> list[PostingValue]:
    """The viewer's own postings that are in force now, in every prison service where there is one."""
    found = Posting.with_all().filter(staff_id=viewer.staff_id, withdrawn_at__isnull=True)
    return [
        PostingValue(
            ref=posting.ref,
            role_label=str(Role(posting.role).label),
            place=_place(posting),
            service=posting.service.name,
            here=posting.pk == viewer.posting_id,
        )
        for posting in _in_force(found.order_by("-pk"))
    ]


def own_posting(viewer: Viewer, ref: str) -> Posting:
    """One of the viewer's own postings, to change to. Raises `Refused` as if there were none for anybody else's."""
    posting = Posting.objects.by_ref(viewer, ref, *Posting.WHOLE)
    policy.OWN_POSTING.require_sight(viewer, posting)
    return posting


def _in_force(postings: QuerySet[Posting]) -> list[Posting]:
    """Each by the clock of its own service, which no single moment in a query can say."""
    return [posting for posting in postings if posting.in_force()]


def _place(posting: Posting) -> str:
    narrowed = posting.establishment or posting.region
    return narrowed.name if narrowed is not None else posting.service.name
