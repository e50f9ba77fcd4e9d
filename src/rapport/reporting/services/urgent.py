"""What cannot wait: an alarm to whoever is on duty, and on to the next until somebody answers.

Who may: whoever writes raises one with their own draft; whoever it has called answers it; whoever answered it sends an
urgent notice to an office that two people allowed beforehand, and somebody else looks at it within a day. The governor
keeps the roster. Alarms go by the wall's clock: nobody waits for an exercise's.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from rapport.access import approvals, jobs
from rapport.access.algebra import Refused
from rapport.access.holders import Holder, holders_of
from rapport.access.legal import basis_of
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record
from rapport.register import selectors as register
from rapport.reporting import policy
from rapport.reporting.kinds import TEXTS, About
from rapport.reporting.models import (
    Alarm,
    AlarmCall,
    AlarmEvent,
    DraftSide,
    DutyTurn,
    NoticeRecipient,
    NoticeReview,
    UrgentNotice,
)
from rapport.reporting.rules import Finding, NotSaved, tidied
from rapport.reporting.services.drafting import own_draft, settle
from rapport.reporting.services.filing import Unfilable, filed_from
from rapport.reporting.written_to import Danger, WrittenTo
from rapport.sources import selectors as tellers

RECIPIENT = "reporting.recipient"
LIFE = "protection of life"
REVIEWED_WITHIN = timedelta(hours=24)
MOST_WHERE, MOST_PROTECTION = 80, 300


def next_after() -> timedelta:
    """How long each step of an alarm may go unanswered: five minutes, unless the settings say otherwise."""
    return timedelta(seconds=float(getattr(settings, "RAPPORT_URGENT_SECONDS", 300)))


@transaction.atomic
def raise_alarm(viewer: Viewer, ref: str, danger: str) -> str:
    """File one's own draft at once and call whoever is on duty; returns the alarm's reference.

    What was typed in two windows is filed with both texts; what came from a protected place or role goes to those who
    are called and not to the desk. Raises `Unfilable` only where nothing at all is written, or far too much.
    """
    if danger not in Danger.values:
        raise NotSaved("unknown", "danger")
    raised = Alarm.unfiltered.filter(report__ref=normalise(ref), report__author_id=viewer.staff_id).first()
    if raised is not None:  # the second of two clicks
        return raised.ref
    draft = own_draft(viewer, ref)
    for side in DraftSide.unfiltered.filter(draft=draft).values_list("ref", flat=True):
        settle(viewer, ref, side, "both")
    draft = own_draft(viewer, ref)
    if not any(getattr(draft, name).strip() for name in TEXTS):
        if not draft.unsure.strip():
            raise Unfilable(Finding("empty", "seen"))
        draft.seen = draft.unsure
    if not draft.told.strip() and tellers.is_named(draft.ref):
        draft.told = "…"
    draft.about = draft.about or About.WORRY
    draft.happened_at = min(draft.happened_at or viewer.now(), viewer.now())
    place = register.places_of(viewer, [draft.place_id]) if draft.place_id is not None else {}
    if not draft.road and (draft.protected_role or any(one.protected for one in place.values())):
        draft.road = WrittenTo.URGENT
    calls = _chain(viewer, draft.establishment_id, without={viewer.staff_id, draft.colleague_id})
    report = filed_from(viewer, draft)
    alarm = Alarm.unfiltered.create(
        **Alarm.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=report.service_id,
        establishment_id=report.establishment_id,
        report=report,
        danger=danger,
        raised_at=wall_now(),
    )
    AlarmCall.unfiltered.bulk_create(
        AlarmCall(
            alarm=alarm,
            step=step,
            staff_id=one.id,
            role=one.role,
            phone=phone,
            due_at=alarm.raised_at + step * next_after(),
        )
        for step, one, phone in calls
    )
    record(
        viewer,
        Operation.DISCLOSURE,
        alarm,
        report,
        reason=because("reporting.alarm_raised"),
        to=because("to.duty_roster"),
    )
    for step in sorted({step for step, _, _ in calls}):
        jobs.start(viewer, "reporting.call_next", alarm.ref, step, not_before=alarm.raised_at + step * next_after())
    return alarm.ref


@transaction.atomic
def note_called(viewer: Viewer, alarm_ref: str, step: int) -> None:
    """Note that a step of an alarm is called, unless somebody has answered. For the job; again changes nothing."""
    alarm = Alarm.unfiltered.filter(ref=alarm_ref, service_id=viewer.service_id).first()
    if alarm is None or AlarmEvent.unfiltered.filter(alarm=alarm, kind=AlarmEvent.Kind.ANSWERED).exists():
        return
    called = AlarmCall.unfiltered.filter(alarm=alarm, step=step).select_related("staff")
    made = AlarmEvent.unfiltered.get_or_create(
        alarm=alarm, kind=AlarmEvent.Kind.CALLED, step=step, defaults={"at": wall_now()}
    )[1]
    if made:
        staff = [("access.staff", one.staff.ref) for one in called]
        record(viewer, Operation.DISCLOSURE, alarm, *staff, reason=because("reporting.alarm_step_called", step=step))


@transaction.atomic
def answer_alarm(viewer: Viewer, alarm_ref: str) -> None:
    """Say that one has it in hand. The first answer counts. Raises `Refused` for whoever it has not called."""
    alarm = called_alarm(viewer, alarm_ref)
    made = AlarmEvent.unfiltered.get_or_create(
        alarm=alarm, kind=AlarmEvent.Kind.ANSWERED, defaults={"at": wall_now(), "by_id": viewer.staff_id}
    )[1]
    if made:
        record(viewer, Operation.ALTERATION, alarm, reason=because("reporting.alarm_answered"))


@transaction.atomic
def send_notice(viewer: Viewer, alarm_ref: str, *, recipient: str, where: str, protection: str) -> str:
    """Tell an office outside: the threat, the place, the protection asked for. Nothing of who told it, no attachment.

    Raises `Refused` for whoever did not answer the alarm, `Unfilable` for an empty, too long or telling text, or an
    office that two people have not allowed.
    """
    alarm = called_alarm(viewer, alarm_ref)
    answered = AlarmEvent.unfiltered.filter(alarm=alarm, kind=AlarmEvent.Kind.ANSWERED, by_id=viewer.staff_id)
    if not answered.exists():
        raise Refused("alarm.not_answered_by_you", alarm)
    to = NoticeRecipient.unfiltered.filter(
        ref=normalise(recipient), establishment_id=alarm.establishment_id, approved_at__isnull=False
    ).first()
    texts = {"where": " ".join(tidied(where).split()), "protection": " ".join(tidied(protection).split())}
    found = [Finding("empty_line", name) for name, text in texts.items() if not text]
    found += [Finding("too_long_line", "where")] if len(texts["where"]) > MOST_WHERE else []
    found += [Finding("too_long_line", "protection")] if len(texts["protection"]) > MOST_PROTECTION else []
    found += [Finding("no_recipient", "recipient")] if to is None else []
    if tellers.teller_named_in(alarm.report.told_origin, " ".join(texts.values())):
        found.append(Finding("names_teller", "protection"))
    if found or to is None:
        raise Unfilable(*found)
    notice = UrgentNotice.unfiltered.create(
        **UrgentNotice.held(on=viewer.now().date(), purpose=LIFE, legal_basis=basis_of(viewer, LIFE)),
        alarm=alarm,
        recipient=to,
        danger=alarm.danger,
        sent_at=wall_now(),
        by_id=viewer.staff_id,
        **texts,
    )
    record(viewer, Operation.DISCLOSURE, notice, alarm, reason=because("reporting.urgent_notice"), to=to.name)
    return notice.ref


@transaction.atomic
def review_notice(viewer: Viewer, ref: str, *, fitting: bool) -> None:
    """A second person says whether a notice was fitting. Raises `Refused` for its sender and for who may not see it."""
    notice = UrgentNotice.unfiltered.filter(ref=normalise(ref), alarm__service_id=viewer.service_id).first()
    if notice is None or not policy.REVIEW_NOTICE.allows(viewer, notice):
        raise Refused("no_such_record", exists=False)
    if notice.by_id == viewer.staff_id:
        raise Refused("notice.second", notice)
    made = NoticeReview.unfiltered.get_or_create(
        notice=notice, defaults={"at": wall_now(), "by_id": viewer.staff_id, "fitting": fitting}
    )[1]
    if made:
        record(viewer, Operation.ALTERATION, notice, reason=because("reporting.urgent_notice_reviewed"))


@transaction.atomic
def put_on_roster(viewer: Viewer, *, posting: str, place: int, phone: str, ends: datetime | None) -> None:
    """Put somebody on the duty roster from now on. Raises `Refused`, `NotSaved`."""
    policy.KEEP_ROSTER.require_acting(viewer)
    known = {one.posting_ref: one for one in on_call(viewer)}
    if posting not in known:
        raise NotSaved("unknown", "posting")
    now = viewer.now()
    if ends is not None and ends <= now:
        raise NotSaved("past", "ends")
    turn = DutyTurn.unfiltered.create(
        service_id=viewer.service_id,
        establishment_id=own_prison(viewer),
        posting_id=known[posting].posting_id,
        place=place,
        phone=phone.strip(),
        starts=now,
        ends=ends,
    )
    record(
        viewer,
        Operation.COLLECTION,
        turn,
        ("access.staff", known[posting].ref),
        reason=because("reporting.put_on_the_duty_roster"),
    )


@transaction.atomic
def take_off_roster(viewer: Viewer, ref: str) -> None:
    """End a turn now. Again changes nothing."""
    policy.KEEP_ROSTER.require_acting(viewer)
    turn = turns_now(own_prison(viewer), viewer.now()).filter(ref=normalise(ref)).first()
    if turn is not None:
        DutyTurn.unfiltered.filter(pk=turn.pk).update(ends=max(viewer.now(), turn.starts + timedelta(microseconds=1)))
        record(viewer, Operation.ALTERATION, turn, reason=because("reporting.taken_off_the_duty_roster"))


@transaction.atomic
def ask_for_recipient(viewer: Viewer, *, name: str, phone: str) -> str:
    """Ask two people to let an office be sent urgent notices; returns the request. Raises `Refused`, `NotSaved`."""
    policy.KEEP_ROSTER.require_acting(viewer)
    kept = " ".join(tidied(name).split())
    if not kept:
        raise NotSaved("empty", "name")
    recipient, _made = NoticeRecipient.unfiltered.get_or_create(
        establishment_id=own_prison(viewer),
        name=kept,
        defaults={"service_id": viewer.service_id, "phone": phone.strip()},
    )
    asked = approvals.request(viewer, RECIPIENT, recipient, recipient_content(recipient))
    record(viewer, Operation.COLLECTION, recipient, reason=because("reporting.office_asked_for"))
    return asked.ref


@transaction.atomic
def allow_recipient(viewer: Viewer, ref: str) -> None:
    """Let it be sent notices, once two people have signed. Raises `Refused`."""
    policy.KEEP_ROSTER.require_acting(viewer)
    recipient = NoticeRecipient.unfiltered.filter(
        ref=normalise(ref), establishment_id=own_prison(viewer), approved_at__isnull=True
    ).first()
    if recipient is None:
        raise Refused("no_such_record", exists=False)
    release = approvals.require_two(RECIPIENT, recipient, recipient_content(recipient))
    NoticeRecipient.unfiltered.filter(pk=recipient.pk).update(approved_at=wall_now())
    record(
        viewer,
        Operation.ALTERATION,
        recipient,
        *release.records,
        reason=because("reporting.office_allowed"),
    )


def recipient_content(recipient: NoticeRecipient) -> str:
    """The hash of what two people allow: this office under this telephone."""
    return approvals.content_hash({"name": recipient.name, "phone": recipient.phone})


def called_alarm(viewer: Viewer, ref: str) -> Alarm:
    """The alarm, if it has called the viewer by now. Raises `Refused` as if there were none."""
    found = Alarm.unfiltered.filter(
        ref=normalise(ref), calls__staff_id=viewer.staff_id, calls__due_at__lte=wall_now(), service_id=viewer.service_id
    )
    alarm = found.select_related("report").first()
    if alarm is None:
        raise Refused("no_such_record", exists=False)
    return alarm


def own_prison(viewer: Viewer) -> int:
    """The establishment at which the viewer is posted. Raises `Refused` for who is posted to none."""
    if viewer.establishment_id is None:
        raise Refused("establishment")
    return viewer.establishment_id


def turns_now(establishment_id: int, now: datetime) -> QuerySet[DutyTurn]:
    """Who is on the roster now, in order."""
    turns = DutyTurn.unfiltered.filter(establishment_id=establishment_id, starts__lte=now)
    return turns.exclude(ends__lte=now).select_related("posting__staff").order_by("place", "pk")


def on_call(viewer: Viewer) -> list[Holder]:
    """Who can be put on the roster: whoever works at the viewer's establishment."""
    roles = (Role.OFFICER, Role.INTELLIGENCE, Role.GOVERNOR)
    return holders_of(viewer, *roles, establishment_id=viewer.establishment_id)


def _chain(viewer: Viewer, establishment_id: int, *, without: set[int | None]) -> list[tuple[int, Holder, str]]:
    """Who is called in which step, and under which telephone: the roster, then the governor, then headquarters."""
    turns = list(turns_now(establishment_id, viewer.now()))
    phones = {turn.posting_id: turn.phone for turn in turns}
    here = {one.posting_id: one for one in holders_of(viewer, *Role.values, establishment_id=establishment_id)}
    steps = [[here[turn.posting_id]] for turn in turns if turn.posting_id in here]
    steps.append([one for one in here.values() if one.role == Role.GOVERNOR])
    steps.append([one for one in holders_of(viewer, Role.HEADQUARTERS) if one.establishment_id is None])
    chain: list[tuple[int, Holder, str]] = []
    seen = set(without)
    number = 0
    for step in steps:
        fresh = [one for one in {one.id: one for one in step}.values() if one.id not in seen]
        chain += [(number, one, phones.get(one.posting_id, "")) for one in fresh]
        seen |= {one.id for one in fresh}
        number += bool(fresh)
    return chain
