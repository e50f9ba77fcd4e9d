"""Drafts, and reports as filed with what was added to them and what became of them.

A report, its people, its addenda and its events are never changed once written: triggers refuse it (migration 0002).
What a report says of itself beyond its texts (review dates, dispute, restriction) can change, as it must.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from rapport.access.managers import Ruled
from rapport.ledger.models import Held
from rapport.ledger.references import new_reference
from rapport.reporting import policy
from rapport.reporting.kinds import MOST_LETTERS, NAMED_AS, NO_LONGER_WAITING, TEXTS, About, EventKind
from rapport.reporting.record_classes import DRAFT, NAMED, REPORT
from rapport.reporting.written_to import ProtectedRole, WrittenTo


class Written(Held):
    """What a draft and a report have in common: who wrote it, about when and where, in which words."""

    service = models.ForeignKey("access.PrisonService", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey("access.Posting", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("register.Place", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    about = models.CharField(max_length=8, choices=About.choices, blank=True)
    seen = models.TextField(blank=True)
    told = models.TextField(blank=True)
    view = models.TextField(blank=True)
    unsure = models.CharField(max_length=400, blank=True)
    road = models.CharField(max_length=10, choices=WrittenTo.choices, blank=True)
    protected_role = models.CharField(max_length=10, choices=ProtectedRole.choices, blank=True)
    necessity_asked = models.BooleanField(default=False)

    class Meta(Held.Meta):
        abstract = True


class Draft(Written):
    """A report being written. Its reference becomes the report's.

    `version` counts the savings of its texts; `window` is the browser window that saved last: another one that comes
    with an older version does not overwrite, but is kept beside (`DraftSide`).
    """

    record_class = DRAFT

    happened_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    window = models.CharField(max_length=9, blank=True)
    behalf_of = models.ForeignKey("access.Posting", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    colleague = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Draft]] = models.Manager()
    objects: ClassVar[Ruled[Draft]] = Ruled(policy.READ_DRAFT)

    class Meta(Written.Meta):
        constraints = [
            *Written.Meta.constraints,
            models.CheckConstraint(condition=Q(about__in=["", *About.values]), name="reporting_draft_about_is_known"),
        ]


class DraftPerson(models.Model):
    """Somebody named in a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="named")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")

    unfiltered: ClassVar[models.Manager[DraftPerson]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "person"], name="reporting_draft_names_once")]


class DraftSide(models.Model):
    """What was typed in a second window while the draft changed in another: kept until the writer chooses."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="sides")
    window = models.CharField(max_length=9)
    saved_at = models.DateTimeField()
    seen = models.TextField(blank=True)
    told = models.TextField(blank=True)
    view = models.TextField(blank=True)
    unsure = models.CharField(max_length=400, blank=True)

    unfiltered: ClassVar[models.Manager[DraftSide]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "window"], name="reporting_side_once_per_window")]


class Report(Written):
    """An information report as filed. `told_origin` stands for whoever told it, and says nothing about them."""

    record_class = REPORT

    happened_at = models.DateTimeField()
    filed_at = models.DateTimeField()
    told_origin = models.CharField(max_length=9, blank=True)
    keyed_by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Report]] = models.Manager()
    objects: ClassVar[Ruled[Report]] = Ruled(policy.READ_REPORT)

    class Meta(Written.Meta):
        constraints = [
            *Written.Meta.constraints,
            models.CheckConstraint(condition=Q(about__in=About.values), name="reporting_report_about_is_known"),
            models.CheckConstraint(condition=~Q(seen="", told="", view=""), name="reporting_report_says_something"),
            models.CheckConstraint(
                condition=Q(told="", told_origin="") | (~Q(told="") & ~Q(told_origin="")),
                name="reporting_report_told_has_an_origin",
            ),
            *(
                models.CheckConstraint(
                    condition=LessThanOrEqual(Length(text), MOST_LETTERS), name=f"reporting_report_{text}_not_too_long"
                )
                for text in TEXTS
            ),
        ]
        indexes = [
            models.Index(fields=["establishment", "filed_at"], name="reporting_report_queue"),
            models.Index(fields=["author", "filed_at"], name="reporting_report_own"),
            # Everybody's first page asks which of their reports a colleague keyed: hardly one of thousands.
            models.Index(fields=["author"], condition=Q(keyed_by__isnull=False), name="reporting_report_keyed"),
        ]


class ReportPerson(Held):
    """Somebody named in a report, whom nobody has assessed by it: always *other*, and kept for the shortest time.

    Who somebody is to what was seen or told, an item says. No report accuses anybody, not even in the database.
    """

    record_class = NAMED

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="named")
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=9, default=NAMED_AS, editable=False)

    unfiltered: ClassVar[models.Manager[ReportPerson]] = models.Manager()

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["report", "person"], name="reporting_report_names_once"),
            models.CheckConstraint(condition=Q(category=NAMED_AS), name="reporting_report_accuses_nobody"),
        ]


class ReportSubject(models.Model):
    """A member of staff whom a report is about. They never read it, on whatever road it goes."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")

    unfiltered: ClassVar[models.Manager[ReportSubject]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "staff"], name="reporting_report_subject_once")]


class RoadEvent(models.Model):
    """What became of a report that does not go to the desk: received, answered. `text` is for its author."""

    class Kind(models.TextChoices):
        RECEIVED = "received"
        ANSWERED = "answered"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="road_events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=400, blank=True)

    unfiltered: ClassVar[models.Manager[RoadEvent]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(kind="received"), name="reporting_road_received_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["received", "answered"]), name="reporting_road_event_is_known"
            ),
        ]


