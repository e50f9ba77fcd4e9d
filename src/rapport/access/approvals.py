"""Acts of two people: asking, signing, and the door that opens for nothing else.

    release = approvals.require_two("intelligence.release", note, approvals.content_hash(shown), not_by={author_ref})
    record(viewer, Operation.DISCLOSURE, note, *release.records, reason="released")

Who may: whoever the act names (`two_person` on the room's AppConfig), with a key of their own. The room that asks
answers for the viewer's sight of the record; the hash is made from what it would release, at that moment, so that an
edit after the signatures leaves them worthless.
Source: house plan, section 7; Directive (EU) 2016/680, article 29(2)(e).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from rapport.access import keys, policy, signing
from rapport.access.algebra import Refused
from rapport.access.models import Approval, ApprovalRequest, Decline, Posting, PrisonService, SigningKey, Staff
from rapport.access.rules import Finding, Judgement, Signed, Terms, judge
from rapport.access.signing import Statement, content_hash
from rapport.access.two_person import act_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Mode
from rapport.ledger.reasons import because
from rapport.ledger.selectors import instance
from rapport.ledger.services import NotInTransaction, Referenced, record

__all__ = [
    "Alone",
    "Release",
    "Waiting",
    "WrongPassphrase",
    "approve",
    "content_hash",
    "decline",
    "declined",
    "declined_before",
    "judgement",
    "request",
    "require_two",
    "sign_alone",
    "signed_alone",
]

LASTS = timedelta(days=14)
"""How long a request waits for its two signatures and its act."""
MOST_BEFORE = 3
"""So many earlier noes are told to whoever is asked anew."""
TRIES, REST = 5, timedelta(minutes=15)
"""So many wrong passphrases in a row, and the next must wait so long."""

About = Referenced | tuple[str, str]
WrongPassphrase = signing.WrongPassphrase


class Waiting(Exception):
    """Too many wrong passphrases: the next one may be tried at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many wrong passphrases")
        self.until = until


@dataclass(frozen=True)
class Release:
    """Two people allowed it: under which request, and who (staff references)."""

    request: str
    by: tuple[str, ...]

    @property
    def records(self) -> tuple[tuple[str, str], ...]:
        """For the entry of the act that they released."""
        return (("access.approvalrequest", self.request), *(("access.staff", staff) for staff in self.by))


@transaction.atomic
def request(viewer: Viewer, operation: str, about: About, content: str) -> ApprovalRequest:
    """Ask that two people allow `operation` on this version of a record. Asking again returns what already waits.

    Raises `UnknownAct` for an operation that no room declares, `Refused` for a role that may not ask.
    """
    act = act_of(operation)
    if act.requesters.isdisjoint(viewer.roles):
        raise Refused("approval.requester")
    record_class, record_ref = _named(about)
    now = wall_now()
    same = {"operation": operation, "record_class": record_class, "record_ref": record_ref, "content": content}
    waiting = ApprovalRequest.unfiltered.filter(
        **same, service_id=viewer.service_id, requester_id=viewer.staff_id, served_at__isnull=True, until__gt=now
    )
    waits = _not_declined(waiting).first()
    if waits is not None:
        return waits
    asked = ApprovalRequest.unfiltered.create(
        **same,
        service_id=viewer.service_id,
        establishment_id=viewer.establishment_id,
        requester_id=viewer.staff_id,
        at=now,
        until=now + LASTS,
    )
    record(
        viewer,
        Operation.COLLECTION,
        asked,
        (record_class, record_ref),
        reason=because("access.approval_asked", act=operation),
    )
    return asked


def approve(viewer: Viewer, ref: str, passphrase: str) -> Approval:
    """Sign a request with the viewer's own key. Signing again changes nothing.

    Raises `WrongPassphrase`, `Waiting`, and `Refused` for whoever may not sign, has no key, or comes too late.
    """
    asked = ApprovalRequest.objects.by_ref(viewer, ref)
    policy.SIGN_REQUEST.require(viewer, asked)
    held = keys.standing_key(viewer.staff_id)
    if held is None:
        raise Refused("approval.no_key", asked)
    _not_waiting(held)
    try:
        given = _sign(viewer, asked, held, passphrase)
    except WrongPassphrase:
        _note_wrong(viewer, held)
        raise
    SigningKey.unfiltered.filter(pk=held.pk).update(wrong=0)
    return given


