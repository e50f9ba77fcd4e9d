"""Custodians' keys, sealed origins, sealed parts of drafts, the register of sources, and openings.

Nothing here says in clear who told anything. `sealed` opens with the custodians' private key; `marks` are read with the
key of comparison, which is not in the database (see `matching`). An origin's sealed part never changes: a trigger.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access.managers import Ruled
from rapport.ledger.models import Held
from rapport.ledger.references import new_reference
from rapport.sources import policy
from rapport.sources.record_classes import DRAFTED, OPENING, ORIGIN, SOURCE


class CustodianKey(models.Model):
    """The key to which a prison service's tellers are sealed; `wrapped` is its private half under two passphrases."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    public = models.CharField(max_length=64, unique=True)
    wrapped = models.TextField()
    first = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    wrong_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[CustodianKey]] = models.Manager()
    objects: ClassVar[Ruled[CustodianKey]] = Ruled(policy.READ_KEY)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service"], condition=Q(replaced_at__isnull=True), name="sources_one_key_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(first=models.F("second")), name="sources_key_of_two_people"),
        ]


class MatchingCheck(models.Model):
    """By which the server notices that another key of comparison was handed over than the one before. One row."""

    only = models.BooleanField(primary_key=True, default=True)
    value = models.CharField(max_length=64)

    unfiltered: ClassVar[models.Manager[MatchingCheck]] = models.Manager()


class SealedDraft(Held):
    """The sealed part of a draft, under the draft's reference. Every draft has one, named or not."""

    record_class = DRAFTED

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(CustodianKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    marks = models.BinaryField()

    unfiltered: ClassVar[models.Manager[SealedDraft]] = models.Manager()


class Origin(Held):
    """Who told one report, sealed. Its reference is all that the report knows."""

    record_class = ORIGIN

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(CustodianKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    marks = models.BinaryField()

    unfiltered: ClassVar[models.Manager[Origin]] = models.Manager()
    objects: ClassVar[Ruled[Origin]] = Ruled(policy.ASK_ABOUT)


class OriginGrade(models.Model):
    """How what an origin told was graded, once: history, never added up."""

    origin = models.ForeignKey(Origin, on_delete=models.PROTECT, related_name="grades")
    at = models.DateTimeField()
    item = models.CharField(max_length=9)
    scheme = models.CharField(max_length=40)
    source = models.CharField(max_length=8)
    information = models.CharField(max_length=8)
    compartment = models.CharField(max_length=9, blank=True)

    unfiltered: ClassVar[models.Manager[OriginGrade]] = models.Manager()


class WithdrawnGrade(models.Model):
    """That a grade counts for nothing any more: what it was given to left the prison. Not shown, and not undone."""

    grade = models.OneToOneField(OriginGrade, on_delete=models.PROTECT, related_name="withdrawn")

    unfiltered: ClassVar[models.Manager[WithdrawnGrade]] = models.Manager()


class Source(Held):
    """Somebody who tells more than once, under a pseudonym. Which origins are theirs is found by comparing `marks`.

    `review_on` is the day on which a custodian next looks after their welfare; without `authorised_until` they may be
    heard, and not be asked for anything.
    """

    record_class = SOURCE

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField(max_length=12)
    marks = models.BinaryField()
    entered_by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    authorised_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Source]] = models.Manager()
    objects: ClassVar[Ruled[Source]] = Ruled(policy.READ_SOURCE)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["service", "pseudonym"], name="sources_pseudonym_once"),
        ]


class SourceEvent(models.Model):
    """What a custodian did about a source: looked after them, authorised or ended. No text: it could tell who."""

    class Kind(models.TextChoices):
        ENTERED = "entered"
        WELFARE = "welfare"
        AUTHORISED = "authorised"
        ENDED = "ended"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[SourceEvent]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["entered", "welfare", "authorised", "ended"]), name="sources_event_kind_is_known"
            )
        ]


class Opening(Held):
    """Somebody asks to open an origin, for a reason; and once two people allowed it, when it was opened and until when.

    `locked` is what was sealed, under a key that only the asker's browser has, and is emptied when the time is over.
    """

    record_class = OPENING

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey(Origin, on_delete=models.PROTECT, related_name="+")
    requester = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    asked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    locked = models.BinaryField(default=b"")

    unfiltered: ClassVar[models.Manager[Opening]] = models.Manager()
    objects: ClassVar[Ruled[Opening]] = Ruled(policy.READ_OPENING)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(reason=""), name="sources_opening_has_a_reason"),
        ]
