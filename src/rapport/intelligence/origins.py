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
from rapport.sources.selectors import same_origin_groups

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
    parts = list(dict.fromkeys((Part(one.report_ref, one.kind), one.origin) for one in items))
    first = _first_tellings([part for part, _ in parts])
    roots = {(part, origin): first.get(part, (part, origin))[1] for part, origin in parts}
    known = sorted({root for root in roots.values() if root})
    same = {ref: min(group) for group in same_origin_groups(known) for ref in group}
    return {key: same.get(root, root) for key, root in roots.items()}


def counted(items: Iterable[Told]) -> int:
    """How many independent origins stand behind these items.

    An origin nobody knows may be any of the others: it adds nothing, and counts as one only where it stands alone.
    """
    return independent_origins(Origin(origin) for origin in origins_of(items).values())


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
