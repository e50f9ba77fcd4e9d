"""The words of this room: what a report is about, and what can become of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TEXTS = ("seen", "told", "view")
"""What the author saw or heard, what the author was told, what the author thinks: never one text."""

MOST_LETTERS = 4_000
"""The longest text of a filed report."""

MOST_LETTERS_IN_DRAFT = 20_000
"""A draft takes more than may be filed, so that nothing typed is lost while it is being shortened."""

NAMED_AS = "other"
"""Who everybody is whom a report names, until an item says otherwise: a name in a report is no accusation."""


class About(models.TextChoices):
    """Why somebody writes. Neither is the usual one."""

    WORRY = "worry", _("Something worries me")
    GOOD = "good", _("Good news")


class EventKind(models.TextChoices):
    """What can become of a report. Where it stands follows from these, in their order."""

    FILED = "filed", pgettext_lazy("what became of a report", "Filed")
    TAKEN = "taken", _("Being read at the intelligence desk")
    HANDED = "handed", _("Another officer of the desk reads it now")
    LET_GO = "let_go", _("Back in the queue of the desk")
    RETURNED = "returned", _("The desk asks for more")
    ADDED = "added", _("You added to it")
    EVALUATED = "evaluated", _("Graded, and compared with other reports")
    CLOSED = "closed", pgettext_lazy("what became of a report", "Closed")
    DUPLICATE = "duplicate", _("The desk had it already: kept beside what it has")
    ELSEWHERE = "elsewhere", _("Not for intelligence: passed to those it is for")
    PROSECUTOR = "prosecutor", _("Passed on for the prosecutor, and kept unchanged as evidence")
    OUTSIDE = "outside", _("Passed to the body outside the prison that takes complaints of ill-treatment")
    INTEGRITY = "integrity", _("Passed to the integrity officer, outside the prison")
    FEEDBACK = "feedback", _("The desk says")


NO_LONGER_WAITING = (
    EventKind.EVALUATED,
    EventKind.CLOSED,
    EventKind.DUPLICATE,
    EventKind.ELSEWHERE,
    EventKind.PROSECUTOR,
    EventKind.OUTSIDE,
    EventKind.INTEGRITY,
)
"""After one of these a report is off the queue."""

LEFT_THE_PRISON = (EventKind.OUTSIDE.value, EventKind.INTEGRITY.value)
"""After one of these a report exists for nobody inside but its author, nor does anything that was made of it."""

DAYS_TO_HEAR = 7
"""Every author hears within a week what became of a report, or is asked for more."""

HOURS_TO_WAIT = 24
"""A report is evaluated within a day of its filing, or of what its author added to answer a question."""


class PassedTo(models.TextChoices):
    """For whom a report is that is not for intelligence, and by when they answer."""

    WELFARE = "welfare", _("Welfare: somebody needs care, a talk, a visit")
    MAINTENANCE = "maintenance", _("Maintenance: something is broken or missing")
    PROSECUTOR = "prosecutor", _("A crime: to the prosecutor, the evidence preserved")
    OUTSIDE = "outside", _("Force, threat or punishment: to the body outside the prison")
    INTEGRITY = "integrity", _("It is about staff: to the integrity officer, outside the prison")


HOURS_TO_ANSWER = {
    PassedTo.WELFARE: 24,
    PassedTo.MAINTENANCE: 72,
    PassedTo.PROSECUTOR: 24,
    PassedTo.OUTSIDE: 24,
    PassedTo.INTEGRITY: 24,
}
"""Assumed periods, by road: a live service states its own."""

EVENT_OF_PASSING = {
    PassedTo.WELFARE: EventKind.ELSEWHERE,
    PassedTo.MAINTENANCE: EventKind.ELSEWHERE,
    PassedTo.PROSECUTOR: EventKind.PROSECUTOR,
    PassedTo.OUTSIDE: EventKind.OUTSIDE,
    PassedTo.INTEGRITY: EventKind.INTEGRITY,
}
"""What the author sees of each road."""

ROAD_AFTER = {EventKind.OUTSIDE.value: "complaints", EventKind.INTEGRITY.value: "integrity"}
"""On which road (`WrittenTo`) a report is once the desk sent it on: the one it would have been filed on."""
