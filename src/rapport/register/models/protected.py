"""People whose talk with somebody in custody never feeds intelligence: counsel, pastoral care, care, inspection.

They are not prisoners and have no file: a name and the office, so that a report from or about one can be offered
another road. Source: Nelson Mandela Rules, rules 61, 65, 31 and 83-85; safeguard 12.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rapport.access.managers import Ruled
from rapport.ledger.models import Held
from rapport.register import policy
from rapport.register.record_classes import PROTECTED_ROLE


class ProtectedOffice(models.TextChoices):
    """What somebody is to people in custody."""

    LAWYER = "lawyer", _("Lawyer")
    CHAPLAIN = "chaplain", _("Chaplain")
    CLINICIAN = "clinician", _("Doctor, nurse or psychologist")
    INSPECTOR = "inspector", _("Inspector or monitor")
    COMPLAINTS = "complaints", _("Complaints body")


class ProtectedRole(Held):
    """Somebody in a protected role, at one establishment or in the whole prison service, from a day until a day."""

    record_class = PROTECTED_ROLE

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(
        "access.Establishment", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    office = models.CharField(max_length=12, choices=ProtectedOffice.choices)
    family_name = models.CharField(max_length=60)
    given_names = models.CharField(max_length=80, blank=True)
    family_name_cyrillic = models.CharField(max_length=60, blank=True)
    given_names_cyrillic = models.CharField(max_length=80, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")

    unfiltered: ClassVar[models.Manager[ProtectedRole]] = models.Manager()
    objects: ClassVar[Ruled[ProtectedRole]] = Ruled(policy.READ_PROTECTED_ROLE)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(office__in=ProtectedOffice.values), name="register_protectedrole_office_is_known"
            ),
            models.CheckConstraint(condition=~Q(family_name=""), name="register_protectedrole_has_a_name"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="register_protectedrole_ends_after_it_starts",
            ),
        ]
