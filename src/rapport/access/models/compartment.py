"""Compartments of a prison service, and the law on which it rests each of its purposes.

Source: Directive (EU) 2016/680, articles 4(1)(b), 8 and 29(2)(e).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access import policy
from rapport.access.managers import Ruled
from rapport.access.models.service import PrisonService, Staff
from rapport.access.purposes import PURPOSES
from rapport.ledger.references import new_reference


class Compartment(models.Model):
    """A part of a service's records that only those cleared for it see. Postings and records name it by `ref`."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    service = models.ForeignKey(PrisonService, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Compartment]] = models.Manager()
    objects: ClassVar[Ruled[Compartment]] = Ruled(policy.READ_COMPARTMENT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "label"], condition=Q(closed_at__isnull=True), name="access_compartment_label_once"
            )
        ]


class LegalBasis(models.Model):
    """The law on which a service rests one purpose, as its administration named it. A new one takes its place."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    service = models.ForeignKey(PrisonService, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40, choices=[(code, code) for code in PURPOSES])
    law = models.CharField(max_length=200)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[LegalBasis]] = models.Manager()
    objects: ClassVar[Ruled[LegalBasis]] = Ruled(policy.READ_LEGAL_BASIS)

    class Meta:
        verbose_name_plural = "legal bases"
        constraints = [
            models.UniqueConstraint(
                fields=["service", "purpose"],
                condition=Q(replaced_at__isnull=True),
                name="access_legalbasis_one_stands",
            ),
            models.CheckConstraint(condition=Q(purpose__in=list(PURPOSES)), name="access_legalbasis_purpose_is_known"),
        ]
