"""What is said of two people: that they go about together, or are to be kept apart."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rapport.access.managers import Ruled
from rapport.ledger.models import Held
from rapport.register import policy
from rapport.register.models.person import Person
from rapport.register.record_classes import ASSOCIATION


class Association(Held):
    """That two people go about together, or must be kept apart: said by somebody, for a reason, until a day.

    It says what was seen or agreed between two people; it never makes either of them anything. `review_on` is the
    day on which a named person decides again, `ended_at` when it was taken back.
    """

    class Kind(models.TextChoices):
        ASSOCIATION = "association"
        NON_ASSOCIATION = "non_association"

    record_class = ASSOCIATION

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    unfiltered: ClassVar[models.Manager[Association]] = models.Manager()
    objects: ClassVar[Ruled[Association]] = Ruled(policy.READ_ASSOCIATION)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["association", "non_association"]), name="register_association_kind_is_known"
            ),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="register_association_of_two_in_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="register_association_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="register_association_ends_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(ended_at__isnull=True), name="register_association_once"
            ),
        ]
