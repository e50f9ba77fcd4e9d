"""Photographs and documents beside a report: what they are called, what they are, under which random name they lie."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.ledger.models import Held
from rapport.reporting.record_classes import ATTACHMENT


class Attachment(Held):
    """One file, cleaned: of a draft until it is filed, then of the report. The file lies in the home folder."""

    record_class = ATTACHMENT

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(
        "reporting.Draft", on_delete=models.PROTECT, related_name="attachments", null=True, blank=True
    )
    report = models.ForeignKey(
        "reporting.Report", on_delete=models.PROTECT, related_name="attachments", null=True, blank=True
    )
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=4)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=40, unique=True)
    added_at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Attachment]] = models.Manager()

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=["jpeg", "png", "pdf"]), name="reporting_attachment_kind"),
            models.CheckConstraint(
                condition=Q(draft__isnull=False) ^ Q(report__isnull=False), name="reporting_attachment_of_one"
            ),
        ]
