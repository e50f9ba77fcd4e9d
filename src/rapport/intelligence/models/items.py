"""Items, their grades, their themes, the people they name, and who may have one beyond its handling code.

An item is never changed and never mixes what was seen with what was told: the author is the origin of the one, the
teller of the other.
Source: Directive (EU) 2016/680, articles 5 to 7; field notes on grading.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rapport.access.managers import Ruled
from rapport.intelligence import policy
from rapport.intelligence.choices import GRADABLE, Category, Kind, Obtained, Reach
from rapport.intelligence.record_classes import ITEM, NAMING
from rapport.ledger.models import Held


class Item(Held):
    """One thing, in sanitised words. Its grades are rows of their own, each with its date: the last one stands.

    `origin` is a random reference: the author's for what was seen, the teller's for what was told. `necessity` says
    why a mention of worship, dress, diet, language or the like is strictly necessary, where the wording has one.
    `compartment` is the reference of the one in which it lies, if any: who is not cleared sees nothing of it. It is
    what the last `Moving` says, once there is one.
    """

    record_class = ITEM

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey("reporting.Report", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    origin = models.CharField(max_length=16, blank=True)
    text = models.CharField(max_length=1000)
    obtained = models.CharField(max_length=8, choices=Obtained.choices)
    necessity = models.CharField(max_length=300, blank=True)
    compartment = models.CharField(max_length=9, blank=True)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Item]] = models.Manager()
    objects: ClassVar[Ruled[Item]] = Ruled(policy.READ_ITEM)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="intelligence_item_seen_or_told"),
            models.CheckConstraint(condition=~Q(text=""), name="intelligence_item_says_something"),
            models.CheckConstraint(condition=Q(obtained__in=GRADABLE), name="intelligence_item_rightly_obtained"),
            models.CheckConstraint(
                condition=~Q(kind=Kind.SEEN.value) | ~Q(origin=""), name="intelligence_item_seen_has_its_author"
            ),
        ]


class Grade(models.Model):
    """A grade of an item on each axis of a scheme, with reasons and its date. Regrading adds one and keeps the rest.

    `reach` is how far the handling code lets the item go without asking whoever provided it; `why` says what changed.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="grades")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    scheme = models.CharField(max_length=16)
    source = models.CharField(max_length=2)
    source_reason = models.CharField(max_length=300)
    information = models.CharField(max_length=2)
    information_reason = models.CharField(max_length=300)
    handling = models.CharField(max_length=2, blank=True)
    conditions = models.CharField(max_length=300, blank=True)
    reach = models.CharField(max_length=8, choices=Reach.choices)
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Grade]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scheme__contains="@"), name="intelligence_grade_names_its_scheme"),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(information=""), name="intelligence_grade_on_each_axis"
            ),
            models.CheckConstraint(
                condition=~Q(source_reason="") & ~Q(information_reason=""), name="intelligence_grade_with_reasons"
            ),
            models.CheckConstraint(condition=Q(reach__in=Reach.values), name="intelligence_grade_reach_is_known"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(replaces__isnull=True), name="intelligence_grade_first_once"
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(why=""), name="intelligence_grade_changed_for_a_reason"
            ),
        ]


class ItemTheme(models.Model):
    """A theme of the versioned list, as `code@version`, that an item is about."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="themes")
    theme = models.CharField(max_length=40)

    unfiltered: ClassVar[models.Manager[ItemTheme]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "theme"], name="intelligence_theme_once"),
            models.CheckConstraint(condition=Q(theme__contains="@"), name="intelligence_theme_names_its_list"),
        ]
        indexes = [models.Index(fields=["theme", "item"], name="intelligence_theme_items")]


class Permission(models.Model):
    """That an item may go further than its handling code says, said by the desk that provided it, until a day."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="permissions")
    reach = models.CharField(max_length=8, choices=Reach.choices)
    reason = models.CharField(max_length=300)
    until = models.DateTimeField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Permission]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reach__in=["service", "partners"]), name="intelligence_permission_goes_further"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="intelligence_permission_has_a_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="intelligence_permission_ends_later"),
        ]


class Moving(models.Model):
    """That an item was put into a compartment, moved to another one or taken out, by whom and why. "" is none."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="movings")
    before = models.CharField(max_length=9, blank=True)
    compartment = models.CharField(max_length=9, blank=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Moving]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="intelligence_moving_has_a_reason"),
            models.CheckConstraint(condition=~Q(before=F("compartment")), name="intelligence_moving_to_another"),
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
