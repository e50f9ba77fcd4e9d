"""What codes of this room are called on its pages."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from rapport.register.planning import Finding
from rapport.register.wording import COLUMN_WORDS, OUTCOMES, ROW_SENTENCES

register = template.Library()


@register.filter
def column(means: str) -> str | Promise:
    """What a column is called."""
    return COLUMN_WORDS[means]


@register.filter
def outcome(code: str) -> str | Promise:
    """What becomes of a row."""
    return OUTCOMES[code]


@register.filter
def wrong(finding: Finding) -> str | Promise:
    """What is wrong with a row."""
    return ROW_SENTENCES[finding.code]
