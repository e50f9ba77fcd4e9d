"""Prison services, their regions and establishments; staff and the postings that give them a role for a time.

An exercise is a simulated prison service of its own, so that no number, headquarters or merge ever crosses from one
to another. Which kind of service it is follows from the instance, by constraint.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rapport.access import policy
from rapport.access.managers import Ruled
from rapport.access.roles import Role
from rapport.access.statements import prepared
from rapport.ledger.clock import wall_now
from rapport.ledger.references import new_reference


class PrisonService(models.Model):
    """A prison service: the tenant to which every record belongs, and the owner of the domain clock.

    `clock_now` is an exercise's own time; None means the wall's, and in live it is always None.
    """

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    name = models.CharField(max_length=120)
    mode = models.ForeignKey("ledger.Instance", on_delete=models.PROTECT, related_name="+", db_column="mode")
    simulated = models.BooleanField()
    clock_now = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[PrisonService]] = models.Manager()
    objects: ClassVar[Ruled[PrisonService]] = Ruled(policy.READ_SERVICE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(simulated=True) & ~Q(mode="live")) | Q(simulated=False, mode="live"),
                name="access_service_simulated_unless_live",
            ),
            models.CheckConstraint(
                condition=~Q(mode="live") | Q(clock_now__isnull=True), name="access_service_live_by_the_wall"
            ),
        ]

    def now(self) -> datetime:
        """The time in this prison service."""
        return self.clock_now or wall_now()


class Region(models.Model):
    """A part of a prison service that answers for several establishments."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    service = models.ForeignKey(PrisonService, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    unfiltered: ClassVar[models.Manager[Region]] = models.Manager()
    objects: ClassVar[Ruled[Region]] = Ruled(policy.READ_REGION)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "name"], name="access_region_name_once")]


class Establishment(models.Model):
    """A prison, colony or remand centre."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    service = models.ForeignKey(PrisonService, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=120)

    unfiltered: ClassVar[models.Manager[Establishment]] = models.Manager()
    objects: ClassVar[Ruled[Establishment]] = Ruled(policy.READ_ESTABLISHMENT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "name"], name="access_establishment_name_once")]


class Staff(models.Model):
    """Somebody who works for a prison service. What they may do lies in their postings.

    `language` is empty for someone who has not chosen one.
    """

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, blank=True)

    unfiltered: ClassVar[models.Manager[Staff]] = models.Manager()
    objects: ClassVar[Ruled[Staff]] = Ruled(policy.READ_STAFF)

    class Meta:
        verbose_name_plural = "staff"


class Posting(models.Model):
    """A role in a prison service for a time, narrowed or not to a region or an establishment.

    `starts` and `ends` go by the service's own clock. `withdrawn_at` is the wall's: a posting that was withdrawn is
    over whatever that clock says, also if an exercise is wound back. `by_link` marks the cast of a demonstration, who
    may enter by a signed link.
    """

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(PrisonService, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    role = models.CharField(max_length=16, choices=Role.choices)
    compartments = models.JSONField(default=list)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    by_link = models.BooleanField(default=False)

    unfiltered: ClassVar[models.Manager[Posting]] = models.Manager()
    objects: ClassVar[Ruled[Posting]] = Ruled(policy.READ_POSTING)

    WHOLE: ClassVar[tuple[str, ...]] = ("staff", "service", "service__mode", "establishment", "region")
    """All that a viewer is made from."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="access_posting_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="access_posting_role_is_known"),
            models.CheckConstraint(
                condition=Q(region__isnull=True) | Q(establishment__isnull=True), name="access_posting_narrowed_once"
            ),
        ]

    @classmethod
    def with_all(cls) -> models.QuerySet[Posting]:
        """Postings with all that a viewer is made from, in one query."""
        return cls.unfiltered.select_related(*cls.WHOLE)

    def in_force(self) -> bool:
        """Whether the posting counts now, by the clock of its service."""
        now = self.service.now()
        return self.withdrawn_at is None and self.starts <= now and (self.ends is None or now < self.ends)

    def reach(self) -> frozenset[int]:
        """The establishments that the posting reaches: its own, those of its region, or all of its service."""
        if self.establishment_id is not None:
            return frozenset({self.establishment_id})
        if self.region_id is not None:
            return frozenset(_in_region(service=self.service_id, region=self.region_id))
        return frozenset(_in_service(service=self.service_id))


@prepared
def _in_service(*, service: int) -> models.QuerySet[Establishment, int]:
    return Establishment.unfiltered.filter(service_id=service).values_list("pk", flat=True)


@prepared
def _in_region(*, service: int, region: int) -> models.QuerySet[Establishment, int]:
    return Establishment.unfiltered.filter(service_id=service, region_id=region).values_list("pk", flat=True)