@transaction.atomic
def decline(viewer: Viewer, ref: str, reason: str) -> Decline:
    """Say no to a request, for a stated reason: it ends. Whoever asked may ask anew; the no stays for all who may sign.

    Raises `Refused` for whoever may not sign it, once two have signed, when it is done, or too late.
    """
    asked = ApprovalRequest.objects.by_ref(viewer, ref)
    policy.SIGN_REQUEST.require(viewer, asked)
    asked = (
        ApprovalRequest.unfiltered.select_for_update(of=("self",))
        .select_related("requester", "service")
        .get(pk=asked.pk)
    )
    now = wall_now()
    if asked.served_at is not None or asked.until <= now or judgement(asked, on=now).released:
        raise Refused("approval.late", asked)
    if declined(asked) is not None:
        raise Refused("approval.declined", asked)
    said = Decline.unfiltered.create(
        request=asked,
        staff_id=viewer.staff_id,
        posting_id=viewer.posting_id,
        at=now,
        reason=Decline.Reason(reason).value,
    )
    about = (asked.record_class, asked.record_ref)
    record(viewer, Operation.ALTERATION, asked, about, reason=because("access.approval_declined", act=asked.operation))
    return said


def declined(asked: ApprovalRequest) -> Decline | None:
    """The no by which this request ended."""
    return Decline.unfiltered.filter(request=asked).select_related("staff", "request").first()


def declined_before(viewer: Viewer, asked: ApprovalRequest) -> list[Decline]:
    """The last noes to earlier requests for the same act, on the same record or by the same asker.

    Whoever is asked anew knows of them; of those that the viewer may see.
    """
    same = Q(record_class=asked.record_class, record_ref=asked.record_ref) | Q(requester_id=asked.requester_id)
    earlier = ApprovalRequest.objects.visible_to(viewer).filter(
        same, operation=asked.operation, service_id=asked.service_id, pk__lt=asked.pk
    )
    found = Decline.unfiltered.filter(request__in=earlier).select_related("staff", "request").order_by("-pk")
    return list(found[:MOST_BEFORE])


def _not_declined(requests: QuerySet[ApprovalRequest]) -> QuerySet[ApprovalRequest]:
    return requests.exclude(pk__in=Decline.unfiltered.values("request_id"))


@dataclass(frozen=True)
class Alone:
    """One person's own signature over a version of a record, verifiable with the public key that it was made by."""

    public: str
    signature: str
    at: datetime


def sign_alone(viewer: Viewer, operation: str, about: About, content: str, passphrase: str) -> Alone:
    """Sign a version of a record where one person answers for it alone. The caller keeps it, and asked its own rule.

    Raises `WrongPassphrase`, `Waiting`, and `Refused` for whoever has no key.
    """
    held = keys.standing_key(viewer.staff_id)
    if held is None:
        raise Refused("approval.no_key")
    _not_waiting(held)
    now = wall_now()
    statement = _alone(operation, about, content, staff=viewer.staff_ref, public=held.public, at=now)
    try:
        signature = signing.sign(statement, sealed=held.sealed, passphrase=passphrase)
    except WrongPassphrase:
        _note_wrong(viewer, held)
        raise
    SigningKey.unfiltered.filter(pk=held.pk).update(wrong=0)
    return Alone(held.public, signature, now)


def signed_alone(given: Alone, operation: str, about: About, content: str, *, staff: str) -> bool:
    """Whether this person signed exactly this version, with a key that was theirs and not revoked by then."""
    known = keys.roster(Staff.unfiltered.filter(ref=staff).values_list("pk", flat=True)).key_of(staff, given.public)
    if known is None or (known.revoked_at is not None and known.revoked_at <= given.at):
        return False
    return signing.signed(
        _alone(operation, about, content, staff=staff, public=given.public, at=given.at), given.signature
    )


def _alone(operation: str, about: About, content: str, *, staff: str, public: str, at: datetime) -> Statement:
    here = instance()
    record_class, record_ref = _named(about)
    return Statement(
        stamp=here.stamp if here is not None else "",
        request="",
        operation=operation,
        record_class=record_class,
        record_ref=record_ref,
        content=content,
        staff=staff,
        public=public,
        at=at,
    )


def require_two(operation: str, about: About, content: str, *, not_by: Collection[str] = ()) -> Release:
    """Let an act through that two people allowed on exactly this content, once; its request is then served.

    `not_by` are people (staff references) whose signature the room does not accept, an author for one. For services
    inside their own transaction. Raises `Refused` with what was missing, `UnknownAct`, `NotInTransaction`.
    """
    act_of(operation)
    if not connection.in_atomic_block:
        raise NotInTransaction("an act of two people is served in its own transaction")
    record_class, record_ref = _named(about)
    now = wall_now()
    waiting = ApprovalRequest.unfiltered.select_for_update(of=("self",)).filter(
        operation=operation,
        record_class=record_class,
        record_ref=record_ref,
        content=content,
        served_at__isnull=True,
        until__gt=now,
    )
    codes = []
    for asked in waiting.select_related("requester", "service").order_by("pk"):
        found = judgement(asked, on=now, not_by=not_by)
        if found.released:
            ApprovalRequest.unfiltered.filter(pk=asked.pk).update(served_at=now)
            return Release(asked.ref, found.by)
        codes.append(found.codes)
    raise Refused("|".join(dict.fromkeys(codes)) or "approval.two", (record_class, record_ref))


