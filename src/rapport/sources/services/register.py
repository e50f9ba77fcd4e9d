"""The register of sources: a pseudonym, who looks after their welfare and until when they may be asked for anything.

Who may: source custodians (policy.READ_SOURCE).
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from rapport.access.algebra import Refused
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import new_reference
from rapport.ledger.services import record
from rapport.sources import matching, policy
from rapport.sources.models import Origin, Source, SourceEvent
from rapport.sources.rules import same_teller
from rapport.sources.services.sealing import PURPOSE

WELFARE = timedelta(days=28)
"""How long a source goes at most without somebody asking after them. Assumed: a service states its own."""
MOST_AUTHORISED = timedelta(days=90)
Kind = SourceEvent.Kind


class NotKept(ValueError):
    """A date or an origin that the register does not take. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def enter_source(viewer: Viewer, origin_ref: str) -> str:
    """Enter whoever is behind an origin under a new pseudonym; returns the source's reference.

    The same for an origin without a name: the register does not know. Whoever is in it already stays one entry.
    Raises `Refused`, `NotKept` if the key of comparison is not here.
    """
    policy.CUSTODIAN.require_acting(viewer)
    origin = Origin.objects.by_ref(viewer, origin_ref)
    marks = matching.read(origin.marks, ref=origin.ref)
    if marks is None:
        raise NotKept("no_matching_key")
    for known in Source.objects.visible_to(viewer).filter(ended_at__isnull=True):
        theirs = matching.read(known.marks, ref=known.ref)
        if theirs is not None and same_teller(theirs, marks):
            return known.ref
    ref, today = new_reference(), viewer.now().date()
    held = Source.held(on=today, purpose=PURPOSE, legal_basis=basis_of(viewer, PURPOSE))
    source = Source(
        **{**held, "review_on": today + WELFARE},
        ref=ref,
        service_id=origin.service_id,
        establishment_id=origin.establishment_id,
        pseudonym=new_reference().replace("-", "")[:5],
        marks=matching.close(marks, ref=ref),
        entered_by_id=viewer.staff_id,
    )
    source.save(force_insert=True)
    _happened(viewer, source, Kind.ENTERED)
    record(viewer, Operation.COLLECTION, source, origin, reason=because("sources.source_entered"))
    return ref


@transaction.atomic
def looked_after(viewer: Viewer, ref: str, *, next_on: date) -> None:
    """A custodian asked after this source; and again on `next_on`. Raises `NotKept` for a day past or too far."""
    source = _locked(viewer, ref)
    today = viewer.now().date()
    if not today < next_on <= today + MOST_AUTHORISED:
        raise NotKept("welfare_day")
    Source.unfiltered.filter(pk=source.pk).update(review_on=next_on)
    _happened(viewer, source, Kind.WELFARE, until=next_on)
    record(viewer, Operation.ALTERATION, source, reason=because("sources.source_looked_after"))


@transaction.atomic
def authorise(viewer: Viewer, ref: str, *, until: date) -> None:
    """Let this source be asked for something until a day, at most ninety away. Raises `NotKept`."""
    source = _locked(viewer, ref)
    today = viewer.now().date()
    if not today < until <= today + MOST_AUTHORISED:
        raise NotKept("authorised_day")
    Source.unfiltered.filter(pk=source.pk).update(authorised_until=until)
    _happened(viewer, source, Kind.AUTHORISED, until=until)
    record(viewer, Operation.ALTERATION, source, reason=because("sources.source_authorised"))


@transaction.atomic
def end_source(viewer: Viewer, ref: str) -> None:
    """The source is one no longer. Ending again changes nothing."""
    source = _locked(viewer, ref)
    Source.unfiltered.filter(pk=source.pk).update(ended_at=viewer.now(), authorised_until=None)
    _happened(viewer, source, Kind.ENDED)
    record(viewer, Operation.ALTERATION, source, reason=because("sources.source_ended"))


def _locked(viewer: Viewer, ref: str) -> Source:
    seen = Source.objects.by_ref(viewer, ref)
    source = Source.unfiltered.select_for_update().get(pk=seen.pk)
    if source.ended_at is not None:
        raise Refused("sources.ended", source)
    return source


def _happened(viewer: Viewer, source: Source, kind: Kind, *, until: date | None = None) -> None:
    SourceEvent.unfiltered.create(source=source, kind=kind, at=viewer.now(), by_id=viewer.staff_id, until=until)
