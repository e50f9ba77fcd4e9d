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


class About(models.TextChoices):
    """Why somebody writes. Neither is the usual one."""

    WORRY = "worry", _("Something worries me")
    GOOD = "good", _("Good news")


class EventKind(models.TextChoices):
    """What can become of a report. Where it stands follows from these, in their order."""

    FILED = "filed", pgettext_lazy("what became of a report", "Filed")
    TAKEN = "taken", _("Being read at the intelligence desk")
    RETURNED = "returned", _("The desk asks for more")
    ADDED = "added", _("You added to it")
    EVALUATED = "evaluated", _("Graded, and compared with other reports")
    CLOSED = "closed", pgettext_lazy("what became of a report", "Closed")
    ELSEWHERE = "elsewhere", _("Not for intelligence: passed to those it is for")
    FEEDBACK = "feedback", _("The desk says")


NO_LONGER_WAITING = (EventKind.EVALUATED, EventKind.CLOSED, EventKind.ELSEWHERE)
"""After one of these a report is off the queue."""
