"""Places, people and placements.

A place is a kind and a number with its rectangle on the plan. A person is what an officer needs to say who: a name in
two scripts, a nickname, a service number. There is no field here for religion, ethnicity, politics or health, and no
free field in which one could grow: `tests/register` walks them.

Source: Directive (EU) 2016/680, article 10; Nelson Mandela Rules, rule 7 (what an admission record holds).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rapport.access.managers import Ruled
from rapport.ledger.models import Held
from rapport.ledger.references import new_reference
from rapport.register import policy
from rapport.register.kinds import PROTECTED_KINDS, PlaceKind
from rapport.register.record_classes import ASSOCIATION, PERSON, PLACEMENT


class LegalStatus(models.TextChoices):
    """On what ground somebody is held."""

    REMAND = "remand", _("On remand")
    SENTENCED = "sentenced", _("Sentenced")
    OTHER = "other", _("Held on another ground")


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


class Person(Held):
    """Somebody held in an establishment. `number` is the service number, simulated where the service is."""

    record_class = PERSON

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    family_name = models.CharField(max_length=60)
    given_names = models.CharField(max_length=80, blank=True)
    initial = models.CharField(max_length=4, blank=True)
    family_name_cyrillic = models.CharField(max_length=60, blank=True)
    given_names_cyrillic = models.CharField(max_length=80, blank=True)
    initial_cyrillic = models.CharField(max_length=4, blank=True)
    nickname = models.CharField(max_length=40, blank=True)
    legal_status = models.CharField(max_length=12, choices=LegalStatus.choices)
    expected_release = models.DateField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Person]] = models.Manager()
    objects: ClassVar[Ruled[Person]] = Ruled(policy.READ_PERSON)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["service", "number"], name="register_person_number_once"),
            models.CheckConstraint(
                condition=Q(legal_status__in=LegalStatus.values), name="register_person_status_is_known"
            ),
        ]


class PersonKey(models.Model):
    """A key under which a person is found: a word of the name, as typed or as it sounds, or the service number.

    Follows from the person's own fields and lives no longer than they do.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)

    unfiltered: ClassVar[models.Manager[PersonKey]] = models.Manager()

    class Meta:
        indexes = [
            # PostgreSQL needs these classes to look for beginnings; SQLite pays them no heed.
            models.Index(
                fields=["key", "person"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="register_personkey_key",
            )
        ]


class SlippedKey(models.Model):
    """A key that somebody bears, and what it becomes with one letter left out: two that share one are a slip apart."""

    slip = models.CharField(max_length=40)
    key = models.CharField(max_length=40, db_index=True)

    unfiltered: ClassVar[models.Manager[SlippedKey]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slip", "key"], name="register_slippedkey_once")]


class Placement(Held):
    """Where somebody sleeps, from when to when. Nobody has two places at once."""

    record_class = PLACEMENT

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    cell = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Placement]] = models.Manager()
    objects: ClassVar[Ruled[Placement]] = Ruled(policy.READ_PLACEMENT)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["person"], condition=Q(ends__isnull=True), name="register_placement_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="register_placement_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["cell"], condition=Q(ends__isnull=True), name="register_placement_now")]


class Association(Held):
    """That two people go about together, or must be kept apart: said by somebody, for a reason, until a day.

    It says what was seen or agreed between two people; it never makes either of them anything. `review_on` is the
    day on which a named person decides again, `ended_at` when it was taken back.
    """

    class Kind(models.TextChoices):
        ASSOCIATION = "association"
        NON_ASSOCIATION = "non_association"

    record_class = ASSOCIATION

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    unfiltered: ClassVar[models.Manager[Association]] = models.Manager()
    objects: ClassVar[Ruled[Association]] = Ruled(policy.READ_ASSOCIATION)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["association", "non_association"]), name="register_association_kind_is_known"
            ),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="register_association_of_two_in_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="register_association_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="register_association_ends_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(ended_at__isnull=True), name="register_association_once"
            ),
        ]
