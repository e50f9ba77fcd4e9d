"""What a governor may decide, and what a measure may be about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What is decided on a note. All three are decisions."""

    ACT = "act", _("Act")
    ASK_FOR_MORE = "ask_for_more", _("Ask for more")
    NO_ACTION = "no_action", _("No action")


class About(models.TextChoices):
    """A prison is looked at too: a measure may be about the place instead of a person."""

    PERSON = "person", _("A person")
    PLACE = "place", _("The place")


class State(models.TextChoices):
    """Where a decision stands on a day. Never kept: it follows from its dates."""

    IN_FORCE = "in_force", _("In force")
    REVIEW_DUE = "review_due", _("Review due")
    ENDED = "ended", _("Ended")
