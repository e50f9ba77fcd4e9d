"""Notes: what they say in each version, before whom they lie, and what was answered.

Who a note lies before follows from dated rows, never from a column that is changed.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access.managers import Ruled
from rapport.intelligence import policy
from rapport.intelligence.choices import AnswerKind, StatementKind
from rapport.intelligence.models.items import Item
from rapport.intelligence.record_classes import NOTE
from rapport.ledger.models import Held


class Note(Held):
    """A product of one page from a few items. What it says stands in its versions."""

    record_class = NOTE

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=9, blank=True)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Note]] = models.Manager()
    objects: ClassVar[Ruled[Note]] = Ruled(policy.READ_NOTE)

    class Meta(Held.Meta):
        constraints = [*Held.Meta.constraints]


class Citation(models.Model):
    """That a note, in one of its versions, cites an item: whoever may not read the item does not read the note."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="citations")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="citations")

    unfiltered: ClassVar[models.Manager[Citation]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "item"], name="intelligence_citation_once")]


class Version(models.Model):
    """What a note says, as it was written at one time. Rewriting adds a version."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    innocent = models.CharField(max_length=1000)
    gaps = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Version]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="intelligence_version_number_once"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(innocent=""), name="intelligence_version_weighs_the_innocent"
            ),
        ]


class Statement(models.Model):
    """A sentence of a note: a fact, or a judgement with its likelihood and the confidence in its evidence."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=StatementKind.choices)
    text = models.CharField(max_length=1000)
    likelihood = models.CharField(max_length=16, blank=True)
    confidence = models.CharField(max_length=16, blank=True)
    items = models.ManyToManyField(Item, related_name="statements")

    unfiltered: ClassVar[models.Manager[Statement]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="intelligence_statement_number_once"),
            models.CheckConstraint(
                condition=Q(kind=StatementKind.FACT.value, likelihood="", confidence="")
                | (Q(kind=StatementKind.JUDGEMENT.value) & ~Q(likelihood="") & ~Q(confidence="")),
                name="intelligence_statement_judgement_has_both_words",
            ),
        ]


class Handing(models.Model):
    """A version of a note, handed to the governor for decision. A later version is not, until it is handed over too."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="handings")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="handing")
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Handing]] = models.Manager()


class HandedTo(models.Model):
    """Somebody before whom a version lies since it was handed over: its governors of that day who may read it."""

    handing = models.ForeignKey(Handing, on_delete=models.PROTECT, related_name="recipients")
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")

    unfiltered: ClassVar[models.Manager[HandedTo]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handing", "staff"], name="intelligence_handed_to_once")]


class Answer(models.Model):
    """What the governor answered to a version that was handed over: the desk's own record of it."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="answers")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=AnswerKind.choices)
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Answer]] = models.Manager()
