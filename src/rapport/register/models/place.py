"""Places: a kind and a number, with a rectangle on the plan of the establishment. A plan tells of nobody."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access.managers import Ruled
from rapport.ledger.references import new_reference
from rapport.register import policy
from rapport.register.kinds import PROTECTED_KINDS, PlaceKind


class Place(models.Model):
    """A place in an establishment, with its rectangle on the plan (in the plan's own units, from the top left)."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    kind = models.CharField(max_length=12, choices=PlaceKind.choices)
    number = models.CharField(max_length=8, blank=True)
    x = models.IntegerField(default=0)
    y = models.IntegerField(default=0)
    w = models.PositiveIntegerField(default=0)
    h = models.PositiveIntegerField(default=0)

    unfiltered: ClassVar[models.Manager[Place]] = models.Manager()
    objects: ClassVar[Ruled[Place]] = Ruled(policy.READ_PLACE)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="register_place_kind_is_known"),
            models.UniqueConstraint(
                fields=["establishment", "parent", "kind", "number"], name="register_place_once_within_its_parent"
            ),
        ]
        indexes = [models.Index(fields=["number"], name="register_place_number")]

    @property
    def protected(self) -> bool:
        """Whether what is said here never enters intelligence."""
        return self.kind in PROTECTED_KINDS
