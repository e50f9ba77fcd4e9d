"""Codes of this room as sentences for the person who has to mend something."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rapport.register.rules import NotRegistered

SENTENCES = {
    "choose": _("Choose one."),
    "say": _("Write something here."),
    "day": _("Write a day."),
    "no_reason": _("Say why, in a sentence."),
    "reason_too_long": _("This is too long. Say it in at most 300 letters."),
    "name_too_long": _("This name is too long. Write at most 80 letters."),
    "no_name": _("Write the name."),
    "no_family_name": _("Write the family name."),
    "unknown_kind": _("Choose one."),
    "one_person_twice": _("This is the same record. Choose another person."),
    "already_one": _("These two records are judged to be one person already."),
    "two_establishments": _("The two are held in different establishments. Nothing can be said of both here yet."),
    "review_out_of_bounds": _("Choose a later day than today, within 180 days and the time this may be kept."),
    "ended": _("This has ended already."),
    "ends_in_the_past": _("This day is over. Choose today or a later day."),
    "no_such_cell": _("Choose a cell of this establishment."),
}
PROTECTED_WORD = _(
    "“{word}” names what people believe, where they come from, their politics or their health. "
    "The register does not keep that. Say what was done, without it."
)


def sentence(refusal: NotRegistered) -> str:
    """What to tell the person who has to mend it."""
    if refusal.code == "protected_word":
        return str(format_lazy(PROTECTED_WORD, word=refusal.about[:40]))
    return str(SENTENCES[refusal.code])
