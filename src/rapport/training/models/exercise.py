"""An exercise, who sits in it, and the log of everything that was done in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access.managers import Ruled
from rapport.ledger.references import new_reference
from rapport.training import policy


class Pace(models.TextChoices):
    """Whether the scenes have a clock. Some people need longer to read: nothing else changes for them."""

    TIMED = "timed"
    UNTIMED = "untimed"


class Exercise(models.Model):
    """One simulated prison service and the world behind it.

    `seed` and `nonce` are secrets until the debrief; `commitment` is shown at the start and checked at the end. Where
    the exercise stands is derived from its acts, never kept here.
    """

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    label = models.CharField(max_length=8)
    service = models.OneToOneField("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=8, default="walk")
    language = models.CharField(max_length=8)
    pace = models.CharField(max_length=8, choices=Pace.choices, default=Pace.TIMED)
    scenario = models.CharField(max_length=80)
    scenario_hash = models.CharField(max_length=64)
    engine = models.CharField(max_length=40)
    seed = models.BigIntegerField()
    nonce = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64)

    unfiltered: ClassVar[models.Manager[Exercise]] = models.Manager()
    objects: ClassVar[Ruled[Exercise]] = Ruled(policy.READ_EXERCISE)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(form__in=["walk"]), name="training_exercise_form_is_known"),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="training_exercise_pace_is_known"),
        ]


class Seat(models.Model):
    """A trainee's place in an exercise: which officer of the world they play, and the printed code results hang on."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="seats")
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey("access.Posting", on_delete=models.PROTECT, related_name="+")
    officer = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)

    unfiltered: ClassVar[models.Manager[Seat]] = models.Manager()
    objects: ClassVar[Ruled[Seat]] = Ruled(policy.READ_SEAT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exercise", "officer"], name="training_seat_plays_one_officer"),
            models.UniqueConstraint(fields=["exercise", "staff"], name="training_seat_once_a_person"),
        ]


class Colleague(models.Model):
    """Somebody whom the machine plays: an officer of the world, the intelligence officer, the governor."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="colleagues")
    posting = models.OneToOneField("access.Posting", on_delete=models.PROTECT, related_name="+")
    officer = models.PositiveSmallIntegerField(null=True)

    unfiltered: ClassVar[models.Manager[Colleague]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exercise", "officer"], name="training_colleague_plays_one_officer"),
        ]


class Inhabitant(models.Model):
    """Which person of the register is which person of the world."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="inhabitants")
    person = models.IntegerField()
    person_ref = models.CharField(max_length=9)

    unfiltered: ClassVar[models.Manager[Inhabitant]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exercise", "person"], name="training_inhabitant_once"),
            models.UniqueConstraint(fields=["exercise", "person_ref"], name="training_inhabitant_has_one_record"),
        ]


class ActKind(models.TextChoices):
    """What can be done in an exercise."""

    STARTED = "started"
    LESSON = "lesson"
    BEGUN = "begun"
    POST_TAKEN = "post_taken"
    SLOT_CHOSEN = "slot_chosen"
    NOTED = "noted"
    UNNOTED = "unnoted"
    TALKED = "talked"
    SLOT_CLOSED = "slot_closed"
    REPORT_STARTED = "report_started"
    REPORT_FILED = "report_filed"
    CARD = "card"
    DAY_ENDED = "day_ended"
    MEASURE = "measure"
    MORNING = "morning"
    LOOK_DRAWN = "look_drawn"
    LOOKED = "looked"
    CLOSED = "closed"


class ExerciseAct(models.Model):
    """One thing that was done, in order. Never changed, never deleted: an exercise replays from these rows.

    An act that the world answers to carries it in `world`; `clock` then counts the slots (seven a day) that had been
    simulated when it was done. `once` names what may be done a single time, so that a double click does it once.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="acts")
    n = models.PositiveIntegerField()
    at = models.DateTimeField()
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="acts")
    kind = models.CharField(max_length=16, choices=ActKind.choices)
    payload = models.JSONField(default=dict)
    world = models.JSONField(null=True)
    clock = models.PositiveSmallIntegerField(null=True)
    once = models.CharField(max_length=40, null=True)  # noqa: DJ001  (NULL: may be repeated)

    unfiltered: ClassVar[models.Manager[ExerciseAct]] = models.Manager()

    class Meta:
        ordering = ["exercise", "n"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "n"], name="training_act_has_its_place"),
            models.UniqueConstraint(fields=["exercise", "once"], name="training_act_once"),
            models.CheckConstraint(condition=Q(kind__in=ActKind.values), name="training_act_kind_is_known"),
            models.CheckConstraint(
                condition=Q(world__isnull=True, clock__isnull=True) | Q(world__isnull=False, clock__isnull=False),
                name="training_act_of_the_world_has_its_moment",
            ),
        ]


class WorldState(models.Model):
    """The world as it stood after so many simulated slots. A cache: the acts rebuild it to the byte."""

    exercise = models.OneToOneField(Exercise, on_delete=models.PROTECT, related_name="state")
    clock = models.PositiveSmallIntegerField()
    snapshot = models.BinaryField()

    unfiltered: ClassVar[models.Manager[WorldState]] = models.Manager()
