"""Kinds of place, and how a place is called.

A place has no name of its own: it is a kind and a number, so that every reader reads it in their own language.
Protected kinds are places whose talk never enters intelligence (safeguard 12).
"""

from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy


class PlaceKind(models.TextChoices):
    """What a place is for."""

    WING = "wing", _("Wing")
    LANDING = "landing", _("Landing")
    CELL = "cell", _("Cell")
    YARD = "yard", _("Yard")
    WORKSHOP = "workshop", _("Workshop")
    CANTEEN = "canteen", _("Canteen")
    EDUCATION = "education", pgettext_lazy("place in a prison", "Education")
    VISITS = "visits", pgettext_lazy("place in a prison", "Visits")
    LEGAL_VISIT = "legal_visit", _("Legal visits")
    WORSHIP = "worship", _("Place of worship")
    HEALTH = "health", _("Health care")
    COMPLAINTS = "complaints", _("Complaints office")


PROTECTED_KINDS = frozenset(
    kind.value for kind in (PlaceKind.LEGAL_VISIT, PlaceKind.WORSHIP, PlaceKind.HEALTH, PlaceKind.COMPLAINTS)
)
"""Where privileged contact, worship, care and complaints happen: reports from there are not taken as intelligence."""


def place_label(kind: str, number: str) -> str | Promise:
    """What a place of this kind and number is called ("Workshop 2"), in the language of whoever reads it."""
    name = PlaceKind(kind).label
    return format_lazy("{name} {number}", name=name, number=number) if number else name


@lru_cache(maxsize=256)
def kind_named(text: str) -> str:
    """The kind of place that is called so in any of the languages that pages speak; empty where none is."""
    plain = text.strip().casefold()
    for language, _name in settings.LANGUAGES:
        with override(language):
            for kind in PlaceKind:
                if plain in (kind.value, str(kind.label).casefold()):
                    return kind.value
    return ""


@lru_cache(maxsize=4_096)
def place_label_in(kind: str, number: str, *, language: str) -> str:
    """The same, as a plain text in this language."""
    with override(language):
        return str(place_label(kind, number))
