"""Records of what a report said that is not for intelligence: passed on in the desk's words, and what was done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rapport.access.managers import Ruled
from rapport.ledger.models import Held
from rapport.reporting import policy
from rapport.reporting.kinds import PassedTo
from rapport.reporting.record_classes import PASSING


class Passing(Held):
    """What a report says that is not for intelligence, in the desk's words, for those whom it is for.

    Inside the prison they never read the report itself. `digest` is that of all that was filed, for evidence: it shows
    any later change.
    """

    record_class = PASSING

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    report = models.OneToOneField("reporting.Report", on_delete=models.PROTECT, related_name="+")
    road = models.CharField(max_length=12, choices=PassedTo.choices)
    words = models.CharField(max_length=1000)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")

    unfiltered: ClassVar[models.Manager[Passing]] = models.Manager()
    objects: ClassVar[Ruled[Passing]] = Ruled(policy.READ_PASSING)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=Q(road__in=PassedTo.values), name="reporting_passing_road_is_known"),
            models.CheckConstraint(condition=~Q(words=""), name="reporting_passing_says_something"),
            models.CheckConstraint(condition=Q(due_at__gte=F("at")), name="reporting_passing_due_after_it_was_passed"),
        ]


class PassingAnswer(models.Model):
    """What those whom it was for did with it."""

    passing = models.OneToOneField(Passing, on_delete=models.PROTECT, related_name="answer")
    words = models.CharField(max_length=400)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[PassingAnswer]] = models.Manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="reporting_passing_answered_in_words")]
