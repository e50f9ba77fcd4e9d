"""From how many people what several items say really comes, without opening who they are.

Three officers who heard it from one prisoner are one origin: `sources` says which references are one teller's, and
opens nothing. What somebody judged to be another report's telling again counts as that report's.
Source: field notes on grading ("corroborated" needs an independent origin).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from rapport.intelligence.choices import Kind
from rapport.intelligence.models import Retelling
from rapport.intelligence.rules import Heard, independent_origins
from rapport.sources.selectors import same_origin_groups, same_origin_groups_each

__all__ = ["Heard", "Part", "counted", "origins_of", "same_origin_groups"]

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
    parts = [list(dict.fromkeys((Part(one.report_ref, one.kind), one.origin) for one in items)) for items in sets]
    first = _first_tellings(list(dict.fromkeys(part for some in parts for part, _ in some)))
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


def _first_tellings(parts: Sequence[Part]) -> Mapping[Part, tuple[Part, str]]:
    """For each part that was judged a telling again: the part and the origin that told it first."""
    earlier: dict[Part, tuple[Part, str]] = {}
    waiting = {part.report_ref for part in parts}
    asked: set[str] = set()
    for _ in range(LONGEST_CHAIN):
        new = waiting - asked
        if not new:
            break
        asked |= new
        for one in Retelling.unfiltered.filter(later__ref__in=new, ended_at__isnull=True).select_related(
            "later", "earlier", "earlier__author"
        ):
            told = one.earlier.author.ref if one.earlier_kind == Kind.SEEN.value else one.earlier.told_origin
            part = Part(one.earlier.ref, one.earlier_kind)
            earlier[Part(one.later.ref, one.later_kind)] = (part, told)
            waiting.add(one.earlier.ref)
    return {part: _root(part, earlier) for part in parts if part in earlier}


def _root(part: Part, earlier: Mapping[Part, tuple[Part, str]]) -> tuple[Part, str]:
    found = earlier[part]
    seen = {part}
    while found[0] in earlier and found[0] not in seen:
        seen.add(found[0])
        found = earlier[found[0]]
    return found
