"""Managers that answer only to a viewer.

unfiltered: ClassVar[models.Manager[Report]] = models.Manager()   # first, so Django's own; private to its room
objects: ClassVar[Ruled[Report]] = Ruled(READ_REPORT)
"""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.core import checks
from django.db import models

from rapport.access.algebra import Refused, Rule
from rapport.access.alike import StandingIn
from rapport.access.stand_ins import looked_at
from rapport.access.statements import prepared
from rapport.access.viewer import Viewer
from rapport.ledger.clock import looks_taken
from rapport.ledger.references import is_reference, normalise

MOST_KEPT = 500
"""Viewers whose filters a manager remembers."""

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class Unruled(RuntimeError):
    """Records were asked for without saying who asks."""


class Ruled(models.Manager[M_co]):
    """The records that a rule lets a viewer see, and no other way to them."""

    def __init__(self, rule: Rule) -> None:
        super().__init__()
        self.rule = rule
        self._kept: dict[tuple[type[models.Model], int, Viewer], models.QuerySet[M_co]] = {}

    def get_queryset(self) -> NoReturn:
        """Refuses: `all`, `filter`, `get`, `count` and all others come through here."""
        raise Unruled(f"{self.model._meta.label}.objects answers only through visible_to(viewer)")

    def visible_to(self, viewer: Viewer) -> models.QuerySet[M_co]:
        """The records that this viewer may see.

        A rule says the same to the same viewer, so its filter is put together once; unless it looked at the wall's
        clock, which was right only then. The records themselves are asked for each time.
        """
        known = self._kept.get((self.model, id(self.rule), viewer))
        if known is not None:
            return known.all()
        looks = looks_taken(), looked_at()
        found: models.QuerySet[M_co] = models.QuerySet(self.model, using=self._db).filter(self.rule.filter(viewer))
        if (looks_taken(), looked_at()) == looks and not isinstance(viewer, StandingIn):
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[self.model, id(self.rule), viewer] = found.all()
        return found

    def by_ref(self, viewer: Viewer, ref: str, *related: str) -> M_co:
        """The one record of this reference, with its `related` records fetched too.

        Raises `Refused` in the same words whether there is none or the viewer may not see it; the ledger then keeps
        which reference was asked for, unless what was typed cannot be one.
        """
        kept = normalise(ref)
        found: M_co | None = next(iter(_of_ref(self, viewer, related, ref=kept)), None)
        if found is None:
            about = [(self.model._meta.label_lower, kept)] if is_reference(kept) else []
            raise Refused("no_such_record", *about, exists=False)
        return found

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Django's system check: every path of the rule exists on the model and holds one value."""
        complaints = [
            checks.Error(complaint, obj=self, id="access.E001") for complaint in self.rule.complaints(self.model)
        ]
        return [*super().check(**kwargs), *complaints]


@prepared
def _of_ref(ruled: Ruled[Any], viewer: Viewer, related: tuple[str, ...], *, ref: str) -> models.QuerySet[Any]:
    return ruled.visible_to(viewer).filter(ref=ref).select_related(*related)
