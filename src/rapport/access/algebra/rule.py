"""Rules and how they combine.

A rule is kept in negation normal form: `~` is pushed down to the claims as soon as it is written, so that no
database ever sees NOT around something that may be NULL. Each rule compiles to two filters: the records for which it
is certain (YES) and those for which it is possible (YES or UNKNOWN); the second is needed under "there is none".
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q

from rapport.access.algebra.refusal import Refused
from rapport.access.algebra.truth import Truth

if TYPE_CHECKING:
    from rapport.access.viewer import Viewer

NONE = Q(pk__in=())
"""No record. An empty `Q()` would vanish when combined; this stays."""
ALL = ~NONE
"""Every record."""


def all_of(parts: Iterable[Q]) -> Q:
    """The records of all of these. Where one of them is `NONE` the others are neither built nor asked."""
    telling = []
    for part in parts:
        if part is NONE:
            return NONE
        if part is not ALL:
            telling.append(part)
    return reduce(and_, telling) if telling else ALL


def any_of(parts: Iterable[Q]) -> Q:
    """The records of any of these. Where one of them is `ALL` the others are neither built nor asked."""
    telling = []
    for part in parts:
        if part is ALL:
            return ALL
        if part is not NONE:
            telling.append(part)
    return reduce(or_, telling) if telling else NONE


class Rule(ABC):
    """Who may read a record, or act on it. Combine with `&`, `|` and `~`; name a part with `.named("code")`."""

    def __and__(self, other: Rule) -> Rule:
        return Both(_parts(self, Both) + _parts(other, Both))

    def __or__(self, other: Rule) -> Rule:
        return Either(_parts(self, Either) + _parts(other, Either))

    def __invert__(self) -> Rule:
        return self.opposite()

    def named(self, code: str) -> Rule:
        """The same rule, refusing with this code instead of those of its parts."""
        return Named(self, code)

    def filter(self, viewer: Viewer) -> Q:
        """The records that the rule allows, as a filter: those for which it is certain."""
        return self.certain(viewer)

    def allows(self, viewer: Viewer, record: Any) -> bool:
        """Whether the rule allows this viewer this record: UNKNOWN refuses."""
        return self.decide(viewer, record) is Truth.YES

    def require(self, viewer: Viewer, record: Any) -> None:
        """Raise `Refused` unless the rule allows the viewer to act on a record that the viewer may see."""
        if not self.allows(viewer, record):
            raise Refused(self.explain(viewer, record), *_about(record))

    def require_sight(self, viewer: Viewer, record: Any) -> None:
        """Raise a `Refused` that looks like a missing record unless the rule allows the viewer to see it."""
        if not self.allows(viewer, record):
            raise Refused(self.explain(viewer, record), *_about(record), exists=False)

    def require_acting(self, viewer: Viewer) -> None:
        """Raise `Refused` unless the rule allows the act itself, where there is no record yet."""
        self.require(viewer, None)

    def explain(self, viewer: Viewer, record: Any) -> str:
        """Why not, as a code: the first missing condition, alternatives joined by "|"; "" where nothing is missing."""
        return "|".join(dict.fromkeys(self.missing(viewer, record)))

    @abstractmethod
    def decide(self, viewer: Viewer, record: Any) -> Truth:
        """The rule's truth for one record; `None` stands for no record, of which everything is unknown."""

    @abstractmethod
    def certain(self, viewer: Viewer) -> Q:
        """The records for which the rule is YES."""

    @abstractmethod
    def possible(self, viewer: Viewer) -> Q:
        """The records for which the rule is YES or UNKNOWN."""

    @abstractmethod
    def opposite(self) -> Rule:
        """The negation, pushed down to the claims."""

    @abstractmethod
    def missing(self, viewer: Viewer, record: Any) -> Iterator[str]:
        """The codes of what is missing."""

    @abstractmethod
    def complaints(self, model: type[Model]) -> Iterator[str]:
        """What is wrong with the rule for this model: a path that does not exist or that holds many values."""


class Claim(ABC):
    """One thing said about a viewer and a record. Its three filters share out all records between them."""

    code: str

    @abstractmethod
    def decide(self, viewer: Viewer, record: Any) -> Truth:
        """Whether it is so."""

    @abstractmethod
    def yes(self, viewer: Viewer) -> Q:
        """The records of which it is so."""

    @abstractmethod
    def no(self, viewer: Viewer) -> Q:
        """The records of which it is known not to be so."""

    @abstractmethod
    def unknown(self, viewer: Viewer) -> Q:
        """The records that do not say."""

    def maybe(self, viewer: Viewer) -> Q:
        """The records of which it is so, or which do not say."""
        return any_of((self.yes(viewer), self.unknown(viewer)))

    def maybe_not(self, viewer: Viewer) -> Q:
        """The records of which it is not so, or which do not say."""
        return any_of((self.no(viewer), self.unknown(viewer)))

    @abstractmethod
    def complaints(self, model: type[Model]) -> Iterator[str]:
        """See `Rule.complaints`."""


