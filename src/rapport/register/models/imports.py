"""A file that somebody brings: read, mapped, looked through, and taken over or thrown away.

The rows lie here only until then; which column of a prison service's files means what is remembered.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.access.managers import Ruled
from rapport.ledger.models import Held
from rapport.register import policy
from rapport.register.record_classes import IMPORT


class ImportKind(models.TextChoices):
    """What the rows of a file are about."""

    PLACES = "places", _("Places")
    PEOPLE = "people", _("People")
    PLACEMENTS = "placements", _("Placements")


class Import(Held):
    """A file with rows, and how far it is. `rows` are its cells, packed; empty once it is done or thrown away."""

    class State(models.TextChoices):
        MAPPING = "mapping"
        CHECKED = "checked"
        RUNNING = "running"
        DONE = "done"
        DROPPED = "dropped"

    record_class = IMPORT

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.MAPPING)
    file_name = models.CharField(max_length=120)
    rows = models.BinaryField()
    count = models.PositiveIntegerField()
    mapping = models.CharField(max_length=2_000, blank=True)
    job = models.CharField(max_length=9, blank=True)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    made = models.PositiveIntegerField(default=0)
    altered = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)

    unfiltered: ClassVar[models.Manager[Import]] = models.Manager()
    objects: ClassVar[Ruled[Import]] = Ruled(policy.OWN_IMPORT)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="register_import_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=["mapping", "checked", "running", "done", "dropped"]),
                name="register_import_state_is_known",
            ),
        ]


class ImportColumn(models.Model):
    """What a column of this label means in the files of a prison service. Tells of nobody."""

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    label = models.CharField(max_length=80)
    means = models.CharField(max_length=24, blank=True)

    unfiltered: ClassVar[models.Manager[ImportColumn]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "kind", "label"], name="register_importcolumn_once"),
        ]
