"""Codes of this room in the reader's words."""

from collections.abc import Callable, Mapping

from django import template
from django.db.models import TextChoices
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
from rapport.intelligence.forms.evaluation import AXIS_LABELS
from rapport.intelligence.grading import SPOKEN, said_in
from rapport.intelligence.rules import A_DAY, AN_HOUR
from rapport.intelligence.themes import theme as theme_of
from rapport.intelligence.yardstick import yardstick

register = template.Library()

LABELS: dict[str, type[TextChoices]] = {
    "kind": Kind,
    "obtained": Obtained,
    "statement_kind": StatementKind,
    "answer": AnswerKind,
    "reply": ShiftReply,
    "whom": Whom,
    "method": Method,
    "section": Section,
    "reach": Reach,
}
"""Filter → the codes that it says in words."""


def _label_of(choices: type[TextChoices]) -> Callable[[str], str]:
    return lambda code: str(choices(code).label)


for _name, _choices in LABELS.items():
    register.filter(_name, _label_of(_choices))


@register.filter
def axis(name: str) -> str:
    """An axis of a grade."""
    return str(AXIS_LABELS[name])


@register.filter
def said(words: Mapping[str, str]) -> str:
    """Words kept as data, in the language of the page."""
    return said_in(words, get_language() or SPOKEN)


@register.filter
def category(code: str) -> str:
    """Who a person is to an item; the examples of *other* are for those who choose it."""
    return _("other") if code == Category.OTHER.value else str(Category(code).label)


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
def duration(minutes: int) -> str:
    """A time as one says it: "38 min", "5 h", "2 days"."""
    if minutes < AN_HOUR:
        return _("%(count)d min") % {"count": minutes}
    if minutes < 2 * A_DAY:
        return _("%(count)d h") % {"count": minutes // AN_HOUR}
    return _("%(count)d d") % {"count": minutes // A_DAY}
