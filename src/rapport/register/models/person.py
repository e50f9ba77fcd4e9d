"""People in custody: what an officer needs to say who, on what ground they are held, and where they sleep.

There is no field here for religion, ethnicity, politics or health, and no free field in which one could grow:
`tests/register` walks them. Source: Directive (EU) 2016/680, article 10; Nelson Mandela Rules, rule 7 (what an
admission record holds).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rapport.access.managers import Ruled
from rapport.ledger.models import Held
from rapport.register import policy
from rapport.register.models.place import Place
from rapport.register.record_classes import OTHER_NAME, PERSON, PLACEMENT, SAME_PERSON


class LegalStatus(models.TextChoices):
    """On what ground somebody is held."""

    REMAND = "remand", _("On remand")
    SENTENCED = "sentenced", _("Sentenced")
    OTHER = "other", _("Held on another ground")


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
    sentence_ends = models.DateField(null=True, blank=True)
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

    Follows from the person's own fields and lives no longer than they do. Where the person is held stands beside it, so
    that who bears a name in one prison is asked of that prison's people alone; the database keeps both in step
    (migration 0003).
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    service_id = models.BigIntegerField()
    establishment_id = models.BigIntegerField()

    unfiltered: ClassVar[models.Manager[PersonKey]] = models.Manager()
    objects: ClassVar[Ruled[PersonKey]] = Ruled(policy.READ_PERSON)

    class Meta:
        # Both hold all that is asked of a key, so that nothing else is read. PostgreSQL needs these classes to look for
        # beginnings; SQLite pays them no heed.
        indexes = [
            models.Index(
                fields=["key", "person", "establishment_id", "service_id"],
                opclasses=["varchar_pattern_ops", "int8_ops", "int8_ops", "int8_ops"],
                name="register_personkey_borne",
            ),
            models.Index(
                fields=["key", "establishment_id", "person", "service_id"],
                opclasses=["varchar_pattern_ops", "int8_ops", "int8_ops", "int8_ops"],
                name="register_personkey_here",
            ),
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


class OtherName(Held):
    """Another name by which somebody is known: an alias that he has given, or a nickname by which others call him."""

    class Kind(models.TextChoices):
        ALIAS = "alias", _("Alias")
        NICKNAME = "nickname", _("Nickname")

    record_class = OTHER_NAME

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    written = models.CharField(max_length=80)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    unfiltered: ClassVar[models.Manager[OtherName]] = models.Manager()
    objects: ClassVar[Ruled[OtherName]] = Ruled(policy.READ_OTHER_NAME)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["alias", "nickname"]), name="register_othername_kind_is_known"
            ),
            models.CheckConstraint(condition=~Q(written=""), name="register_othername_is_written"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="register_othername_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["person", "written"], condition=Q(ended_at__isnull=True), name="register_othername_once"
            ),
        ]


class SamePerson(Held):
    """The judgement that two records tell of one person: `other` is read together with `kept` while it stands.

    Neither record changes and none goes: it is resolved whenever somebody reads, and taken back with a reason.
    """

    record_class = SAME_PERSON

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    unfiltered: ClassVar[models.Manager[SamePerson]] = models.Manager()

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(kept=F("other")), name="register_sameperson_of_two_records"),
            models.CheckConstraint(condition=~Q(reason=""), name="register_sameperson_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="register_sameperson_ends_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["other"], condition=Q(ended_at__isnull=True), name="register_sameperson_once"
            ),
        ]
