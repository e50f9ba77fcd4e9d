"""What of this room goes with a record, and what stands against its erasure: a legal hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.apps import apps
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from rapport.access.algebra import holds, same_service
from rapport.access.keeping import Doomed, Kept
from rapport.access.roles import Role
from rapport.ledger.models import Held
from rapport.oversight.models import Hold, ReviewMade

KEPT = [
    Kept(
        "oversight.earlyerasure",
        _("Request to erase early"),
        frozenset({Role.INSPECTOR}),
        same_service() & holds(Role.INSPECTOR),
        url_name="oversight:early",
    )
]


def reach(record_class: str, keys: Collection[int]) -> Iterator[tuple[type[Model], list[int]]]:
    """Reviews and holds of a record go with it: their reasons may say what it said."""
    model = apps.get_model(record_class)
    if not issubclass(model, Held):
        return
    refs = list(model._base_manager.filter(pk__in=keys).values_list("ref", flat=True))
    for about in (ReviewMade, Hold):
        found = about.unfiltered.filter(record_class=record_class, record_ref__in=refs)
        yield about, list(found.values_list("pk", flat=True))


def blocks(doomed: Doomed, on: date) -> Iterator[str]:
    """A hold that is neither lifted nor over, on anything that would go."""
    of_any = Q()
    for record_class, refs in doomed.refs().items():
        of_any |= Q(record_class=record_class, record_ref__in=list(refs))
    if of_any and Hold.unfiltered.filter(of_any, lifted_at__isnull=True, until__gte=on).exists():
        yield "hold"
