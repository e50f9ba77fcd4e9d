"""Reading about alarms: for whoever raised one, whoever it calls, and the governor who keeps the roster."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from rapport.access import approvals
from rapport.access.algebra import Refused
from rapport.access.establishments import establishments
from rapport.access.roles import Role
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import answering, record
from rapport.reporting import policy
from rapport.reporting.kinds import LEFT_THE_PRISON
from rapport.reporting.models import Alarm, AlarmCall, AlarmEvent, DutyTurn, NoticeRecipient, ReportEvent, UrgentNotice
from rapport.reporting.selectors import values_of
from rapport.reporting.services.urgent import RECIPIENT, REVIEWED_WITHIN, own_prison, turns_now
from rapport.reporting.values import (
    AlarmValue,
    CallingValue,
    CallValue,
    NoticeValue,
    OnDutyValue,
    RecipientValue,
    TurnValue,
)
from rapport.reporting.written_to import Danger

MOST_CALLED = 20


def alarm(viewer: Viewer, ref: str) -> AlarmValue:
    """An alarm. Raises `Refused` as if there were none for whoever neither raised it nor is called by now."""
    with transaction.atomic():
        value, found = _alarm(viewer, ref)
        record(viewer, Operation.CONSULTATION, found, found.report, *(one.entry for one in value.report.people))
    return value


def alarm_again(viewer: Viewer, ref: str) -> AlarmValue:
    """The same, for a page that looks again every few seconds: once shown, it leaves no entry of its own."""
    return _alarm(viewer, ref)[0]


def calling(viewer: Viewer) -> list[str]:
    """References of alarms that call the viewer now and that nobody has answered, the newest first."""
    return _calls(staff=viewer.staff_id, service=viewer.service_id, now=wall_now())


@prepared
def _calls(*, staff: int, service: int, now: datetime) -> QuerySet[AlarmCall, str]:
    mine = AlarmCall.unfiltered.filter(staff_id=staff, due_at__lte=now, alarm__service_id=service)
    open_ones = mine.exclude(alarm__events__kind=AlarmEvent.Kind.ANSWERED)
    return open_ones.order_by("-alarm__raised_at").values_list("alarm__ref", flat=True)


@transaction.atomic
def called(viewer: Viewer) -> list[CallingValue]:
    """Alarms that have called the viewer by now, those that nobody has answered first, the newest first."""
    mine = AlarmCall.unfiltered.filter(
        staff_id=viewer.staff_id, due_at__lte=wall_now(), alarm__service_id=viewer.service_id
    )
    found = Alarm.unfiltered.filter(pk__in=mine.values("alarm")).select_related("establishment")
    alarms = [one for one in found.order_by("-raised_at", "-pk")[:MOST_CALLED] if not (_answer(one) and _left(one))]
    values = [
        CallingValue(one.ref, str(Danger(one.danger).label), one.establishment.name, one.raised_at, _name(_answer(one)))
        for one in alarms
    ]
    if alarms:
        record(viewer, Operation.CONSULTATION, *alarms, reason=because("reporting.alarms_that_called"))
    return sorted(values, key=lambda one: bool(one.answered_by))


def _answer(alarm: Alarm) -> AlarmEvent | None:
    answered = AlarmEvent.unfiltered.filter(alarm=alarm, kind=AlarmEvent.Kind.ANSWERED)
    return answered.select_related("by").first()


def _name(answer: AlarmEvent | None) -> str:
    return answer.by.name if answer is not None and answer.by is not None else ""


@answering
def on_duty(viewer: Viewer) -> list[OnDutyValue]:
    """Who is on duty now in each prison of the service, by name of the prison. Raises `Refused` for anybody else."""
    policy.WATCH.require_acting(viewer)
    now = viewer.now()
    turns = DutyTurn.unfiltered.filter(service_id=viewer.service_id, starts__lte=now).exclude(ends__lte=now)
    there: dict[int, list[tuple[str, str]]] = defaultdict(list)
    found = list(turns.select_related("posting__staff").order_by("place", "pk"))
    if found:
        record(viewer, Operation.CONSULTATION, *found, reason=because("reporting.roster_looked_at"))
    for one in found:
        there[one.establishment_id].append((one.posting.staff.name, one.phone))
    return [OnDutyValue(one.name, tuple(there[one.id])) for one in establishments(viewer)]


@answering
def roster(viewer: Viewer) -> list[TurnValue]:
    """Who is on duty now, in order. Raises `Refused` for who does not keep the roster."""
    policy.KEEP_ROSTER.require_acting(viewer)
    turns = list(turns_now(own_prison(viewer), viewer.now()))
    if turns:
        record(viewer, Operation.CONSULTATION, *turns, reason=because("reporting.roster_looked_at"))
    return [TurnValue(one.ref, one.posting.staff.name, one.place, one.phone, one.ends) for one in turns]


def recipients(viewer: Viewer) -> list[RecipientValue]:
    """The offices for urgent notices of the viewer's establishment, allowed or asked for."""
    policy.KEEP_ROSTER.require_acting(viewer)
    found = NoticeRecipient.unfiltered.filter(establishment_id=own_prison(viewer)).order_by("name")
    return [_recipient(one) for one in found]


