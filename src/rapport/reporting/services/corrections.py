"""Acknowledging what changed since something was handed to one.

Who may: whoever it was handed to, each for themselves. What is kept is that they read it; what changed follows from
dated events, and a later change is to be read again.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from rapport.access import copies
from rapport.access.algebra import Refused
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record
from rapport.reporting.models import Acknowledgement


@transaction.atomic
def acknowledge(viewer: Viewer, record_class: str, ref: str, *, changes: Collection[str]) -> int:
    """Say that one read these changes of a copy; returns how many were new. Saying so again changes nothing.

    `changes` are the keys that stood on the page: what came meanwhile stays to be read. Raises `Refused`, as for what
    does not exist, where nothing of the kind was handed to the viewer.
    """
    wanted = (record_class, normalise(ref))
    mine = [one for one in copies.received(viewer) if one.entry == wanted]
    shown = [each for one in mine for each in one.changes if each.key in changes]
    if not shown:
        raise Refused("no_such_record", exists=False)
    held = Acknowledgement.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer))
    before = set(
        Acknowledgement.objects.visible_to(viewer)
        .filter(copy_class=wanted[0], copy_ref=wanted[1])
        .values_list("change", flat=True)
    )
    made = [
        Acknowledgement.unfiltered.create(
            **held,
            service_id=viewer.service_id,
            copy_class=wanted[0],
            copy_ref=wanted[1],
            change=each.key,
            by_id=viewer.staff_id,
            at=viewer.now(),
        )
        for each in shown
        if each.key not in before
    ]
    if made:
        record(viewer, Operation.COLLECTION, *made, wanted, reason=because("reporting.correction_acknowledged"))
    return len(made)
