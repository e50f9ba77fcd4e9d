"""From how many people what several items say really comes, without opening who they are.

Three officers who heard it from one prisoner are one origin: `sources` says which references are one teller's, and
opens nothing. What somebody judged to be another report's telling again counts as that report's.
Source: field notes on grading ("corroborated" needs an independent origin).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from django.db.models import Q, QuerySet

from rapport.access.statements import prepared
from rapport.intelligence.choices import Kind
from rapport.intelligence.models import Retelling
from rapport.intelligence.rules import Heard, independent_origins
from rapport.sources.selectors import same_origin_groups, same_origin_groups_each

__all__ = ["Heard", "Part", "counted", "origins_of", "same_origin_groups"]

STANDING = Q(ended_at__isnull=True)
"""Judgements that nobody took back."""

LONGEST_CHAIN = 8
"""Retellings of retellings that are followed: a longer chain is somebody's mistake, and ends."""


class Part(NamedTuple):
    """What one report says of one kind: the part of it that has one origin."""

    report_ref: str
    kind: str


class Origin(NamedTuple):
    """An origin by itself."""

    origin: str


class Told(Protocol):
    """An item, as far as its origin goes."""

    @property
    def report_ref(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def origin(self) -> str: ...


def origins_of(items: Iterable[Told]) -> dict[tuple[Part, str], str]:
    """For each part and its reference, one reference for all that is of the same origin; "" where nobody knows."""
    return origins_of_each([items])[0]


def origins_of_each(sets: Iterable[Iterable[Told]]) -> list[dict[tuple[Part, str], str]]:
    """The same for each of these sets of items by itself, in as many questions as for one."""
    return _origins_of_each(sets, STANDING)


def _origins_of_each(sets: Iterable[Iterable[Told]], standing: Q) -> list[dict[tuple[Part, str], str]]:
    parts = [list(dict.fromkeys((Part(one.report_ref, one.kind), one.origin) for one in items)) for items in sets]
    first = _first_tellings(list(dict.fromkeys(part for some in parts for part, _ in some)), standing)
    roots = [{(part, origin): first.get(part, (part, origin))[1] for part, origin in some} for some in parts]
    groups = same_origin_groups_each([sorted({root for root in some.values() if root}) for some in roots])
    same = [{ref: min(group) for group in of_one for ref in group} for of_one in groups]
    return [{key: alike.get(root, root) for key, root in some.items()} for some, alike in zip(roots, same, strict=True)]


def counted(items: Iterable[Told]) -> int:
    """How many independent origins stand behind these items.

    An origin nobody knows may be any of the others: it adds nothing, and counts as one only where it stands alone.
    """
    return counted_each([items])[0]


def counted_each(sets: Iterable[Iterable[Told]]) -> list[int]:
    """The same for each of these sets of items by itself, in as many questions as for one."""
    return [independent_origins(Origin(one) for one in found.values()) for found in origins_of_each(sets)]


class Turn(NamedTuple):
    """That what stands behind some items was judged anew: how many origins they had, how many they have, since when."""

    before: int
    now: int
    at: datetime
    key: int


def judged_since(sets: Sequence[Sequence[Told]], moments: Sequence[datetime]) -> list[Turn | None]:
    """For each of these sets of items: whether a judgement of one telling changed its origins since a moment."""
    touched = _judgements({one.report_ref for items in sets for one in items})
    found: list[Turn | None] = []
    for items, since in zip(sets, moments, strict=True):
        mine = {one.report_ref for one in items}
        later = [one for one in touched if not mine.isdisjoint(one.reports) and one.at > since]
        if not later:
            found.append(None)
            continue
        last = max(later, key=lambda one: (one.at, one.key))
        before, now = _counted_at(items, since), counted(items)
        found.append(Turn(before, now, last.at, last.key))
    return found


class _Judgement(NamedTuple):
    reports: frozenset[str]
    at: datetime
    key: int


def _judgements(refs: Collection[str]) -> list[_Judgement]:
    """Every judgement about one of these reports, and every taking back of one."""
    about = Q(later__ref__in=refs) | Q(earlier__ref__in=refs)
    found = []
    for key, later, earlier, at, ended in Retelling.unfiltered.filter(about).values_list(
        "pk", "later__ref", "earlier__ref", "at", "ended_at"
    ):
        found += [_Judgement(frozenset({later, earlier}), when, key) for when in (at, ended) if when is not None]
    return found


def _counted_at(items: Iterable[Told], moment: datetime) -> int:
    """How many independent origins stood behind these items at a moment."""
    standing = Q(at__lte=moment) & (Q(ended_at__isnull=True) | Q(ended_at__gt=moment))
    return independent_origins(Origin(one) for one in _origins_of_each([items], standing)[0].values())


def _first_tellings(parts: Sequence[Part], standing: Q) -> Mapping[Part, tuple[Part, str]]:
    """For each part that was judged a telling again: the part and the origin that told it first."""
    earlier: dict[Part, tuple[Part, str]] = {}
    waiting = {part.report_ref for part in parts}
    asked: set[str] = set()
    for _ in range(LONGEST_CHAIN):
        new = waiting - asked
        if not new:
            break
        asked |= new
        judged = _told_again().filter(standing, later__ref__in=new)
        for one in _standing_before(later=new) if standing is STANDING else judged:
            told = one.earlier.author.ref if one.earlier_kind == Kind.SEEN.value else one.earlier.told_origin
            part = Part(one.earlier.ref, one.earlier_kind)
            earlier[Part(one.later.ref, one.later_kind)] = (part, told)
            waiting.add(one.earlier.ref)
    return {part: _root(part, earlier) for part in parts if part in earlier}


@prepared
def _standing_before(*, later: Collection[str]) -> QuerySet[Retelling]:
    """What these reports are judged to tell again."""
    return _told_again().filter(STANDING, later__ref__in=later)


def _told_again() -> QuerySet[Retelling]:
    return Retelling.unfiltered.select_related("later", "earlier", "earlier__author")


def _root(part: Part, earlier: Mapping[Part, tuple[Part, str]]) -> tuple[Part, str]:
    found = earlier[part]
    seen = {part}
    while found[0] in earlier and found[0] not in seen:
        seen.add(found[0])
        found = earlier[found[0]]
    return found
