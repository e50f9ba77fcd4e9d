"""What two people allow a desk: the scheme by which its prison grades, and the name of an organisation that a judgment
or a law names.

Source: field notes on grading (schemes are chosen per establishment); safeguards 4 and 10.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access.managers import Ruled
from rapport.intelligence import policy
from rapport.intelligence.record_classes import ORGANISATION
from rapport.ledger.models import Held
from rapport.ledger.references import new_reference


class SchemeChoice(models.Model):
    """The scheme by which an establishment grades, from `chosen_at` on: none before two people signed."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=16)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    chosen_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[SchemeChoice]] = models.Manager()
    objects: ClassVar[Ruled[SchemeChoice]] = Ruled(policy.READ_CHOICE)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scheme__contains="@"), name="intelligence_choice_names_its_version")
        ]


class Organisation(Held):
    """That a label may name an organisation, because a judgment or a law (`cites`) names it; once two people signed."""

    record_class = ORGANISATION

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60)
    cites = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    allowed_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Organisation]] = models.Manager()
    objects: ClassVar[Ruled[Organisation]] = Ruled(policy.READ_ORGANISATION)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["establishment", "label"], name="intelligence_organisation_once"),
            models.CheckConstraint(
                condition=~Q(label="") & ~Q(cites="") & ~Q(reason=""), name="intelligence_organisation_named_by_a_law"
            ),
        ]
