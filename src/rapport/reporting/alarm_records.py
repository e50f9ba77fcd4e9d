"""Records of what cannot wait: who is on duty, the alarm, whom it called, who answered; and notices sent outside.

An alarm's calls are all made out when it is raised, each with the moment from which it counts if nobody has answered:
whom it reaches follows from the clock, and no job that sleeps can keep it back. Alarms go by the wall's clock.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.ledger.models import Held
from rapport.ledger.references import new_reference
from rapport.reporting.record_classes import ALARM
from rapport.reporting.written_to import Danger


class DutyTurn(models.Model):
    """Somebody on the duty roster of an establishment, from when to when, in which place, under which telephone."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey("access.Posting", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    phone = models.CharField(max_length=30)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[DutyTurn]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=models.F("starts")), name="reporting_turn_ends_after_start"
            )
        ]


class Alarm(Held):
    """An urgent report. `raised_at` is the wall's."""

    record_class = ALARM

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    report = models.OneToOneField("reporting.Report", on_delete=models.PROTECT, related_name="alarm")
    danger = models.CharField(max_length=8, choices=Danger.choices)
    raised_at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Alarm]] = models.Manager()

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=Q(danger__in=Danger.values), name="reporting_danger_is_known"),
        ]


class AlarmCall(models.Model):
    """Whom the alarm calls, in which step, and from when on if nobody has answered by then."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="calls")
    step = models.PositiveSmallIntegerField()
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    phone = models.CharField(max_length=30, blank=True)
    due_at = models.DateTimeField(db_index=True)

    unfiltered: ClassVar[models.Manager[AlarmCall]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alarm", "staff"], name="reporting_called_once")]


class AlarmEvent(models.Model):
    """A step that was called, or that somebody answered: the first answer counts."""

    class Kind(models.TextChoices):
        CALLED = "called"
        ANSWERED = "answered"

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    step = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    unfiltered: ClassVar[models.Manager[AlarmEvent]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["called", "answered"]), name="reporting_alarm_event_is_known"),
            models.UniqueConstraint(
                fields=["alarm"], condition=Q(kind="answered"), name="reporting_alarm_answered_once"
            ),
            models.UniqueConstraint(
                fields=["alarm", "step"], condition=Q(kind="called"), name="reporting_step_called_once"
            ),
        ]


class NoticeRecipient(models.Model):
    """An office outside that may be sent an urgent notice. `approved_at` once two people allowed it."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=30)
    approved_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[NoticeRecipient]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment", "name"], name="reporting_recipient_once")]


class UrgentNotice(Held):
    """What the duty officer told an office outside: which threat, where, what protection is asked. Nothing else."""

    record_class = ALARM

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="notices")
    recipient = models.ForeignKey(NoticeRecipient, on_delete=models.PROTECT, related_name="+")
    danger = models.CharField(max_length=8, choices=Danger.choices)
    where = models.CharField(max_length=80)
    protection = models.CharField(max_length=300)
    sent_at = models.DateTimeField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")

    unfiltered: ClassVar[models.Manager[UrgentNotice]] = models.Manager()


class NoticeReview(models.Model):
    """A second person's word on a notice, within a day."""

    notice = models.OneToOneField(UrgentNotice, on_delete=models.PROTECT, related_name="review")
    at = models.DateTimeField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    fitting = models.BooleanField()

    unfiltered: ClassVar[models.Manager[NoticeReview]] = models.Manager()
