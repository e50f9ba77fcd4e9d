"""Codes of this room as sentences for the person who has to mend something."""

from django.utils.translation import gettext_lazy as _

from rapport.conference.errors import Undecided

SENTENCES = {
    "choose": _("Choose one."),
    "say": _("Write something here."),
    "too_long": _("This is too long. Say it in fewer words."),
    "past": _("This day is over. Choose today or a later day."),
    "before_review": _("A decision ends on the day of its review or later."),
    "too_far": _("A decision ends within 90 days. It can be renewed with reasons."),
    "act_needs_a_measure": _("To act is to do something: write at least one measure."),
    "only_act_takes_measures": _("Measures go with an act. Leave them empty, or decide to act."),
    "too_many": _("Six measures at most."),
    "not_in_note": _("Choose somebody whom the note names. Nobody else can be restricted on its ground."),
    "before_start": _("A measure ends on the day it starts or later."),
    "outlives_decision": _("A measure ends with its decision at the latest."),
    "ended_before": _("This decision has ended already."),
    "day": _("Write a day."),
}


def sentence(undecided: Undecided) -> str:
    """What to tell the person who has to mend it."""
    return str(SENTENCES[undecided.code])
