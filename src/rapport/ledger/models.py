"""The ledger's own records, and what every record about a person inherits."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from rapport.ledger.acting import Operation
from rapport.ledger.classes import RecordClass
from rapport.ledger.references import new_reference


class Mode(models.TextChoices):
    """The three kinds of instance (house plan, section 1)."""

    TRAINING = "training"
    REHEARSAL = "rehearsal"
    LIVE = "live"


class Instance(models.Model):
    """Which kind of instance this database is: one row, set once by `rapport init`, kept by a trigger."""

    mode = models.CharField(max_length=9, primary_key=True, choices=Mode.choices)
    stamp = models.CharField(max_length=32, unique=True)
    only = models.BooleanField(default=True, unique=True, editable=False)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="instance_has_one_row"),
            models.CheckConstraint(condition=models.Q(mode__in=Mode.values), name="instance_mode_is_known"),
        ]


class Entry(models.Model):
    """One thing that somebody did: identifiers and reasons, never content.

    `records` is a list of [class, reference]. `mac` authenticates all other fields with a key that is not in the
    database. Triggers refuse UPDATE and DELETE.
    """

    at = models.DateTimeField()
    operation = models.CharField(max_length=12, choices=[(o.value, o.value) for o in Operation])
    staff = models.CharField(max_length=16, blank=True)
    role = models.CharField(max_length=16, blank=True)
    service = models.CharField(max_length=16, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    records = models.JSONField(default=list)
    reason = models.CharField(max_length=200, blank=True)
    to = models.CharField(max_length=80, blank=True)
    mac = models.CharField(max_length=64)

    objects = models.Manager()

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["staff", "at"])]


class Held(models.Model):
    """A record that tells about a person: held for a purpose, on a legal basis, until a day.

    The class that inherits names its `record_class`; the two dates follow from it when the record is made, and the
    last day may be nearer than the class allows, never later.
    """

    record_class: ClassVar[RecordClass]

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    held_since = models.DateField()
    purpose = models.CharField(max_length=40)
    legal_basis = models.CharField(max_length=80)
    review_on = models.DateField()
    max_until = models.DateField()
    restricted = models.BooleanField(default=False)
    disputed = models.BooleanField(default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(review_on__lte=models.F("max_until")),
                name="%(app_label)s_%(class)s_reviewed_in_time",
            ),
        ]

    @classmethod
    def held(cls, *, on: date, purpose: str, legal_basis: str) -> dict[str, object]:
        """The fields of `Held` for a record made on this day: `Model.unfiltered.create(**Model.held(…), …)`."""
        review_on, max_until = cls.record_class.dates(on)
        return {
            "held_since": on,
            "purpose": purpose,
            "legal_basis": legal_basis,
            "review_on": review_on,
            "max_until": max_until,
        }


class Leaf(models.Model):
    """An entry's place in the tree; `hash` is that of its leaf (RFC 6962). Triggers refuse UPDATE and DELETE."""

    position = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="leaf")
    hash = models.BinaryField(max_length=32)

    objects = models.Manager()

    class Meta:
        verbose_name_plural = "leaves"


class CheckpointNote(models.Model):
    """A checkpoint that this server signed, as it was published. Triggers refuse UPDATE and DELETE."""

    size = models.PositiveBigIntegerField(unique=True)
    note = models.TextField()
    at = models.DateTimeField()

    objects = models.Manager()


class Cosignature(models.Model):
    """A witness's word that a checkpoint was consistent with all it had seen. Triggers refuse UPDATE and DELETE."""

    checkpoint = models.ForeignKey(CheckpointNote, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=200)
    line = models.TextField()
    at = models.DateTimeField()

    objects = models.Manager()


class WitnessKey(models.Model):
    """A witness's public key, as it was proposed. Triggers refuse UPDATE and DELETE."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    verifier = models.CharField(max_length=180, unique=True)
    at = models.DateTimeField()

    objects = models.Manager()


class WitnessPin(models.Model):
    """Two people let this key cosign from then on, in place of the one before. Triggers refuse UPDATE and DELETE.

    `request` is what they signed; `mac` authenticates the row with a key that is not in the database.
    """

    key = models.ForeignKey(WitnessKey, on_delete=models.PROTECT, related_name="+")
    request = models.CharField(max_length=9)
    at = models.DateTimeField()
    mac = models.CharField(max_length=64)

    objects = models.Manager()


class Tombstone(models.Model):
    """That a record was erased, and nothing of what it said. Triggers refuse UPDATE and DELETE.

    `readers` are those who could see the record, as `staff:<reference>` and `role:<role>@<establishment>`; `unseen`
    are members of staff for whom it never existed, who stay in the dark.
    """

    ref = models.CharField(max_length=9)
    record_class = models.CharField(max_length=60)
    service = models.CharField(max_length=16)
    on = models.DateField()
    at = models.DateTimeField()
    why = models.CharField(max_length=12)
    readers = models.JSONField(default=list)
    unseen = models.JSONField(default=list)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_class", "ref"], name="ledger_tombstone_once"),
            models.CheckConstraint(
                condition=models.Q(why__in=["review", "time", "early", "with"]), name="ledger_tombstone_why_is_known"
            ),
        ]


class ErasedRow(models.Model):
    """A row that an erasure takes out of its table: what lets it pass the table's guard. Triggers refuse any change."""

    tombstone = models.ForeignKey(Tombstone, on_delete=models.PROTECT, related_name="rows")
    table_name = models.CharField(max_length=63)
    key = models.BigIntegerField()

    objects = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table_name", "key"], name="ledger_erasedrow_once")]
