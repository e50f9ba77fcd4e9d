"""What a trainee saw, heard and noted, slot by slot."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access.managers import Ruled
from rapport.training import policy
from rapport.training.models.exercise import Seat

SLOTS = 20
PASSAGES = 4
LINES_A_DAY = 8


class Approach(models.TextChoices):
    """How an officer works at a post."""

    WATCH = "watch"
    WITH_PEOPLE = "with_people"
    CHECK = "check"
    WRITE = "write"


class Slot(models.Model):
    """One played slot of a seat: where the trainee stood, how, and how long the scene was open (milliseconds).

    `sight` is what the plan draws: who could be seen there and where colleagues stood. The clock runs only while the
    scene is on a screen: `spent` grows with each sign of life of the page, `pinged_at` is the last one.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="slots")
    n = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField()
    slot = models.PositiveSmallIntegerField()
    anchor = models.BooleanField()
    post = models.CharField(max_length=40, blank=True)
    approach = models.CharField(max_length=12, choices=Approach.choices)
    ground = models.CharField(max_length=200, blank=True)
    sight = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    pinged_at = models.DateTimeField(null=True)
    spent = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    unfiltered: ClassVar[models.Manager[Slot]] = models.Manager()
    objects: ClassVar[Ruled[Slot]] = Ruled(policy.READ_SLOT)

    class Meta:
        ordering = ["seat", "n"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "n"], name="training_slot_is_played_once"),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(closed_at__isnull=True), name="training_one_open_slot"
            ),
            models.CheckConstraint(condition=Q(n__lt=SLOTS), name="training_slot_within_the_walk"),
            models.CheckConstraint(condition=Q(approach__in=Approach.values), name="training_approach_is_known"),
            models.CheckConstraint(
                condition=~Q(approach=Approach.CHECK) | ~Q(ground=""), name="training_check_needs_a_ground"
            ),
        ]


class Passage(models.Model):
    """One short passage that was shown. `wording` is rendered in the reader's language; `people` are the world's."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="passages")
    position = models.PositiveSmallIntegerField()
    event = models.BigIntegerField()
    wording = models.JSONField()
    channel = models.CharField(max_length=8)
    people = models.JSONField(default=list)

    unfiltered: ClassVar[models.Manager[Passage]] = models.Manager()
    objects: ClassVar[Ruled[Passage]] = Ruled(policy.READ_SHOWN)

    class Meta:
        ordering = ["slot", "position"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "position"], name="training_passage_has_its_place"),
            models.UniqueConstraint(fields=["slot", "event"], name="training_passage_shown_once"),
            models.CheckConstraint(condition=Q(position__lt=PASSAGES), name="training_four_passages_a_slot"),
        ]


class Talk(models.Model):
    """A short exchange with one man: what he answered, and the event it is in the world. At most one a slot."""

    slot = models.OneToOneField(Slot, on_delete=models.PROTECT, related_name="talk")
    person = models.IntegerField()
    event = models.BigIntegerField()
    wording = models.JSONField()
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Talk]] = models.Manager()
    objects: ClassVar[Ruled[Talk]] = Ruled(policy.READ_SHOWN)


class NotebookLine(models.Model):
    """A line of the notebook: a passage seen, or an answer heard in talk. Eight lines a day."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="lines")
    day = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    passage = models.OneToOneField(Passage, on_delete=models.PROTECT, null=True, related_name="line")
    talk = models.OneToOneField(Talk, on_delete=models.PROTECT, null=True, related_name="line")
    noted_at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[NotebookLine]] = models.Manager()
    objects: ClassVar[Ruled[NotebookLine]] = Ruled(policy.READ_WRITTEN)

    class Meta:
        ordering = ["seat", "day", "noted_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "day", "order"], name="training_line_has_its_place"),
            models.CheckConstraint(
                condition=Q(order__gte=1, order__lte=LINES_A_DAY), name="training_eight_lines_a_day"
            ),
            models.CheckConstraint(
                condition=Q(passage__isnull=True, talk__isnull=False) | Q(passage__isnull=False, talk__isnull=True),
                name="training_line_is_seen_or_told",
            ),
        ]
