"""Codes of this room in the reader's words."""

from django import template

from rapport.conference.choices import Outcome, State

register = template.Library()

TONES = {State.IN_FORCE: "good", State.REVIEW_DUE: "warn", State.ENDED: ""}


@register.filter
def outcome(code: str) -> str:
    """What was decided."""
    return str(Outcome(code).label)


@register.filter
def stands(state: State) -> str:
    """Where a decision stands."""
    return str(state.label)


@register.filter
def tone(state: State) -> str:
    """The tone of the tag that says so."""
    return TONES[state]
