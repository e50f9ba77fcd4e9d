"""The daily briefing: one page for the head of a prison, in versions, signed; and what of it the wings are shown.

A version never changes; editing adds one, and so does a correction after the signature. Each line says from which item
it was drafted and whom it names, so that it is shown only to whoever may read them.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access.managers import Ruled
from rapport.intelligence import policy
from rapport.intelligence.choices import Section
from rapport.intelligence.models.items import Item
from rapport.intelligence.record_classes import BRIEFING
from rapport.ledger.models import Held


class Briefing(Held):
    """The briefing of one prison for one day. What it says stands in its versions."""

    record_class = BRIEFING

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Briefing]] = models.Manager()
    objects: ClassVar[Ruled[Briefing]] = Ruled(policy.READ_BRIEFING)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["establishment", "day"], name="intelligence_briefing_once_a_day"),
        ]


class BriefingVersion(models.Model):
    """What a briefing says as it was written at one time. `because` says what a version after a signature corrects."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[BriefingVersion]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "number"], name="intelligence_briefing_number_once")]


class BriefingLine(models.Model):
    """A line of a briefing, or that so many more were left out. `grade` is that of its item on that day, as shown.

    A line for the wings says until when it holds.
    """

    version = models.ForeignKey(BriefingVersion, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=12, choices=Section.choices)
    text = models.CharField(max_length=300, blank=True)
    more = models.PositiveIntegerField(default=0)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    grade = models.CharField(max_length=60, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[BriefingLine]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="intelligence_line_number_once"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="intelligence_line_section_is_known"),
            models.CheckConstraint(
                condition=(Q(more=0) & ~Q(text="")) | Q(more__gt=0, text=""), name="intelligence_line_says_something"
            ),
            models.CheckConstraint(
                condition=Q(section=Section.WING.value, ends_on__isnull=False, item__isnull=True, grade="", more=0)
                | (~Q(section=Section.WING.value) & Q(ends_on__isnull=True)),
                name="intelligence_line_for_the_wings_ends",
            ),
        ]


class LinePlace(models.Model):
    """A post at which a line for the wings is shown; without any it is shown at all."""

    line = models.ForeignKey(BriefingLine, on_delete=models.PROTECT, related_name="places")
    place = models.ForeignKey("register.Place", on_delete=models.PROTECT, related_name="+")

    unfiltered: ClassVar[models.Manager[LinePlace]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "place"], name="intelligence_line_place_once")]


class LinePerson(models.Model):
    """Somebody whom a line names."""

    line = models.ForeignKey(BriefingLine, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")

    unfiltered: ClassVar[models.Manager[LinePerson]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "person"], name="intelligence_line_person_once")]


class BriefingSignature(models.Model):
    """That the head of the prison signed a version, with a key of their own: `signature` is by `public`."""

    version = models.OneToOneField(BriefingVersion, on_delete=models.PROTECT, related_name="signature")
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    signed_at = models.DateTimeField()
    public = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    unfiltered: ClassVar[models.Manager[BriefingSignature]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(signature=""), name="intelligence_briefing_signed_with_a_key")
        ]
