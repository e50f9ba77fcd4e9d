"""The establishments of one's own prison service that a posting reaches, by region.

Who may: whoever is posted there (policy.READ_ESTABLISHMENT).
"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.access.models import Establishment
from rapport.access.viewers import Viewer


@dataclass(frozen=True)
class EstablishmentValue:
    """A prison, colony or remand centre, and the region that answers for it; empty where there is none."""

    id: int
    ref: str
    name: str
    region: str


def establishments(viewer: Viewer) -> list[EstablishmentValue]:
    """Those that the viewer's posting reaches, by region and name."""
    found = Establishment.objects.visible_to(viewer).select_related("region").order_by("region__name", "name")
    return [_value(one) for one in found]


def establishment(viewer: Viewer, ref: str) -> EstablishmentValue:
    """One of them. Raises `Refused` as for a missing one if the posting does not reach it."""
    return _value(Establishment.objects.by_ref(viewer, ref, "region"))


def _value(one: Establishment) -> EstablishmentValue:
    return EstablishmentValue(one.pk, one.ref, one.name, one.region.name if one.region is not None else "")
