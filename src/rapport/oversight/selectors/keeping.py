"""Reading about keeping: which reviews are due, one record under review, which are held, who asks to erase early.

Nothing of what a record says is shown here: its class, its reference and its days. The record has its own page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise

from rapport.access import approvals, keeping
from rapport.access.algebra import Refused
from rapport.access.keeping import Kept
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Held
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.oversight import policy
from rapport.oversight.models import EarlyErasure, Hold, ReviewMade
from rapport.oversight.services.keeping import ACT, answerable

PAGE = 50
SOON = timedelta(days=7)


@dataclass(frozen=True)
class DueValue:
    """A record whose review is due. `page` is the record's own, "" where it has none; `over` once its time is over.

    `ends` says what else about it runs out within a week, and `ends_on` when; there may be no review due besides.
    """

    record_class: str
    ref: str
    name: str | Promise
    page: str
    held_since: date
    review_on: date
    max_until: date
    over: bool
    restricted: bool
    hold: bool
    due: bool
    ends: str | Promise = ""
    ends_on: date | None = None


@dataclass(frozen=True)
class HoldValue:
    """A legal hold. `stands` until its day, unless it was lifted."""

    ref: str
    record_class: str
    record_ref: str
    name: str | Promise
    why: str
    law: str
    until: date
    by: str
    at: datetime
    stands: bool
    lifted_because: str


@dataclass(frozen=True)
class MadeValue:
    """What was decided at a review before."""

    what: str
    reason: str
    until: date | None
    by: str
    at: datetime


@dataclass(frozen=True)
class EarlyValue:
    """A request to erase early. `state`: asked, allowed, done."""

    ref: str
    record_class: str
    record_ref: str
    name: str | Promise
    reason: str
    requester: str
    own: bool
    asked_at: datetime
    done_at: datetime | None
    state: str
    request: str


@dataclass(frozen=True)
class ReviewPage:
    """One record under review: its days, what stands against its erasure, what goes with it, what was decided."""

    record: DueValue
    due: bool
    blocks: tuple[str, ...]
    goes: tuple[tuple[str | Promise, int], ...]
    holds: tuple[HoldValue, ...]
    made: tuple[MadeValue, ...]
    early: tuple[EarlyValue, ...]


@transaction.atomic
def reviews_due(viewer: Viewer) -> tuple[list[DueValue], bool]:
    """The reviews that the viewer answers for and that are due, whatever must go first; and whether there are more."""
    today = viewer.now().date()
    found: list[tuple[Kept, Held]] = []
    for kept in keeping.kept():
        if not kept.answers.isdisjoint(viewer.roles):
            due = kept.of(viewer).filter(_due_by(kept, today)).order_by("max_until", "review_on", "pk")
            found += [(kept, one) for one in due[: PAGE + 1]]
    found.sort(key=lambda pair: (pair[1].review_on, pair[1].max_until, pair[1].pk))
    shown = found[:PAGE]
    if shown:
        record(viewer, Operation.CONSULTATION, *(one for _kept, one in shown), reason=because("oversight.reviews_due"))
    held = _held({(kept.model, one.ref) for kept, one in shown}, today)
    return [_due(kept, one, today, held) for kept, one in shown], len(found) > PAGE


def _due_by(kept: Kept, today: date) -> Q:
    """Its review is due; or something else about it runs out within a week."""
    field, _what = kept.ends
    due = Q(review_on__lte=today)
    return due | Q(**{f"{field}__range": (today, today + SOON)}) if field else due


@transaction.atomic
def record_to_review(viewer: Viewer, record_class: str, ref: str) -> ReviewPage:
    """One record for whose review the viewer answers. Raises `Refused` as for a missing one."""
    kept, one = answerable(viewer, record_class, ref)
    today = viewer.now().date()
    doomed = keeping.doomed_with(viewer, one)
    about = {"record_class": kept.model, "record_ref": one.ref}
    holds = Hold.unfiltered.filter(**about).select_related("by").order_by("-pk")
    made = ReviewMade.unfiltered.filter(**about).select_related("by").order_by("pk")
    asked = EarlyErasure.unfiltered.filter(about_class=kept.model, about_ref=one.ref, done_at__isnull=True)
    record(viewer, Operation.CONSULTATION, one, reason=because("oversight.record_under_review"))
    return ReviewPage(
        record=_due(kept, one, today, _held({(kept.model, one.ref)}, today)),
        due=one.review_on <= today,
        blocks=tuple(keeping.blocks(doomed, on=today)),
        goes=tuple(keeping.goes_with(viewer, doomed, one)),
        holds=tuple(_hold(each, today) for each in holds),
        made=tuple(MadeValue(each.what, each.reason, each.until, each.by.name, each.at) for each in made),
        early=tuple(_early(viewer, each) for each in asked.select_related("requester").order_by("pk")),
    )


@transaction.atomic
def held_records(viewer: Viewer) -> list[HoldValue]:
    """Every hold of the prison service that stands: for the inspector and the data protection officer."""
    policy.SEE_HOLDS.require_acting(viewer)
    today = viewer.now().date()
    found = Hold.unfiltered.filter(service_id=viewer.service_id, lifted_at__isnull=True, until__gte=today)
    holds = list(found.select_related("by").order_by("until", "pk")[:200])
    record(
        viewer,
        Operation.CONSULTATION,
        *(("oversight.hold", one.ref) for one in holds),
        reason=because("oversight.legal_holds"),
    )
    return [_hold(one, today) for one in holds]


@transaction.atomic
def early(viewer: Viewer, ref: str) -> EarlyValue:
    """A request to erase early. Raises `Refused` as for a missing one, also to whom the record is about."""
    one = EarlyErasure.objects.by_ref(viewer, ref, "requester")
    kept = keeping.kept_as(one.about_class)
    target = kept.model_class._base_manager.filter(ref=one.about_ref).first() if kept is not None else None
    if kept is not None and target is not None and kept.readers and viewer.staff_ref in kept.readers(target)[1]:
        raise Refused("no_such_record", one, exists=False)
    record(viewer, Operation.CONSULTATION, one, reason=because("oversight.request_to_erase_early"))
    return _early(viewer, one)


def _due(kept: Kept, one: Held, today: date, held: set[tuple[str, str]]) -> DueValue:
    shown = getattr(one, kept.through) if kept.through and kept.url_name else one
    return DueValue(
        record_class=kept.model,
        ref=one.ref,
        name=kept.name,
        page=reverse(kept.url_name, args=[shown.ref]) if kept.url_name and not shown.restricted else "",
        held_since=one.held_since,
        review_on=one.review_on,
        max_until=one.max_until,
        over=one.max_until <= today,
        restricted=one.restricted,
        hold=(kept.model, one.ref) in held,
        due=one.review_on <= today,
        ends=kept.ends[1] if (soon := _ends_soon(kept, one, today)) is not None else "",
        ends_on=soon,
    )


def _ends_soon(kept: Kept, one: Held, today: date) -> date | None:
    """When something else about it runs out, if that is within a week."""
    day: date | None = getattr(one, kept.ends[0]) if kept.ends[0] else None
    return day if day is not None and today <= day <= today + SOON else None


def _held(records: set[tuple[str, str]], today: date) -> set[tuple[str, str]]:
    """Which of these records are held."""
    of_any = Q()
    for record_class, ref in records:
        of_any |= Q(record_class=record_class, record_ref=ref)
    if not of_any:
        return set()
    standing = Hold.unfiltered.filter(of_any, lifted_at__isnull=True, until__gte=today)
    return set(standing.values_list("record_class", "record_ref"))


def _hold(one: Hold, today: date) -> HoldValue:
    kept = keeping.kept_as(one.record_class)
    return HoldValue(
        ref=one.ref,
        record_class=one.record_class,
        record_ref=one.record_ref,
        name=kept.name if kept is not None else "",
        why=one.why,
        law=one.law,
        until=one.until,
        by=one.by.name,
        at=one.at,
        stands=one.lifted_at is None and one.until >= today,
        lifted_because=one.lifted_because,
    )


def _early(viewer: Viewer, one: EarlyErasure) -> EarlyValue:
    request = approvals.standing_request(ACT, one)
    allowed = request is not None and approvals.judgement(request, on=wall_now()).released
    no = request is not None and approvals.declined(request) is not None
    kept = keeping.kept_as(one.about_class)
    return EarlyValue(
        ref=one.ref,
        record_class=one.about_class,
        record_ref=one.about_ref,
        name=kept.name if kept is not None else "",
        reason=one.reason,
        requester=one.requester.name,
        own=one.requester_id == viewer.staff_id,
        asked_at=one.asked_at,
        done_at=one.done_at,
        state="done" if one.done_at is not None else "declined" if no else "allowed" if allowed else "asked",
        request=request.ref if request is not None else "",
    )
