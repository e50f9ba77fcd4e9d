"""What somebody was asked to find out, by which means, within which limits and until when; and what came of it.

A tasking serves one requirement and ends by itself. A source is known here by the reference that its custodian gave
the desk: never by a name, and not by whether there is one.
Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015), on direction and on human sources.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rapport.access.managers import Ruled
from rapport.intelligence import policy
from rapport.intelligence.choices import Ended, Method, Whom
from rapport.intelligence.models.requirements import Requirement
from rapport.intelligence.record_classes import TASKING
from rapport.ledger.models import Held


class Tasking(Held):
    """Somebody is asked: a post, a unit or partner by the name of its office, or a source by its reference."""

    record_class = TASKING

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="taskings")
    whom = models.CharField(max_length=8, choices=Whom.choices)
    place = models.ForeignKey("register.Place", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    office = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=9, blank=True)
    aim = models.CharField(max_length=300)
    method = models.CharField(max_length=8, choices=Method.choices)
    limits = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Tasking]] = models.Manager()
    objects: ClassVar[Ruled[Tasking]] = Ruled(policy.READ_TASKING)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(whom=Whom.POST.value, place__isnull=False, office="", source="")
                | (Q(whom__in=[Whom.UNIT.value, Whom.PARTNER.value], place__isnull=True, source="") & ~Q(office=""))
                | (Q(whom=Whom.SOURCE.value, place__isnull=True, office="") & ~Q(source="")),
                name="intelligence_tasking_of_one",
            ),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="intelligence_tasking_method_is_known"),
            models.CheckConstraint(condition=~Q(aim="") & ~Q(limits=""), name="intelligence_tasking_has_limits"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="intelligence_tasking_ends_later"),
        ]


class TaskingEnd(models.Model):
    """That a tasking was done or cancelled before it lapsed: what came of it, or why."""

    tasking = models.OneToOneField(Tasking, on_delete=models.PROTECT, related_name="ending")
    kind = models.CharField(max_length=9, choices=Ended.choices)
    words = models.CharField(max_length=300)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[TaskingEnd]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Ended.values) & ~Q(words=""), name="intelligence_tasking_ends_in_words"
            )
        ]
