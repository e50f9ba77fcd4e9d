"""What two people allowed a desk, or are asked to: to its head, its desk, and whoever may sign."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import get_language

from rapport.access import approvals
from rapport.access.algebra import Refused
from rapport.access.viewers import Viewer
from rapport.intelligence import policy
from rapport.intelligence.asked_values import ChoiceValue, OrganisationValue, SchemeValue
from rapport.intelligence.assembling import scheme_of
from rapport.intelligence.grading import SPOKEN, said_in, schemes
from rapport.intelligence.models import Organisation, SchemeChoice
from rapport.intelligence.services.allowed import ORGANISATION, SCHEME
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.services import record

MOST = 50


@transaction.atomic
def scheme_choices(viewer: Viewer) -> list[SchemeValue]:
    """Every scheme there is, which one the viewer's prison grades by, and what waits for signatures."""
    policy.SEE_SCHEME.require_acting(viewer)
    if viewer.establishment_id is None:
        raise Refused("establishment")
    mine = SchemeChoice.objects.visible_to(viewer).filter(establishment_id=viewer.establishment_id)
    waits = {one.scheme: _choice(one) for one in mine.filter(chosen_at__isnull=True).order_by("pk")}
    in_use = scheme_of(viewer.establishment_id).id
    return [
        SchemeValue(
            one.id, said_in(one.name, get_language() or SPOKEN), one.origin, one.id == in_use, waits.get(one.id)
        )
        for one in schemes().values()
    ]


def scheme_choice(viewer: Viewer, ref: str) -> SchemeValue:
    """One choice that was asked for, for whoever signs. Raises `Refused` as for a missing one."""
    one = SchemeChoice.objects.by_ref(viewer, ref)
    named = schemes()[one.scheme]
    in_use = scheme_of(one.establishment_id).id == one.scheme
    return SchemeValue(named.id, said_in(named.name, get_language() or SPOKEN), named.origin, in_use, _choice(one))


def _choice(one: SchemeChoice) -> ChoiceValue:
    asked = approvals.standing_request(SCHEME, one)
    if asked is not None and approvals.declined(asked) is not None:
        asked = None  # the head may ask anew
    ready = asked is not None and approvals.judgement(asked, on=wall_now()).released
    return ChoiceValue(one.ref, ready, asked.ref if asked is not None else "")


@transaction.atomic
def organisations(viewer: Viewer) -> list[OrganisationValue]:
    """The names that were asked for and are not in use yet, for the desk of the prison."""
    waits = Organisation.objects.visible_to(viewer).filter(allowed_at__isnull=True).select_related("by")
    return _entered(viewer, list(waits.order_by("label", "pk")[:MOST]))


@transaction.atomic
def organisation(viewer: Viewer, ref: str) -> OrganisationValue:
    """One of them, for whoever signs. Raises `Refused` as for a missing one."""
    return _entered(viewer, [Organisation.objects.by_ref(viewer, ref, "by")])[0]


def _entered(viewer: Viewer, found: list[Organisation]) -> list[OrganisationValue]:
    if found:
        record(viewer, Operation.CONSULTATION, *found, reason=because("intelligence.organisations_looked_at"))
    values = []
    for one in found:
        asked = approvals.standing_request(ORGANISATION, one)
        ready = asked is not None and approvals.judgement(asked, on=wall_now()).released
        values.append(
            OrganisationValue(
                ref=one.ref,
                label=one.label,
                cites=one.cites,
                reason=one.reason,
                by_label=one.by.name,
                at=one.at,
                review_on=one.review_on,
                allowed=one.allowed_at is not None,
                ready=ready,
                request=asked.ref if asked is not None else "",
                declined=asked is not None and approvals.declined(asked) is not None,
            )
        )
    return values
