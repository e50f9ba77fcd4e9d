"""Decisions, their measures, and what ended a decision before its time.

Whether a decision is in force follows from its dates; there is no column for it.
Source: Directive (EU) 2016/680, articles 4 and 5; field safeguard 13 (an exit exists).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rapport.access.managers import Ruled
from rapport.conference import policy
from rapport.conference.choices import About, Outcome
from rapport.conference.record_classes import DECISION, MEASURE
from rapport.ledger.models import Held


class Decision(Held):
    """What a governor decided on one version of a note. `review_due` is the decision's, `review_on` the record's."""

    record_class = DECISION

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey("intelligence.Note", on_delete=models.PROTECT, related_name="+")
    note_version = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    grounds = models.CharField(max_length=1000)
    necessity = models.CharField(max_length=1000, blank=True)
    proportionality = models.CharField(max_length=1000, blank=True)
    alternatives = models.CharField(max_length=1000, blank=True)
    decided_on = models.DateField()
    review_due = models.DateField()
    ends_on = models.DateField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Decision]] = models.Manager()
    objects: ClassVar[Ruled[Decision]] = Ruled(policy.READ_DECISION)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="conference_outcome_is_known"),
            models.CheckConstraint(condition=~Q(grounds=""), name="conference_decision_has_grounds"),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.ACT.value)
                | (~Q(necessity="") & ~Q(proportionality="") & ~Q(alternatives="")),
                name="conference_act_is_weighed",
            ),
            models.CheckConstraint(
                condition=Q(review_due__gte=F("decided_on")) & Q(ends_on__gte=F("review_due")),
                name="conference_decision_reviewed_before_it_ends",
            ),
        ]


class Measure(Held):
    """Something done about a person or about the place, for a time."""

    record_class = MEASURE

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="measures")
    about = models.CharField(max_length=6, choices=About.choices)
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    place = models.ForeignKey("register.Place", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    what = models.CharField(max_length=300)
    starts = models.DateField()
    ends = models.DateField()

    unfiltered: ClassVar[models.Manager[Measure]] = models.Manager()
    objects: ClassVar[Ruled[Measure]] = Ruled(policy.READ_MEASURE)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(about=About.PERSON.value, person__isnull=False, place__isnull=True)
                | Q(about=About.PLACE.value, person__isnull=True, place__isnull=False),
                name="conference_measure_is_about_one_thing",
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="conference_measure_ends_after_it_starts"),
        ]


class Ending(models.Model):
    """A decision ended before its time, with the reason: unfounded, no longer needed, or replaced by another."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="ending")
    reason = models.CharField(max_length=300)
    on = models.DateField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Ending]] = models.Manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="conference_ending_has_a_reason")]
