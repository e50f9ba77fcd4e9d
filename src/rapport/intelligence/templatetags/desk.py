"""Codes of this room in the reader's words."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapport.intelligence.choices import (
    AnswerKind,
    Category,
    Kind,
    Method,
    Obtained,
    Reach,
    Section,
    ShiftReply,
    StatementKind,
    Whom,
)
from rapport.intelligence.grading import SPOKEN, said_in
from rapport.intelligence.themes import theme as theme_of
from rapport.intelligence.yardstick import yardstick

register = template.Library()

MINUTES_OF_AN_HOUR = 60
HOURS_OF_A_DAY = 24


@register.filter
def said(words: Mapping[str, str]) -> str:
    """Words kept as data, in the language of the page."""
    return said_in(words, get_language() or SPOKEN)


@register.filter
def kind(code: str) -> str:
    """Whose knowledge an item is."""
    return str(Kind(code).label)


@register.filter
def obtained(code: str) -> str:
    """How an item was obtained."""
    return str(Obtained(code).label)


@register.filter
def category(code: str) -> str:
    """Who a person is to an item; the examples of *other* are for those who choose it."""
    return _("other") if code == Category.OTHER.value else str(Category(code).label)


@register.filter
def statement_kind(code: str) -> str:
    """What a sentence of a note is."""
    return str(StatementKind(code).label)


@register.filter
def answer(code: str) -> str:
    """What a governor answered."""
    return str(AnswerKind(code).label)


@register.filter
def likelihood(code: str) -> str:
    """A word for likelihood."""
    return next(said(one.words) for one in yardstick().likelihood if one.code == code)


@register.filter
def confidence(code: str) -> str:
    """How good the evidence is."""
    return next(said(one.words) for one in yardstick().confidence if one.code == code)


@register.filter
def theme(kept_as: str) -> str:
    """A theme that an item was laid under."""
    found = theme_of(kept_as)
    return said(found.words) if found is not None else kept_as.partition("@")[0]


@register.filter
def reply(code: str) -> str:
    """What an officer answered to a question of the shift."""
    return str(ShiftReply(code).label)


@register.filter
def whom(code: str) -> str:
    """Who is asked."""
    return str(Whom(code).label)


@register.filter
def method(code: str) -> str:
    """What whoever is asked may do."""
    return str(Method(code).label)


@register.filter
def section(code: str) -> str:
    """A part of the briefing."""
    return str(Section(code).label)


@register.filter
def reach(code: str) -> str:
    """How far an item goes unasked."""
    return str(Reach(code).label)


@register.filter
def duration(minutes: int) -> str:
    """A time as one says it: "38 min", "5 h", "2 days"."""
    if minutes < MINUTES_OF_AN_HOUR:
        return _("%(count)d min") % {"count": minutes}
    hours = minutes // MINUTES_OF_AN_HOUR
    if hours < 2 * HOURS_OF_A_DAY:
        return _("%(count)d h") % {"count": hours}
    return _("%(count)d d") % {"count": hours // HOURS_OF_A_DAY}
