"""Claims about many: is there one among the records that point here?

    subject = exists("reporting.Subject.report", matches("staff_id", "subject", lambda viewer: viewer.staff_id))

Always a subquery, never a join: a join would answer one record several times, and under `~` would ask whether some
row does not match instead of whether none does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from rapport.access.algebra.paths import complaints, follow
from rapport.access.algebra.rule import ALL, NONE, Claim, Rule, all_of, any_of, claim
from rapport.access.algebra.truth import Truth

if TYPE_CHECKING:
    from rapport.access.viewer import Viewer


def exists(relation: str, where: Rule, *, on: str = "pk", code: str = "") -> Rule:
    """There is a record of `relation` ("room.Model.field"), pointing to `on` of this one, for which `where` holds.

    YES if it holds for one; NO if for each it is known not to hold, so also where there is none; else UNKNOWN.
    Where `on` itself is NULL it is UNKNOWN.
    """
    return claim(Some(relation, where, on, code or relation.split(".")[1].lower()))


@dataclass(frozen=True)
class Some(Claim):
    """See `exists`."""

    relation: str
    where: Rule
    on: str
    code: str

    def decide(self, viewer: Viewer, record: Any) -> Truth:
        target = follow(record, self.on)
        if target is None:
            return Truth.UNKNOWN
        truth = Truth.NO
        for one in self._rows().filter(**{self._field: target}):
            truth |= self.where.decide(viewer, one)
            if truth is Truth.YES:
                break
        return truth

    def yes(self, viewer: Viewer) -> Q:
        return self._among(self.where.certain(viewer))

    def no(self, viewer: Viewer) -> Q:
        return all_of((self._said(), self._not_among(self.where.possible(viewer))))

    def unknown(self, viewer: Viewer) -> Q:
        possible, certain = self.where.possible(viewer), self.where.certain(viewer)
        return any_of((all_of((self._among(possible), self._not_among(certain))), self._unsaid()))

    def maybe(self, viewer: Viewer) -> Q:
        return any_of((self._among(self.where.possible(viewer)), self._unsaid()))

    def maybe_not(self, viewer: Viewer) -> Q:
        return any_of((self._not_among(self.where.certain(viewer)), self._unsaid()))

    def complaints(self, model: type[Model]) -> Iterator[str]:
        yield from complaints(model, self.on)
        try:
            related = self._model()
            related._meta.get_field(self._field)
        except (LookupError, ValueError, FieldDoesNotExist) as error:
            yield f"exists({self.relation!r}): {error}"
            return
        yield from complaints(related, self._field)
        yield from self.where.complaints(related)

    @property
    def _field(self) -> str:
        return self.relation.rsplit(".", 1)[1]

    def _model(self) -> type[Model]:
        return apps.get_model(self.relation.rsplit(".", 1)[0])

    def _rows(self) -> QuerySet[Model]:
        return self._model()._base_manager.get_queryset()

    def _among(self, wanted: Q) -> Q:
        return NONE if wanted is NONE else Q(self._exists(wanted))

    def _not_among(self, wanted: Q) -> Q:
        return ALL if wanted is NONE else Q(~self._exists(wanted))

    def _exists(self, wanted: Q) -> Exists:
        here = Q((self._field, OuterRef(self.on)))
        return Exists(self._rows().filter(here if wanted is ALL else here & wanted))

    def _said(self) -> Q:
        return ALL if self.on == "pk" else Q((f"{self.on}__isnull", False))

    def _unsaid(self) -> Q:
        return NONE if self.on == "pk" else Q((f"{self.on}__isnull", True))