def allowed_recipients(value: AlarmValue) -> list[tuple[str, str]]:
    """Reference and name of the offices that the answerer of this alarm may send a notice."""
    found = NoticeRecipient.unfiltered.filter(establishment_id=value.report.establishment_id, approved_at__isnull=False)
    return list(found.order_by("name").values_list("ref", "name"))


@transaction.atomic
def notices(viewer: Viewer) -> list[NoticeValue]:
    """Urgent notices for a second person to look at, those that wait first."""
    if not (viewer.holds(Role.GOVERNOR) or viewer.holds(Role.HEADQUARTERS)):
        raise Refused("role.governor|role.headquarters")
    seen = UrgentNotice.unfiltered.filter(policy.REVIEW_NOTICE.filter(viewer))
    found = list(seen.select_related("recipient", "by", "review").order_by("review__at", "-sent_at")[:100])
    if found:
        record(viewer, Operation.CONSULTATION, *found, reason=because("reporting.urgent_notices"))
    return sorted((_notice(viewer, one) for one in found), key=lambda one: one.reviewed is not None)


def _alarm(viewer: Viewer, ref: str) -> tuple[AlarmValue, Alarm]:
    now = wall_now()
    found = Alarm.unfiltered.filter(ref=normalise(ref), service_id=viewer.service_id)
    one = found.select_related("report__author").first()
    calls = list(AlarmCall.unfiltered.filter(alarm=one).select_related("staff").order_by("step", "pk"))
    own = one is not None and one.report.author_id == viewer.staff_id
    called = any(call.staff_id == viewer.staff_id and call.due_at <= now for call in calls)
    answer = _answer(one) if one is not None else None
    if one is not None and answer is not None and _left(one):  # until somebody has it in hand, the danger comes first
        called = False
    if one is None or not (own or called):
        about = [("reporting.alarm", one.ref)] if one is not None else []
        raise Refused("no_such_record", *about, exists=False)
    by = answer.by if answer is not None else None
    sent = UrgentNotice.unfiltered.filter(alarm=one).select_related("recipient", "by", "review").order_by("pk")
    value = AlarmValue(
        ref=one.ref,
        danger=str(Danger(one.danger).label),
        raised_at=one.raised_at,
        own=own,
        report=values_of(viewer, [one.report])[0],
        calls=tuple(
            CallValue(
                call.step,
                call.staff.name,
                str(Role(call.role).label),
                call.phone,
                call.due_at,
                reached=call.due_at <= now and (answer is None or call.due_at <= answer.at),
            )
            for call in calls
        ),
        answered_by=by.name if by is not None else "",
        answered_at=answer.at if answer is not None else None,
        mine=by is not None and by.pk == viewer.staff_id,
        notices=tuple(_notice(viewer, each) for each in sent),
    )
    return value, one


def _left(one: Alarm) -> bool:
    """Whether the desk sent its report out of the prison: inside it exists for nobody but its author."""
    return ReportEvent.unfiltered.filter(report_id=one.report_id, kind__in=LEFT_THE_PRISON).exists()


def _notice(viewer: Viewer, one: UrgentNotice) -> NoticeValue:
    review = getattr(one, "review", None)
    due_at = one.sent_at + REVIEWED_WITHIN
    return NoticeValue(
        ref=one.ref,
        recipient=one.recipient.name,
        danger=str(Danger(one.danger).label),
        where=one.where,
        protection=one.protection,
        sent_at=one.sent_at,
        by=one.by.name,
        own=one.by_id == viewer.staff_id,
        due_at=due_at,
        overdue=review is None and due_at < wall_now(),
        reviewed=review.fitting if review is not None else None,
    )


def _recipient(one: NoticeRecipient) -> RecipientValue:
    request = approvals.standing_request(RECIPIENT, one)
    if one.approved_at is not None:
        state = "allowed"
    elif request is not None and approvals.judgement(request, on=wall_now()).released:
        state = "ready"
    elif request is not None and approvals.declined(request) is not None:
        state = "declined"
    else:
        state = "asked"
    return RecipientValue(one.ref, one.name, one.phone, state, request.ref if request is not None else "")
