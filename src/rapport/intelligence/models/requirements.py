"""What a prison needs to know, why and until when; and what officers answered at the start of a shift.

A requirement is a question without names: it tells staff where to look, never whom to watch. It ends by itself.
Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015), on direction.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rapport.access.managers import Ruled
from rapport.intelligence import policy
from rapport.intelligence.choices import ShiftReply
from rapport.intelligence.record_classes import REQUIREMENT
from rapport.ledger.models import Held


class Requirement(Held):
    """A question that somebody needs answered: why, by when, and when it lapses. Its owner is who asked it."""

    record_class = REQUIREMENT

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=200)
    why = models.CharField(max_length=300)
    due_on = models.DateField()
    ends_on = models.DateField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Requirement]] = models.Manager()
    objects: ClassVar[Ruled[Requirement]] = Ruled(policy.READ_REQUIREMENT)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(question="") & ~Q(why=""), name="intelligence_requirement_says_why"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("due_on")), name="intelligence_requirement_ends_later"),
        ]


class RequirementPost(models.Model):
    """A place at which a question is asked; without any it is asked everywhere."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="posts")
    place = models.ForeignKey("register.Place", on_delete=models.PROTECT, related_name="+")

    unfiltered: ClassVar[models.Manager[RequirementPost]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["requirement", "place"], name="intelligence_post_once")]


class ShiftAnswer(models.Model):
    """What an officer answered on one day. It tells of the place, and measures nobody."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="answers")
    reply = models.CharField(max_length=8, choices=ShiftReply.choices)
    day = models.DateField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[ShiftAnswer]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["requirement", "by", "day"], name="intelligence_answer_once_a_day"),
            models.CheckConstraint(condition=Q(reply__in=ShiftReply.values), name="intelligence_answer_is_known"),
        ]


class Brought(models.Model):
    """That a report answers what was asked: said by its author at the start of a shift, or by the desk.

    `report` is the reference under which a draft was begun; the report that is filed of it bears the same. It is
    counted for the question, and never for anybody.
    """

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="brought")
    tasking = models.ForeignKey("intelligence.Tasking", on_delete=models.PROTECT, related_name="brought", null=True)
    report = models.CharField(max_length=9)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Brought]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "report"], condition=Q(ended_at__isnull=True), name="intelligence_brought_once"
            ),
            models.CheckConstraint(condition=~Q(report=""), name="intelligence_brought_by_a_report"),
        ]
        indexes = [models.Index(fields=["report"], name="intelligence_brought_report")]
