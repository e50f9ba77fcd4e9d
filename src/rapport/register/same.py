"""Records that are judged to be of one person: whom a record stands for, and which records stand for the same one.

Private to the room: keys in, keys out. A judgement points from the other record to the one that is kept; judgements
may stand on each other's shoulders, so that the last one kept is the person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import models

from rapport.access.statements import prepared
from rapport.register.models import SamePerson


def roots_of(ids: Iterable[int]) -> dict[int, int]:
    """Each key with that of the record under which its person is read: its own where nobody judged otherwise."""
    roots = {key: key for key in ids}
    asked = set(roots)
    while asked:
        kept = dict(_kept_of(others=asked))
        roots = {key: kept.get(root, root) for key, root in roots.items()}
        asked = set(kept.values())
    return roots


def family_of(key: int) -> set[int]:
    """The keys of all records that are judged to be of this one's person, its own among them."""
    found = {roots_of([key])[key]}
    new = set(found)
    while new:
        new = set(_others_of(kept=new)) - found
        found |= new
    return found


def families_of(keys: Iterable[int]) -> dict[int, frozenset[int]]:
    """The same for each of these records: as many questions as the longest chain of judgements has links."""
    asked = set(keys)
    family = {key: {key} for key in asked}
    new = asked
    while new:
        pairs = _judged(keys=new)
        new = {key for pair in pairs for key in pair} - family.keys()
        for kept, other in pairs:
            together = family.get(kept, {kept}) | family.get(other, {other})
            family |= dict.fromkeys(together, together)
    return {key: frozenset(family[key]) for key in asked}


@prepared
def _judged(*, keys: Collection[int]) -> models.QuerySet[SamePerson, tuple[int, int]]:
    either = models.Q(kept__in=keys) | models.Q(other__in=keys)
    return _standing().filter(either).values_list("kept_id", "other_id")


@prepared
def _kept_of(*, others: Collection[int]) -> models.QuerySet[SamePerson, tuple[int, int]]:
    return _standing().filter(other__in=others).values_list("other_id", "kept_id")


@prepared
def _others_of(*, kept: Collection[int]) -> models.QuerySet[SamePerson, int]:
    return _standing().filter(kept__in=kept).values_list("other_id", flat=True)


def _standing() -> models.QuerySet[SamePerson]:
    return SamePerson.unfiltered.filter(ended_at__isnull=True)
