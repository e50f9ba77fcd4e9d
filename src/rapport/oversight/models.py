"""What was decided of a record at its review, which are held by law, and who asked to erase one before its time.

A hold and a review go with the record they are about: their reasons may say what it said. A request to erase early
stays, for the inspector: that it was made, by whom and why.
Source: Directive (EU) 2016/680, articles 5 and 16(3); safeguards 3 and 10.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access.managers import Ruled
from rapport.ledger.models import Held
from rapport.ledger.references import new_reference
from rapport.oversight import policy
from rapport.oversight.record_classes import EARLY


class ReviewMade(models.Model):
    """What somebody decided at a review, with reasons. `until` is the day of the next one, where it was kept."""

    class What(models.TextChoices):
        KEPT = "kept"
        RESTRICTED = "restricted"
        FREED = "freed"

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    record_class = models.CharField(max_length=60)
    record_ref = models.CharField(max_length=9)
    what = models.CharField(max_length=10, choices=What.choices)
    reason = models.CharField(max_length=400)
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[ReviewMade]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["record_ref", "record_class"], name="oversight_review_of")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="oversight_review_has_a_reason"),
            models.CheckConstraint(
                condition=Q(what="kept", until__isnull=False) | Q(what__in=["restricted", "freed"], until__isnull=True),
                name="oversight_kept_until_a_day",
            ),
        ]


class Hold(models.Model):
    """A legal hold: nothing of this record may be erased, on this law, for this reason, until this day."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    record_class = models.CharField(max_length=60)
    record_ref = models.CharField(max_length=9)
    why = models.CharField(max_length=400)
    law = models.CharField(max_length=160)
    until = models.DateField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    lifted_because = models.CharField(max_length=400, blank=True)

    unfiltered: ClassVar[models.Manager[Hold]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["record_ref", "record_class"], name="oversight_hold_of")]
        constraints = [
            models.CheckConstraint(condition=~Q(why="") & ~Q(law=""), name="oversight_hold_says_why_and_by_which_law"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_because="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="oversight_hold_lifted_for_a_reason",
            ),
        ]


class EarlyErasure(Held):
    """Somebody asks to erase a record before its review; two people sign, and then it may be done."""

    record_class = EARLY

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(
        "access.Establishment", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    about_class = models.CharField(max_length=60)
    about_ref = models.CharField(max_length=9)
    reason = models.CharField(max_length=400)
    requester = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[EarlyErasure]] = models.Manager()
    objects: ClassVar[Ruled[EarlyErasure]] = Ruled(policy.READ_EARLY)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(reason=""), name="oversight_early_has_a_reason"),
        ]
