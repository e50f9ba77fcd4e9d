"""The claims from which rules are built.

A path names a field of the record, or of a record that it points to ("report__author_id"). What is NULL there is
UNKNOWN. Many values (people named in a report) are never a path: see `exists`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q

from rapport.access.algebra.paths import complaints, follow
from rapport.access.algebra.rule import ALL, NONE, Claim, Rule, claim
from rapport.access.algebra.truth import Truth
from rapport.access.stand_ins import besides, in_order, only

if TYPE_CHECKING:
    from rapport.access.viewer import Viewer


def same_service(path: str = "service_id") -> Rule:
    """The record belongs to the prison service in which the viewer is posted."""
    return claim(Among(path, "service", lambda viewer: only(viewer.service_id)))


def same_establishment(path: str = "establishment_id") -> Rule:
    """The record belongs to an establishment that the posting reaches: its own, or all of its region or service."""
    return claim(Among(path, "establishment", lambda viewer: viewer.establishments))


def author(path: str = "author_id") -> Rule:
    """The viewer made the record."""
    return claim(Among(path, "author", lambda viewer: only(viewer.staff_id)))


def cleared_for(path: str) -> Rule:
    """The record's compartment is among those of the viewer's posting."""
    return claim(Among(path, "compartment", lambda viewer: viewer.compartments))


def open_to(path: str = "compartment") -> Rule:
    """The record is in no compartment, or in one for which the viewer is cleared."""
    return claim(Among(path, "compartment", lambda viewer: besides(viewer.compartments, "")))


def matches(path: str, code: str, of: Callable[[Viewer], Any]) -> Rule:
    """The record's value is the one that the viewer has; a viewer without one makes it UNKNOWN."""

    def values(viewer: Viewer) -> frozenset[Any] | None:
        value = of(viewer)
        return None if value is None else only(value)

    return claim(Among(path, code, values))


def among(path: str, code: str, of: Callable[[Viewer], frozenset[Any]]) -> Rule:
    """The record's value is one of those that the viewer has."""
    return claim(Among(path, code, of))


def says(path: str, *values: Any) -> Rule:
    """The record's value is one of these."""
    wanted = frozenset(values)
    return claim(Among(path, path, lambda _viewer: wanted))


def known(path: str) -> Rule:
    """The record says something there. The one claim about a field that is never UNKNOWN."""
    return claim(Known(path))


def begun(path: str) -> Rule:
    """The moment written there has come, by the clock of the viewer's prison service."""
    return claim(Begun(path))


def holds(role: str) -> Rule:
    """The viewer is posted in this role."""
    return claim(OfViewer(f"role.{role}", lambda viewer: role in viewer.roles))


def acting_for(purpose: str) -> Rule:
    """The viewer works for this purpose."""
    return claim(OfViewer(f"purpose.{purpose}", lambda viewer: viewer.purpose == purpose))


@dataclass(frozen=True)
class Among(Claim):
    """The record's value is among the viewer's; `None` for the viewer's makes it UNKNOWN for every record."""

    path: str
    code: str
    values: Callable[[Viewer], frozenset[Any] | None]

    def decide(self, viewer: Viewer, record: Any) -> Truth:
        value, values = follow(record, self.path), self.values(viewer)
        if value is None or values is None:
            return Truth.UNKNOWN
        return Truth.of(value in values)

    def yes(self, viewer: Viewer) -> Q:
        values = self.values(viewer)
        return NONE if values is None else self._among(values)

    def no(self, viewer: Viewer) -> Q:
        values = self.values(viewer)
        return NONE if values is None else Q((f"{self.path}__isnull", False)) & ~self._among(values)

    def unknown(self, viewer: Viewer) -> Q:
        return ALL if self.values(viewer) is None else Q((f"{self.path}__isnull", True))

    def complaints(self, model: type[Model]) -> Iterator[str]:
        return complaints(model, self.path)

    def _among(self, values: frozenset[Any]) -> Q:
        return Q((f"{self.path}__in", in_order(values)))


@dataclass(frozen=True)
class Begun(Claim):
    """See `begun`."""

    path: str
    code: str = "begun"

    def decide(self, viewer: Viewer, record: Any) -> Truth:
        moment = follow(record, self.path)
        return Truth.UNKNOWN if moment is None else Truth.of(moment <= viewer.now())

    def yes(self, viewer: Viewer) -> Q:
        return Q((f"{self.path}__lte", viewer.now()))

    def no(self, viewer: Viewer) -> Q:
        return Q((f"{self.path}__gt", viewer.now()))

    def unknown(self, viewer: Viewer) -> Q:  # noqa: ARG002
        return Q((f"{self.path}__isnull", True))

    def complaints(self, model: type[Model]) -> Iterator[str]:
        return complaints(model, self.path)


@dataclass(frozen=True)
class Known(Claim):
    """See `known`. Without a record nothing is known."""

    path: str

    @property
    def code(self) -> str:  # type: ignore[override]
        return f"known.{self.path}"

    def decide(self, viewer: Viewer, record: Any) -> Truth:  # noqa: ARG002
        return Truth.of(follow(record, self.path) is not None)

    def yes(self, viewer: Viewer) -> Q:  # noqa: ARG002
        return Q((f"{self.path}__isnull", False))

    def no(self, viewer: Viewer) -> Q:  # noqa: ARG002
        return Q((f"{self.path}__isnull", True))

    def unknown(self, viewer: Viewer) -> Q:  # noqa: ARG002
        return NONE

    def complaints(self, model: type[Model]) -> Iterator[str]:
        return complaints(model, self.path)


@dataclass(frozen=True)
class OfViewer(Claim):
    """Something about the viewer alone."""

    code: str
    holds: Callable[[Viewer], bool]

    def decide(self, viewer: Viewer, record: Any) -> Truth:  # noqa: ARG002
        return Truth.of(self.holds(viewer))

    def yes(self, viewer: Viewer) -> Q:
        return ALL if self.holds(viewer) else NONE

    def no(self, viewer: Viewer) -> Q:
        return NONE if self.holds(viewer) else ALL

    def unknown(self, viewer: Viewer) -> Q:  # noqa: ARG002
        return NONE

    def complaints(self, model: type[Model]) -> Iterator[str]:  # noqa: ARG002
        return iter(())
