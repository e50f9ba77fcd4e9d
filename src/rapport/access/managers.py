"""Managers that answer only to a viewer.

unfiltered: ClassVar[models.Manager[Report]] = models.Manager()   # first, so Django's own; private to its room
objects: ClassVar[Ruled[Report]] = Ruled(READ_REPORT)
"""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.core import checks
from django.db import models

from rapport.access.algebra import Refused, Rule
from rapport.access.viewer import Viewer
from rapport.ledger.references import is_reference, normalise

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class Unruled(RuntimeError):
    """Records were asked for without saying who asks."""


class Ruled(models.Manager[M_co]):
    """The records that a rule lets a viewer see, and no other way to them."""

    def __init__(self, rule: Rule) -> None:
        super().__init__()
        self.rule = rule

    def get_queryset(self) -> NoReturn:
        """Refuses: `all`, `filter`, `get`, `count` and all others come through here."""
        raise Unruled(f"{self.model._meta.label}.objects answers only through visible_to(viewer)")

    def visible_to(self, viewer: Viewer) -> models.QuerySet[M_co]:
        """The records that this viewer may see."""
        return models.QuerySet(self.model, using=self._db).filter(self.rule.filter(viewer))

    def by_ref(self, viewer: Viewer, ref: str, *related: str) -> M_co:
        """The one record of this reference, with its `related` records fetched too.

        Raises `Refused` in the same words whether there is none or the viewer may not see it; the ledger then keeps
        which reference was asked for, unless what was typed cannot be one.
        """
        kept = normalise(ref)
        found = self.visible_to(viewer).filter(ref=kept).select_related(*related).first()
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
