"""Keeping the index of names: who is found under which key, and which keys are one letter apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.db import connection
from django.db.models import Model

from rapport.register import lookup
from rapport.register.models import Person, PersonKey, SlippedKey
from rapport.register.searching import forms_of, other_names_of

AT_ONCE = 900
T = TypeVar("T")


def index(people: Sequence[Person]) -> None:
    """Enter people who are in the index under nothing yet, with the other names by which they are known."""
    others = other_names_of(person.pk for person in people)
    rows = [
        (person.pk, key, person.service_id, person.establishment_id)
        for person in people
        for key in sorted(lookup.keys_of_person((*forms_of(person), *others.get(person.pk, ())), person.number))
    ]
    _enter_slips({key for _, key, *_ in rows})
    _insert(PersonKey, ("person_id", "key", "service_id", "establishment_id"), rows)


def remove(people: Iterable[Person]) -> None:
    """Take people out of the index, and with them every key that nobody bears any more."""
    for some in _pieces(people):
        theirs = PersonKey.unfiltered.filter(person__in=[one.pk for one in some])
        keys = set(theirs.values_list("key", flat=True))
        theirs.delete()
        for part in _pieces(sorted(keys)):
            borne = PersonKey.unfiltered.filter(key__in=part).values_list("key", flat=True)
            SlippedKey.unfiltered.filter(key__in=set(part) - set(borne)).delete()


def _enter_slips(keys: set[str]) -> None:
    """Of keys that nobody bore before, what they become with a letter left out."""
    known: set[str] = set()
    for part in _pieces(sorted(keys)):
        known.update(SlippedKey.unfiltered.filter(key__in=part).values_list("key", flat=True))
    new = sorted(keys - known)
    _insert(SlippedKey, ("key", "slip"), [(key, slip) for key in new for slip in sorted(lookup.without_a_letter(key))])


def _insert(kind: type[Model], columns: Sequence[str], rows: Sequence[tuple[int | str, ...]]) -> None:
    """Rows that may be there already, by the hundred thousand: four times as fast as making a record of each."""
    quoted, each = ", ".join(map(connection.ops.quote_name, columns)), ", ".join(["%s"] * len(columns))
    table = connection.ops.quote_name(kind._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({each}) ON CONFLICT DO NOTHING", rows)  # noqa: S608


def _pieces(things: Iterable[T]) -> Iterator[list[T]]:
    left = iter(things)
    while piece := list(islice(left, AT_ONCE)):
        yield piece
