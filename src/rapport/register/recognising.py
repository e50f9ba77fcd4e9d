"""Whom a few typed words mean, if they mean one person only: for comparing tellers without showing anybody.

Shows nothing, so enters nothing: an entry would say whom somebody had just named in secret (see `rapport.sources`).
"""

from __future__ import annotations

from functools import cache

from django.conf import settings

from rapport.access.viewers import Viewer
from rapport.language import names
from rapport.register.kinds import PlaceKind, place_label_in
from rapport.register.models import Person, Placement
from rapport.register.rules import folded, words_of
from rapport.register.searching import ranked

FEW = 6


def the_one_meant(viewer: Viewer, text: str) -> str:
    """The reference of the one person, of those whom the viewer may see, whose name, nickname, number or cell this is.

    "" where it is nobody's or may be several people's.
    """
    words = [word for word in words_of(text) if word not in _words_for_cell()]
    if not words:
        return ""
    text = text if len(words) == len(words_of(text)) else " ".join(words)
    found = ranked(Person.objects.visible_to(viewer), words, text, limit=FEW)
    cells = dict(
        Placement.unfiltered.filter(person__in=found, ends__isnull=True).values_list("person_id", "cell__number")
    )
    meant = [one for one in found if _is_meant(one, text, cells.get(one.pk, ""))]
    return meant[0].ref if len(meant) == 1 else ""


def _is_meant(one: Person, text: str, cell: str) -> bool:
    latin = one.given_names or f"{one.initial}."
    cyrillic = one.given_names_cyrillic or f"{one.initial_cyrillic}."
    written = [f"{one.family_name} {latin}"]
    written += [f"{one.family_name_cyrillic} {cyrillic}"] if one.family_name_cyrillic else []
    said = folded(text).strip()
    plain = {folded(other) for other in (one.nickname, one.number, cell) if other}
    return said in plain or any(names.compare(text, name).same for name in written)


@cache
def _words_for_cell() -> frozenset[str]:
    """*Cell*, in every language of the house: "cell 14" means 14."""
    languages = (language for language, _name in settings.LANGUAGES)
    return frozenset(word for one in languages for word in words_of(place_label_in(PlaceKind.CELL, "", language=one)))
