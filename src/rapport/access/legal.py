"""On which law a record about a person rests: the one named for its purpose when it was made.

Records carry its reference, not its wording: what an administration names later does not change on what rested what was
kept before. The database itself refuses a record that rests on nothing (`resting`).
Source: Directive (EU) 2016/680, articles 4(1)(b), 8 and 10; safeguard 3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise

from rapport.access.algebra import Refused
from rapport.access.models import LegalBasis, PrisonService
from rapport.access.purposes import PURPOSES
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.ledger.models import Held
from rapport.ledger.references import is_reference


@dataclass(frozen=True)
class WhyKept:
    """Why a record is kept, and until when: what its reader is told."""

    purpose: str | Promise
    law: str
    since: date
    review_on: date
    max_until: date
    restricted: bool
    disputed: bool


def basis_of(viewer: Viewer, purpose: str = "") -> str:
    """The legal basis of this purpose, or of the one for which the viewer works: for `Model.held(legal_basis=…)`.

    Raises `Refused("law_not_named")` where the prison service has named none.
    """
    found = _standing(service=viewer.service_id, purpose=purpose or viewer.purpose)
    if not found:
        raise Refused("law_not_named")
    return found[0]


@prepared
def _standing(*, service: int, purpose: str) -> QuerySet[LegalBasis, str]:
    """The reference of the law that stands for this purpose there."""
    named = LegalBasis.unfiltered.filter(service=service, purpose=purpose, replaced_at__isnull=True)
    return named.order_by("pk").values_list("ref", flat=True)[:1]


def why_kept(record: Held) -> WhyKept:
    """Why this record is kept. For selectors that show the record itself."""
    law = next(iter(_laws(ref=record.legal_basis)), "")
    purpose = PURPOSES.get(record.purpose)
    return WhyKept(
        purpose=purpose.label if purpose is not None else record.purpose,
        law=law or ("" if is_reference(record.legal_basis) else record.legal_basis),
        since=record.held_since,
        review_on=record.review_on,
        max_until=record.max_until,
        restricted=record.restricted,
        disputed=record.disputed,
    )


@prepared
def _laws(*, ref: str) -> QuerySet[LegalBasis, str]:
    return LegalBasis.unfiltered.filter(ref=ref).values_list("law", flat=True)


def name_invented_laws(service: PrisonService, *, purposes: Iterable[str] = tuple(PURPOSES)) -> None:
    """A prison service that does not exist rests on an act that does not: named when it is opened."""
    LegalBasis.unfiltered.bulk_create(
        LegalBasis(service=service, purpose=code, law=PURPOSES[code].simulated_law, at=service.now())
        for code in purposes
    )


def unnamed() -> list[tuple[str, str]]:
    """(prison service, purpose) for which no law stands: nothing can be kept for it."""
    named = set(LegalBasis.unfiltered.filter(replaced_at__isnull=True).values_list("service_id", "purpose"))
    return [
        (name, code)
        for pk, name in PrisonService.unfiltered.order_by("pk").values_list("pk", "name")
        for code in PURPOSES
        if (pk, code) not in named
    ]
