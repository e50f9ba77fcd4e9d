"""Who answers for what is sealed: the custodians. An origin goes with its report, and can go before it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.access.algebra import holds, same_establishment, same_service
from rapport.access.keeping import Kept
from rapport.access.roles import Role
from rapport.sources import policy
from rapport.sources.models import Origin, SealedDraft

CUSTODIANS = frozenset({Role.CUSTODIAN})
REVIEW = same_service() & same_establishment() & holds(Role.CUSTODIAN)


def custodians(one: Any) -> tuple[set[str], set[str]]:
    """The custodians of the establishment."""
    return {f"role:custodian@{one.establishment.ref}"}, set()


def askers(one: Any) -> tuple[set[str], set[str]]:
    """Whoever may ask about an origin."""
    return {f"role:{role}@{one.establishment.ref}" for role in ("intelligence", "governor", "custodian")}, set()


KEPT = [
    Kept("sources.origin", _("Sealed origin"), CUSTODIANS, REVIEW, url_name="sources:origin", readers=askers),
    Kept(
        "sources.source",
        _("Source"),
        CUSTODIANS,
        policy.READ_SOURCE,
        url_name="sources:source",
        readers=custodians,
        ends=("authorised_until", _("authorisation ends")),
    ),
    Kept("sources.opening", _("Opening of an origin"), CUSTODIANS, REVIEW, url_name="sources:opening"),
]


def rows_of_origins(refs: Collection[str]) -> tuple[type[Origin], list[int]]:
    """The sealed origins of these references: for the room whose reports bear them."""
    return Origin, list(Origin.unfiltered.filter(ref__in=[ref for ref in refs if ref]).values_list("pk", flat=True))


def rows_of_drafts(refs: Collection[str]) -> tuple[type[SealedDraft], list[int]]:
    """The sealed parts of these drafts."""
    return SealedDraft, list(SealedDraft.unfiltered.filter(ref__in=refs).values_list("pk", flat=True))
