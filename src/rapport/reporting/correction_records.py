"""The record that somebody read what changed since a copy was handed to them. What changed follows from events."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access.managers import Ruled
from rapport.ledger.models import Held
from rapport.reporting import policy
from rapport.reporting.record_classes import ACKNOWLEDGEMENT


class Acknowledgement(Held):
    """Somebody's word that they read one change of one copy. `change` is its key (`access.copies.key_of`)."""

    record_class = ACKNOWLEDGEMENT

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    copy_class = models.CharField(max_length=60)
    copy_ref = models.CharField(max_length=9)
    change = models.CharField(max_length=16)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Acknowledgement]] = models.Manager()
    objects: ClassVar[Ruled[Acknowledgement]] = Ruled(policy.OWN_ACKNOWLEDGEMENT)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(copy_class="") & ~Q(copy_ref="") & ~Q(change=""),
                name="reporting_acknowledgement_of_something",
            ),
            models.UniqueConstraint(
                fields=["copy_class", "copy_ref", "change", "by"], name="reporting_acknowledged_once"
            ),
        ]
