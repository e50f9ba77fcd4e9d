"""What was written down and answered: reports, their sealed cards, the last look."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access.managers import Ruled
from rapport.training import policy
from rapport.training.models.exercise import Exercise, Seat
from rapport.training.models.scene import NotebookLine, Passage


class FieldReport(models.Model):
    """A trainee's report on the ordinary desk, and what it cost and claimed in the exercise.

    `report_ref` is the reference of draft and report alike. `after` counts the slots played when it was begun; `pays`
    is the slot that is spent writing it (none: the day's free one). `card` is the sealed answer in per cent to "how
    likely is it that this belongs to recruitment, coercion or preparation of violence?". The lesson's report does
    not count (`counts`).
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="reports")
    report_ref = models.CharField(max_length=9, unique=True)
    day = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField()
    pays = models.PositiveSmallIntegerField(null=True)
    counts = models.BooleanField()
    lines = models.ManyToManyField(NotebookLine, related_name="reports")
    begun_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    card = models.PositiveSmallIntegerField(null=True)
    carded_at = models.DateTimeField(null=True)

    unfiltered: ClassVar[models.Manager[FieldReport]] = models.Manager()
    objects: ClassVar[Ruled[FieldReport]] = Ruled(policy.READ_WRITTEN)

    class Meta:
        ordering = ["seat", "begun_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "pays"], name="training_slot_pays_for_one_report"),
            models.UniqueConstraint(
                fields=["seat", "day"],
                condition=Q(pays__isnull=True, counts=True),
                name="training_one_free_report_a_day",
            ),
            models.CheckConstraint(condition=Q(card__isnull=True) | Q(card__lte=100), name="training_card_in_per_cent"),
            models.CheckConstraint(
                condition=Q(card__isnull=True) | Q(filed_at__isnull=False, carded_at__isnull=False),
                name="training_card_after_filing",
            ),
        ]


class ColleagueReport(models.Model):
    """A report that a simulated colleague filed on the ordinary desk, and the event it is about."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="colleague_reports")
    officer = models.PositiveSmallIntegerField()
    event = models.BigIntegerField()
    day = models.PositiveSmallIntegerField()
    report_ref = models.CharField(max_length=9, unique=True)

    unfiltered: ClassVar[models.Manager[ColleagueReport]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exercise", "officer", "event"], name="training_colleague_reports_once"),
        ]


class LastLookAnswer(models.Model):
    """One passage of the last look, drawn by design, and the sealed answer in per cent (none yet: not answered)."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="looks")
    order = models.PositiveSmallIntegerField()
    passage = models.OneToOneField(Passage, on_delete=models.PROTECT, related_name="look")
    percent = models.PositiveSmallIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    unfiltered: ClassVar[models.Manager[LastLookAnswer]] = models.Manager()
    objects: ClassVar[Ruled[LastLookAnswer]] = Ruled(policy.READ_WRITTEN)

    class Meta:
        ordering = ["seat", "order"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "order"], name="training_look_has_its_place"),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100), name="training_look_in_per_cent"
            ),
        ]
