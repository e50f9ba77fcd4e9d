"""People by what officers know of them. Two records that are judged to be one person are found as one.

Every answer that shows people is entered as a consultation. `people_of` is for rooms above that show people inside an
answer of their own, and enter them with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import QuerySet

from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.language.layouts import retyped
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import answering, record
from rapport.register.kinds import PlaceKind, place_label_in
from rapport.register.models import Person, Placement
from rapport.register.reading import everybody
from rapport.register.rules import initialled, words_of
from rapport.register.same import roots_of
from rapport.register.searching import ranked
from rapport.register.speaking import language_of
from rapport.register.values import PersonValue

CYRILLIC_LANGUAGES = frozenset({"ru", "ky"})
LATIN_ORDER = ("family_name", "initial", "number")


@answering
def people(viewer: Viewer, q: str = "", *, limit: int = 500) -> list[PersonValue]:
    """People whom the viewer may see, by name in either script, nickname, service number or cell, likeliest first.

    Every word of `q` is a word of the name or the beginning of one, the number of the cell, or where few are found a
    slip away from one; where nobody is found, one word may be missing, or the keyboard was set to the other script.
    Without `q`, all in order of name.
    """
    visible = Person.objects.visible_to(viewer)
    words = _searched(viewer, q)
    found = ranked(visible, words, q, limit=limit) if words else list(visible.order_by(*LATIN_ORDER)[:limit])
    if words and not found and (meant := retyped(q)):
        found = ranked(
            visible, _searched(viewer, meant), meant, limit=limit
        )  # with the keyboard set to the other script
    values = values_of(viewer, _as_one(viewer, found))
    if values:
        record(
            viewer, Operation.CONSULTATION, *(one.entry for one in values), reason=because("register.looked_for_people")
        )
    return values


@answering
def person(viewer: Viewer, ref: str) -> PersonValue:
    """One person. Raises `Refused` as for a missing one if the viewer may not see him."""
    one = Person.objects.by_ref(viewer, ref)
    record(viewer, Operation.CONSULTATION, one)
    return values_of(viewer, [one])[0]


@answering
def person_values(viewer: Viewer, refs: Collection[str]) -> list[PersonValue]:
    """The people of these references whom the viewer may see, in order of name."""
    values = values_of(viewer, map(Called._make, _of_refs(viewer, refs=_kept(refs))))
    if values:
        record(viewer, Operation.CONSULTATION, *(one.entry for one in values))
    return values


def people_of(viewer: Viewer, ids: Collection[int]) -> dict[int, PersonValue]:
    """The people of these keys whom the viewer may see. The caller enters them with the answer that shows them."""
    if not ids:
        return {}
    read = everybody(viewer, lambda: {one.id: one for one in values_of(viewer, map(Called._make, _all(viewer)))})
    if read is not None:
        return {key: one for key, one in read.items() if key in ids}
    return {one.id: one for one in values_of(viewer, map(Called._make, _of_keys(viewer, keys=ids)))}


def _in_order(viewer: Viewer) -> QuerySet[Person]:
    return Person.objects.visible_to(viewer).order_by(*LATIN_ORDER)


class Called(NamedTuple):
    """As much of somebody's record as it takes to say who is meant."""

    pk: int
    ref: str
    number: str
    nickname: str
    initial: str
    family_name: str
    initial_cyrillic: str
    family_name_cyrillic: str


@prepared
def _of_keys(viewer: Viewer, *, keys: Collection[int]) -> QuerySet[Person, tuple[Any, ...]]:
    return _in_order(viewer).filter(pk__in=keys).values_list(*Called._fields)


@prepared
def _of_refs(viewer: Viewer, *, refs: Collection[str]) -> QuerySet[Person, tuple[Any, ...]]:
    return _in_order(viewer).filter(ref__in=refs).values_list(*Called._fields)


@prepared
def _all(viewer: Viewer) -> QuerySet[Person, tuple[Any, ...]]:
    return _in_order(viewer).values_list(*Called._fields)


@prepared
def _cells(*, people: Collection[int]) -> QuerySet[Placement, tuple[int, str]]:
    return Placement.unfiltered.filter(person__in=people, ends__isnull=True).values_list("person_id", "cell__number")


def keys_of(viewer: Viewer, refs: Collection[str]) -> dict[str, int]:
    """The keys of those among these references whom the viewer may see. Shows nothing, so enters nothing."""
    return dict(_keys(viewer, refs=_kept(refs))) if refs else {}


@prepared
def _keys(viewer: Viewer, *, refs: Collection[str]) -> QuerySet[Person, tuple[str, int]]:
    return Person.objects.visible_to(viewer).filter(ref__in=refs).values_list("ref", "pk")


def _kept(refs: Collection[str]) -> set[str]:
    """References as they are kept: nothing in them that a database would choke on."""
    return {normalise(ref) for ref in refs}


def _searched(viewer: Viewer, q: str) -> list[str]:
    """The words to look for: "cell 14" means 14."""
    words = words_of(q)
    cell = words_of(place_label_in(PlaceKind.CELL, "", language=language_of(viewer)))
    return [word for word in words if word not in cell] or words


def _as_one(viewer: Viewer, found: Sequence[Person]) -> list[Person]:
    """In place of a record judged to be another's person, that other, where the viewer may see it; each once."""
    roots = roots_of(one.pk for one in found)
    others = {root for key, root in roots.items() if root != key}
    known = {one.pk: one for one in found}
    known |= Person.objects.visible_to(viewer).in_bulk(others - known.keys()) if others - known.keys() else {}
    return list({one.pk: one for one in (known.get(roots[person.pk], person) for person in found)}.values())


def where_of(viewer: Viewer, values: Sequence[PersonValue]) -> list[PersonValue]:
    """The same people, each with the establishment and the wing: for answers from more than one place."""
    ids = [one.id for one in values]
    names = dict(Person.unfiltered.filter(pk__in=ids).values_list("pk", "establishment__name"))
    wings = {
        person: (kind, number)
        for person, *places in Placement.unfiltered.filter(person__in=ids, ends__isnull=True).values_list(
            "person_id", "cell__parent__parent__kind", "cell__parent__parent__number",
            "cell__parent__kind", "cell__parent__number",
        )
        for kind, number in [(places[0] or places[2], places[1] or places[3])]
        if kind
    }  # fmt: skip
    language = language_of(viewer)
    return [
        replace(
            one,
            establishment=names.get(one.id, ""),
            wing=place_label_in(*wings[one.id], language=language) if one.id in wings else "",
        )
        for one in values
    ]


def values_of(viewer: Viewer, found: Iterable[Person | Called]) -> list[PersonValue]:
    """These people as the viewer reads them; who calls has asked whether he may, and enters the look."""
    records = list(found)
    cells = dict(_cells(people=[one.pk for one in records])) if records else {}
    language = language_of(viewer)
    return [
        PersonValue(
            id=one.pk,
            ref=one.ref,
            label=_label(one, language),
            cell=cells.get(one.pk, ""),
            nickname=one.nickname,
            number=one.number,
        )
        for one in records
    ]


def _label(one: Person | Called, language: str) -> str:
    if language in CYRILLIC_LANGUAGES and one.family_name_cyrillic:
        return initialled(one.initial_cyrillic, one.family_name_cyrillic)
    return initialled(one.initial, one.family_name)