def claim(one: Claim) -> Rule:
    """A rule of one claim."""
    return Literal(one)


@dataclass(frozen=True)
class Literal(Rule):
    """A claim, or its negation."""

    claim: Claim
    stands: bool = True

    def decide(self, viewer: Viewer, record: Any) -> Truth:
        truth = self.claim.decide(viewer, record)
        return truth if self.stands else ~truth

    def certain(self, viewer: Viewer) -> Q:
        return self.claim.yes(viewer) if self.stands else self.claim.no(viewer)

    def possible(self, viewer: Viewer) -> Q:
        return self.claim.maybe(viewer) if self.stands else self.claim.maybe_not(viewer)

    def opposite(self) -> Rule:
        return replace(self, stands=not self.stands)

    def missing(self, viewer: Viewer, record: Any) -> Iterator[str]:
        truth = self.decide(viewer, record)
        if truth is Truth.UNKNOWN:
            yield f"unknown.{self.claim.code}"
        elif truth is Truth.NO:
            yield self.claim.code if self.stands else f"not.{self.claim.code}"

    def complaints(self, model: type[Model]) -> Iterator[str]:
        return self.claim.complaints(model)


@dataclass(frozen=True)
class Both(Rule):
    """All parts."""

    parts: tuple[Rule, ...]

    def decide(self, viewer: Viewer, record: Any) -> Truth:
        truth = Truth.YES
        for part in self.parts:
            truth &= part.decide(viewer, record)
            if truth is Truth.NO:
                break
        return truth

    def certain(self, viewer: Viewer) -> Q:
        return all_of(part.certain(viewer) for part in self.parts)

    def possible(self, viewer: Viewer) -> Q:
        return all_of(part.possible(viewer) for part in self.parts)

    def opposite(self) -> Rule:
        return Either(tuple(~part for part in self.parts))

    def missing(self, viewer: Viewer, record: Any) -> Iterator[str]:
        for part in self.parts:
            if not part.allows(viewer, record):
                yield from part.missing(viewer, record)
                return

    def complaints(self, model: type[Model]) -> Iterator[str]:
        for part in self.parts:
            yield from part.complaints(model)


@dataclass(frozen=True)
class Either(Rule):
    """At least one part."""

    parts: tuple[Rule, ...]

    def decide(self, viewer: Viewer, record: Any) -> Truth:
        truth = Truth.NO
        for part in self.parts:
            truth |= part.decide(viewer, record)
            if truth is Truth.YES:
                break
        return truth

    def certain(self, viewer: Viewer) -> Q:
        return any_of(part.certain(viewer) for part in self.parts)

    def possible(self, viewer: Viewer) -> Q:
        return any_of(part.possible(viewer) for part in self.parts)

    def opposite(self) -> Rule:
        return Both(tuple(~part for part in self.parts))

    def missing(self, viewer: Viewer, record: Any) -> Iterator[str]:
        if not self.allows(viewer, record):
            for part in self.parts:
                yield from part.missing(viewer, record)

    def complaints(self, model: type[Model]) -> Iterator[str]:
        for part in self.parts:
            yield from part.complaints(model)


@dataclass(frozen=True)
class Named(Rule):
    """A rule with a code of its own."""

    rule: Rule
    code: str

    def decide(self, viewer: Viewer, record: Any) -> Truth:
        return self.rule.decide(viewer, record)

    def certain(self, viewer: Viewer) -> Q:
        return self.rule.certain(viewer)

    def possible(self, viewer: Viewer) -> Q:
        return self.rule.possible(viewer)

    def opposite(self) -> Rule:
        return Named(~self.rule, self.code.removeprefix("not.") if self.code.startswith("not.") else f"not.{self.code}")

    def missing(self, viewer: Viewer, record: Any) -> Iterator[str]:
        if not self.allows(viewer, record):
            yield self.code

    def complaints(self, model: type[Model]) -> Iterator[str]:
        return self.rule.complaints(model)


def _parts(rule: Rule, kind: type[Both] | type[Either]) -> tuple[Rule, ...]:
    """A chain of one connective is one rule with many parts: refusals then name its parts in order."""
    return rule.parts if isinstance(rule, kind) else (rule,)


def _about(record: Any) -> tuple[Any, ...]:
    return (record,) if getattr(record, "ref", None) else ()
