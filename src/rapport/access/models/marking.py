"""From when on a record was restricted, and from when on it was free again.

The flag on the record says how it is now. Whoever was handed a copy has to be told what changed since, and when: so
each change of the flag is a row with its date, which nothing alters and which says nothing of the record's content.
Source: Directive (EU) 2016/680, article 16(3) and (5); safeguards 3 and 8.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access.models.service import PrisonService, Staff


class Mark(models.TextChoices):
    """What was set on a record."""

    RESTRICTED = "restricted"
    FREED = "freed"


class Marking(models.Model):
    """That a record was restricted, or freed, by somebody on a day."""

    service = models.ForeignKey(PrisonService, on_delete=models.PROTECT, related_name="+")
    record_class = models.CharField(max_length=60)
    record_ref = models.CharField(max_length=9)
    mark = models.CharField(max_length=10, choices=Mark.choices)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Marking]] = models.Manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(mark__in=Mark.values), name="access_marking_is_known")]
        indexes = [models.Index(fields=["record_class", "record_ref"], name="access_marking_record")]