def standing_request(operation: str, about: About) -> ApprovalRequest | None:
    """The last request for this act on this record: waiting, served, or ended with a no. For a room's selectors."""
    record_class, record_ref = _named(about)
    found = ApprovalRequest.unfiltered.filter(operation=operation, record_class=record_class, record_ref=record_ref)
    return found.select_related("requester", "service").order_by("-pk").first()


def judgement(asked: ApprovalRequest, *, on: datetime, not_by: Collection[str] = ()) -> Judgement:
    """Whether two people allow this request now, or why not. Signatures of ended postings are left out."""
    if (no := declined(asked)) is not None:
        return Judgement((), (Finding("declined", (no.staff.ref,)),))
    given = [
        one
        for one in Approval.unfiltered.filter(request=asked)
        .select_related("staff", "key", *(f"posting__{part}" for part in Posting.WHOLE))
        .order_by("pk")
        if one.staff.ref not in not_by and _may_still_sign(one, asked)
    ]
    holders = SigningKey.unfiltered.filter(public__in=[one.key.public for one in given]).values_list(
        "staff_id", flat=True
    )
    known = keys.roster({asked.requester_id, *(one.staff_id for one in given), *holders})
    claims = [Signed(statement_of(one, asked), one.signature) for one in given]
    return judge(claims, known, requester=asked.requester.ref, terms=terms_of(asked.service, on=on))


def terms_of(service: PrisonService, *, on: datetime) -> Terms:
    """In training nobody need meet an inspector first."""
    return Terms(on=on, confirmed=service.mode_id != Mode.TRAINING)


def statement_of(one: Approval, asked: ApprovalRequest) -> Statement:
    """What this row claims that somebody signed."""
    return _statement(asked, staff=one.staff.ref, public=one.key.public, at=one.at)


@transaction.atomic
def _sign(viewer: Viewer, asked: ApprovalRequest, held: SigningKey, passphrase: str) -> Approval:
    ApprovalRequest.unfiltered.select_for_update().get(pk=asked.pk)
    now = wall_now()
    if asked.served_at is not None or asked.until <= now:
        raise Refused("approval.late", asked)
    if declined(asked) is not None:
        raise Refused("approval.declined", asked)
    before = Approval.unfiltered.filter(request=asked, staff_id=viewer.staff_id).first()
    if before is not None:
        return before
    statement = _statement(asked, staff=viewer.staff_ref, public=held.public, at=now)
    given = Approval.unfiltered.create(
        request=asked,
        staff_id=viewer.staff_id,
        posting_id=viewer.posting_id,
        key=held,
        at=now,
        signature=signing.sign(statement, sealed=held.sealed, passphrase=passphrase),
    )
    about = (asked.record_class, asked.record_ref)
    record(viewer, Operation.ALTERATION, asked, about, reason=because("access.approved", act=asked.operation))
    return given


def _may_still_sign(one: Approval, asked: ApprovalRequest) -> bool:
    posting = one.posting
    return (
        posting.staff_id == one.staff_id
        and posting.service_id == asked.service_id
        and posting.in_force()
        and posting.role in act_of(asked.operation).approvers
        and (asked.establishment_id is None or asked.establishment_id in posting.reach())
    )


def _statement(asked: ApprovalRequest, *, staff: str, public: str, at: datetime) -> Statement:
    here = instance()
    return Statement(
        stamp=here.stamp if here is not None else "",
        request=asked.ref,
        operation=asked.operation,
        record_class=asked.record_class,
        record_ref=asked.record_ref,
        content=asked.content,
        staff=staff,
        public=public,
        at=at,
    )


def _not_waiting(held: SigningKey) -> None:
    if held.wrong >= TRIES and held.wrong_at is not None and wall_now() < held.wrong_at + REST:
        raise Waiting(held.wrong_at + REST)


@transaction.atomic
def _note_wrong(viewer: Viewer, held: SigningKey) -> None:
    wrong = SigningKey.unfiltered.select_for_update().get(pk=held.pk).wrong
    begun_again = wrong >= TRIES
    SigningKey.unfiltered.filter(pk=held.pk).update(wrong=1 if begun_again else wrong + 1, wrong_at=wall_now())
    record(viewer, Operation.REFUSAL, held, reason="approval.passphrase")


def _named(about: About) -> tuple[str, str]:
    if isinstance(about, tuple):
        return about
    meta = getattr(about, "_meta", None)
    return (meta.label_lower if meta is not None else type(about).__name__.lower(), about.ref)
