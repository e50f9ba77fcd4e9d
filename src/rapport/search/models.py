"""What a record is found by, searches that somebody keeps, and searches with a protected word.

An entry follows from its record and lives no longer. A trigger keeps FTS5 in step with the stored tokens (migration
0002).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.access.managers import Ruled
from rapport.ledger.models import Held
from rapport.search import policy
from rapport.search.fields import TokensField
from rapport.search.record_classes import PROTECTED, SAVED


class Entry(models.Model):
    """The tokens of one record. `record_id` is its key in the room of its kind.

    Where it belongs and who made it stand beside them for the wall of the database; the tokens themselves the role that
    serves cannot read on PostgreSQL (`search.proposing`).
    """

    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    tokens = TokensField()
    service_id = models.BigIntegerField()
    establishment_id = models.BigIntegerField()
    made_by = models.BigIntegerField()
    compartment = models.CharField(max_length=9, blank=True)

    unfiltered: ClassVar[models.Manager[Entry]] = models.Manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="search_entry_once")]


class Words(models.Model):
    """FTS5 over the stored tokens: on SQLite only, made by migration 0002."""

    entry = models.OneToOneField(
        Entry, on_delete=models.DO_NOTHING, primary_key=True, db_column="rowid", related_name="+", db_constraint=False
    )

    unfiltered: ClassVar[models.Manager[Words]] = models.Manager()

    class Meta:
        managed = False
        db_table = "search_words"
        verbose_name_plural = "words"


class SavedSearch(Held):
    """A search that somebody keeps for ninety days. It names nobody and bears no protected word."""

    record_class = SAVED

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    words = models.CharField(max_length=200, blank=True)
    facets = models.JSONField(default=dict)
    at = models.DateTimeField()
    ends = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[SavedSearch]] = models.Manager()
    objects: ClassVar[Ruled[SavedSearch]] = Ruled(policy.OWN_SAVED)

    class Meta(Held.Meta):
        verbose_name_plural = "saved searches"
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="search_savedsearch_has_a_name"),
        ]


class ProtectedSearch(Held):
    """A search with a protected word: for which case, why, in which words. The inspector's to read."""

    record_class = PROTECTED

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey("access.Posting", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=200)
    case = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)

    unfiltered: ClassVar[models.Manager[ProtectedSearch]] = models.Manager()
    objects: ClassVar[Ruled[ProtectedSearch]] = Ruled(policy.READ_PROTECTED)

    class Meta(Held.Meta):
        verbose_name_plural = "protected searches"
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(case="") & ~Q(reason=""), name="search_protected_has_case_and_reason"),
        ]
