"""Collation: what somebody judged to belong together, and what they took back.

Links, ties to places, groups and events, and tellings of the same thing are judgements kept with their reasons.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rapport.access.managers import Ruled
from rapport.intelligence import policy
from rapport.intelligence.choices import Kind
from rapport.intelligence.models.items import Item
from rapport.intelligence.record_classes import EVENT, GROUP, LINK, RETELLING, TIE
from rapport.ledger.models import Held


class Link(Held):
    """Somebody's judgement that these items belong together through one person whom they all name."""

    record_class = LINK

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    items = models.ManyToManyField(Item, related_name="links")
    reason = models.CharField(max_length=300)
    compartment = models.CharField(max_length=9, blank=True)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Link]] = models.Manager()
    objects: ClassVar[Ruled[Link]] = Ruled(policy.READ_LINK)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(reason=""), name="intelligence_link_has_a_reason"),
        ]


class Group(Held):
    """Some people who act together, under a label that a unit gave it. It holds items, never a list of members."""

    record_class = GROUP

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Group]] = models.Manager()
    objects: ClassVar[Ruled[Group]] = Ruled(policy.READ_GROUP)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(label="") & ~Q(reason=""), name="intelligence_group_says_why"),
            models.UniqueConstraint(fields=["establishment", "label"], name="intelligence_group_label_once"),
        ]


class Event(Held):
    """Something that happened or will, at which several items point: a fight, a hunger strike, a visit."""

    record_class = EVENT

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60)
    on = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Event]] = models.Manager()
    objects: ClassVar[Ruled[Event]] = Ruled(policy.READ_GROUP)

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(label="") & ~Q(reason=""), name="intelligence_event_says_why"),
            models.UniqueConstraint(fields=["establishment", "label", "on"], name="intelligence_event_label_once"),
        ]


class Tie(Held):
    """An item laid to a place, a group or an event by somebody: suggested from the text or not, never by itself."""

    record_class = TIE

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="ties")
    place = models.ForeignKey("register.Place", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="ties", null=True, blank=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="ties", null=True, blank=True)
    passage = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Tie]] = models.Manager()

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(place__isnull=False, group__isnull=True, event__isnull=True)
                | Q(place__isnull=True, group__isnull=False, event__isnull=True)
                | Q(place__isnull=True, group__isnull=True, event__isnull=False),
                name="intelligence_tie_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="intelligence_tie_ended_by_somebody",
            ),
            *(
                models.UniqueConstraint(
                    fields=["item", to], condition=Q(ended_at__isnull=True), name=f"intelligence_tie_{to}_once"
                )
                for to in ("place", "group", "event")
            ),
        ]


class Retelling(Held):
    """Somebody's judgement that what one report says is what another said before: one telling, and so one origin.

    Kept with its reason; when it is taken back, that is kept too.
    """

    record_class = RETELLING

    later = models.ForeignKey("reporting.Report", on_delete=models.PROTECT, related_name="+")
    later_kind = models.CharField(max_length=4, choices=Kind.choices)
    earlier = models.ForeignKey("reporting.Report", on_delete=models.PROTECT, related_name="+")
    earlier_kind = models.CharField(max_length=4, choices=Kind.choices)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    unfiltered: ClassVar[models.Manager[Retelling]] = models.Manager()

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(later=F("earlier")), name="intelligence_retelling_of_another_report"),
            models.CheckConstraint(condition=~Q(reason=""), name="intelligence_retelling_has_a_reason"),
            models.CheckConstraint(
                condition=Q(later_kind__in=Kind.values) & Q(earlier_kind__in=Kind.values),
                name="intelligence_retelling_kinds_known",
            ),
            models.UniqueConstraint(
                fields=["later", "later_kind"], condition=Q(ended_at__isnull=True), name="intelligence_retelling_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="intelligence_retelling_ends_for_a_reason",
            ),
        ]
