"""Items, the people they name, links between items, notes.

An item is never changed and never mixes what was seen with what was told: the author is the origin of the one, the
teller of the other. Who a note lies before follows from dated rows, never from a column that is changed.

Source: Directive (EU) 2016/680, articles 5 to 7; field notes on grading.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access.managers import Ruled
from rapport.intelligence import policy
from rapport.intelligence.choices import GRADABLE, AnswerKind, Category, Kind, Obtained, StatementKind
from rapport.intelligence.record_classes import ITEM, LINK, NAMING, NOTE
from rapport.ledger.models import Held


class Item(Held):
    """One thing, in sanitised words, graded on each axis of a scheme that is kept with the grade.

    `origin` is a random reference: the author's for what was seen, the teller's for what was told.
    """

    record_class = ITEM

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey("reporting.Report", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    origin = models.CharField(max_length=16, blank=True)
    text = models.CharField(max_length=1000)
    scheme = models.CharField(max_length=16)
    source = models.CharField(max_length=2)
    source_reason = models.CharField(max_length=300)
    information = models.CharField(max_length=2)
    information_reason = models.CharField(max_length=300)
    handling = models.CharField(max_length=2, blank=True)
    conditions = models.CharField(max_length=300, blank=True)
    obtained = models.CharField(max_length=8, choices=Obtained.choices)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Item]] = models.Manager()
    objects: ClassVar[Ruled[Item]] = Ruled(policy.READ_ITEM)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="intelligence_item_seen_or_told"),
            models.CheckConstraint(condition=Q(scheme__contains="@"), name="intelligence_item_grade_names_its_scheme"),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(source="") & ~Q(information=""), name="intelligence_item_graded"
            ),
            models.CheckConstraint(
                condition=~Q(source_reason="") & ~Q(information_reason=""), name="intelligence_item_graded_with_reasons"
            ),
            models.CheckConstraint(condition=Q(obtained__in=GRADABLE), name="intelligence_item_rightly_obtained"),
            models.CheckConstraint(
                condition=~Q(kind=Kind.SEEN.value) | ~Q(origin=""), name="intelligence_item_seen_has_its_author"
            ),
        ]


class Naming(Held):
    """A person named in an item, and who the person is to it."""

    record_class = NAMING

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="namings")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=9, choices=Category.choices)
    grounds = models.CharField(max_length=300, blank=True)

    unfiltered: ClassVar[models.Manager[Naming]] = models.Manager()

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["item", "person"], name="intelligence_naming_once"),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="intelligence_naming_category_known"
            ),
            models.CheckConstraint(
                condition=~Q(category=Category.SUSPECTED.value) | ~Q(grounds=""),
                name="intelligence_naming_suspected_on_grounds",
            ),
        ]


class Link(Held):
    """Somebody's judgement that these items belong together through one person whom they all name."""

    record_class = LINK

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    items = models.ManyToManyField(Item, related_name="links")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Link]] = models.Manager()
    objects: ClassVar[Ruled[Link]] = Ruled(policy.READ_LINK)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(reason=""), name="intelligence_link_has_a_reason"),
        ]


class Note(Held):
    """A product of one page from a few items. What it says stands in its versions."""

    record_class = NOTE

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Note]] = models.Manager()
    objects: ClassVar[Ruled[Note]] = Ruled(policy.READ_NOTE)

    class Meta(Held.Meta):
        constraints = [*Held.Meta.constraints]


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


class Answer(models.Model):
    """What the governor answered to a version that was handed over: the desk's own record of it."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="answers")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=AnswerKind.choices)
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Answer]] = models.Manager()
