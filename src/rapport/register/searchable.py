"""What the register tells the search: whom a word may mean, in either script, inflected, as it sounds.

Only people whom the viewer may see are meant by anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.urls import NoReverseMatch

from rapport.access.statements import Around, prepared
from rapport.access.viewers import Viewer
from rapport.interface.addresses import address
from rapport.register import lookup
from rapport.register.models import Person, PersonKey
from rapport.register.rules import words_of
from rapport.register.selectors import LATIN_ORDER, people_of
from rapport.search.kinds import Named

PERSON_PAGE = "register:person"
SEPARATOR = " "


class People:
    """See `rapport.search.kinds.Entities`."""

    def meant(self, viewer: Viewer, words: Sequence[str], *, most: int) -> Mapping[str, frozenset[int]]:
        """By every key under which the register looks a name up; particles (*уулу*, *kyzy*) mean nobody."""
        looked_up = {word: _keys(word) for word in words if not lookup.is_particle(word.lower())}
        keys = frozenset[str]().union(*looked_up.values())
        bearing: dict[str, set[int]] = defaultdict(set)
        for key, person in _bearing(viewer, keys, most * max(len(words), 1)):
            bearing[key].add(person)
        return {
            word: frozenset(sorted(set[int]().union(*(bearing[key] for key in keys)))[:most])
            for word, keys in looked_up.items()
        }

    def named(self, viewer: Viewer, keys: Collection[int], *, most: int) -> list[Named]:
        """Name, cell, nickname and number, as officers know them."""
        found = people_of(viewer, _first(viewer, most, keys=keys))
        return [
            Named(
                one.id,
                one.ref,
                one.label,
                " · ".join(filter(None, (one.nickname, one.number))),
                _page(one.ref),
                one.entry,
            )
            for one in found.values()
        ]


def _bearing(viewer: Viewer, keys: Collection[str], most: int) -> list[tuple[str, int]]:
    """Each of these keys with visible people who have it, by key and person, at most so many in all."""
    if connection.vendor != "postgresql":
        return _together(viewer, most, keys=keys)
    each = _one_after_the_other(viewer, most, keys=SEPARATOR.join(sorted(keys)))
    return [(key, person) for key, people in sorted(each) for person in people][:most]


@prepared
def _together(viewer: Viewer, most: int, *, keys: Collection[str]) -> QuerySet[PersonKey, tuple[str, int]]:
    rows = PersonKey.objects.visible_to(viewer).filter(key__in=keys).order_by("key", "person_id")
    return rows.values_list("key", "person_id")[:most]


@prepared
def _one_after_the_other(viewer: Viewer, most: int, *, keys: str) -> Around:
    """For several keys PostgreSQL reads all that there are, five thousand for a common name, and then takes the first;
    for one it stops.
    """
    rows = PersonKey.objects.visible_to(viewer).filter(key=RawSQL("asked.key", ())).order_by("person_id")
    asked = f") FROM unnest(string_to_array(%s, '{SEPARATOR}')) asked(key)"
    return Around(rows.values_list("person_id", flat=True)[:most], "SELECT asked.key, ARRAY(", asked, (keys,))


@prepared
def _first(viewer: Viewer, most: int, *, keys: Collection[int]) -> QuerySet[Person, int]:
    found = Person.objects.visible_to(viewer).filter(pk__in=keys).order_by(*LATIN_ORDER)
    return found.values_list("pk", flat=True)[:most]


def _keys(word: str) -> frozenset[str]:
    return frozenset(key for part in words_of(word) for key in lookup.keys_of_word(part))


def _page(ref: str) -> str:
    try:
        return address(PERSON_PAGE, ref)
    except NoReverseMatch:
        return ""