class SlipConfirmed(models.Model):
    """Whether what a colleague keyed from somebody's slip is theirs: said by its author, once."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="confirmed")
    at = models.DateTimeField()
    theirs = models.BooleanField()

    unfiltered: ClassVar[models.Manager[SlipConfirmed]] = models.Manager()


class Waiting(models.Model):
    """A report for which the desk has still to do something: what its events say, kept so that a queue need not ask all
    that was ever filed. It follows from the events and is written with them, nowhere else.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="+")
    establishment = models.ForeignKey("access.Establishment", on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[Waiting]] = models.Manager()

    class Meta:
        verbose_name_plural = "waiting"
        indexes = [models.Index(fields=["establishment", "filed_at", "report"], name="reporting_waiting_queue")]

    @classmethod
    def follow(cls, events: Collection[ReportEvent]) -> None:
        """Take up what was filed for the desk, and let go of what is no longer for it to do."""
        done = {one.report_id for one in events if one.kind in NO_LONGER_WAITING}
        cls.unfiltered.bulk_create(
            cls(report=one.report, establishment_id=one.report.establishment_id, filed_at=one.report.filed_at)
            for one in events
            if one.kind == EventKind.FILED and not one.report.road and one.report_id not in done
        )
        if done:
            cls.unfiltered.filter(report__in=done).delete()


class ReportEvents(models.Manager["ReportEvent"]):
    """Events, also many at once, with the queue that follows from them."""

    def bulk_create(self, objs: Iterable[ReportEvent], *args: Any, **kwargs: Any) -> list[ReportEvent]:
        made: list[ReportEvent] = super().bulk_create(objs, *args, **kwargs)
        Waiting.follow(made)
        return made


class ReportEvent(models.Model):
    """Something that became of a report, by the clock of the prison service. `by` is who did it.

    `to` is the officer of the desk to whom it was handed over, `same_as` the report of which it is a duplicate.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    phrase = models.CharField(max_length=40, blank=True)
    question = models.CharField(max_length=400, blank=True)
    to = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    same_as = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    unfiltered: ClassVar[ReportEvents] = ReportEvents()

    class Meta:
        # Every search asks of each report it finds whether it left the desk: answered without opening the events.
        indexes = [models.Index(fields=["report", "kind"], name="reporting_event_of_report")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="reporting_event_kind_is_known"),
            models.CheckConstraint(
                condition=(Q(kind=EventKind.FEEDBACK) & ~Q(phrase="")) | (~Q(kind=EventKind.FEEDBACK) & Q(phrase="")),
                name="reporting_event_feedback_has_a_phrase",
            ),
            models.CheckConstraint(
                condition=Q(kind=EventKind.HANDED, to__isnull=False) | (~Q(kind=EventKind.HANDED) & Q(to__isnull=True)),
                name="reporting_event_handed_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind=EventKind.DUPLICATE, same_as__isnull=False)
                | (~Q(kind=EventKind.DUPLICATE) & Q(same_as__isnull=True)),
                name="reporting_event_duplicate_of_another",
            ),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | ~Q(same_as=F("report")),
                name="reporting_event_not_its_own_duplicate",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        Waiting.follow([self])


class Enclosure(models.Model):
    """That what a report says was put into a compartment: at the desk only those cleared for it read the report.

    Until nothing made of it lies there any more.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=9)
    at = models.DateTimeField()
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Enclosure]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "compartment"],
                condition=Q(ended_at__isnull=True),
                name="reporting_enclosure_once",
            ),
            models.CheckConstraint(condition=~Q(compartment=""), name="reporting_enclosure_in_something"),
        ]


class AuthorRead(models.Model):
    """Up to which event the author has read what became of a report; what came later is marked as new, for them."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="+")
    upto = models.ForeignKey(ReportEvent, on_delete=models.PROTECT, related_name="+")

    unfiltered: ClassVar[models.Manager[AuthorRead]] = models.Manager()


class Addendum(Held):
    """What the author added to a filed report."""

    record_class = REPORT

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="addenda")
    author = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    text = models.TextField()

    unfiltered: ClassVar[models.Manager[Addendum]] = models.Manager()

    class Meta(Held.Meta):
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(text="") & Q(LessThanOrEqual(Length("text"), MOST_LETTERS)),
                name="reporting_addendum_says_something",
            ),
        ]


from rapport.reporting.alarm_records import (  # noqa: E402  records of this room in files of their own
    Alarm,
    AlarmCall,
    AlarmEvent,
    DutyTurn,
    NoticeRecipient,
    NoticeReview,
    UrgentNotice,
)
from rapport.reporting.attachment_records import Attachment  # noqa: E402
from rapport.reporting.correction_records import Acknowledgement  # noqa: E402
from rapport.reporting.passing_records import Passing, PassingAnswer  # noqa: E402

__all__ = [
    "Acknowledgement",
    "Addendum",
    "Alarm",
    "AlarmCall",
    "AlarmEvent",
    "Attachment",
    "AuthorRead",
    "Draft",
    "DraftPerson",
    "DraftSide",
    "DutyTurn",
    "Enclosure",
    "NoticeRecipient",
    "NoticeReview",
    "Passing",
    "PassingAnswer",
    "Report",
    "ReportEvent",
    "ReportPerson",
    "ReportSubject",
    "RoadEvent",
    "SlipConfirmed",
    "UrgentNotice",
    "Waiting",
]
