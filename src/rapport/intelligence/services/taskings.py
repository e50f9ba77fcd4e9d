"""Taskings: from a requirement somebody is asked, by stated means, within limits, until a day. They end by themselves.

Who may: the desk of the prison (policy.TASK). A source is asked only through its custodian, only to tell what is heard
anyway, and never beyond the day until which it is authorised: `sources` answers yes or no, and shows nobody.
Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015), on human sources; safeguard 10.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.intelligence import policy, rules
from rapport.intelligence.choices import METHODS_OF, Ended, Whom
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.models import Requirement, Tasking, TaskingEnd
from rapport.intelligence.services.requirements import require_nameless
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import is_reference, normalise
from rapport.ledger.services import record
from rapport.register import selectors as register
from rapport.sources import selectors as sources


@transaction.atomic
def task(
    viewer: Viewer,
    requirement_ref: str,
    *,
    whom: str,
    aim: str,
    method: str,
    limits: str,
    starts_on: date,
    ends_on: date,
    place: str = "",
    office: str = "",
    source: str = "",
) -> str:
    """Ask somebody to find out what a requirement asks; returns the tasking's reference.

    Of `place`, `office` and `source` the one that `whom` calls for. Raises `Refused`, and `Incomplete` for what must be
    mended: no other method than may be asked of them, no name, no protected word, no day beyond the requirement's.
    """
    requirement = Requirement.objects.by_ref(viewer, requirement_ref)
    policy.TASK.require(viewer, requirement)
    if whom not in Whom.values:
        raise Incomplete("choose", field="whom")
    if method not in METHODS_OF[whom]:
        raise Incomplete("not_asked_of_them", field="method")
    rules.require_said(aim, field="aim", longest=rules.LONGEST_REASON)
    rules.require_said(limits, field="limits", longest=rules.LONGEST_REASON)
    today = viewer.now().date()
    if not today <= starts_on <= ends_on <= requirement.ends_on:
        raise Incomplete("dates_of_tasking", field="ends_on")
    where = _whom(viewer, requirement, whom, place=place, office=office, source=source, until=ends_on)
    require_nameless(viewer, aim=aim, limits=limits, office=str(where.get("office", "")))
    made = Tasking.unfiltered.create(
        **Tasking.held(on=today, purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=requirement.service_id,
        establishment_id=requirement.establishment_id,
        requirement=requirement,
        whom=whom,
        **where,
        aim=aim.strip(),
        method=method,
        limits=limits.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    about = [("sources.source", made.source)] if made.source else []
    operation = Operation.DISCLOSURE if whom == Whom.PARTNER else Operation.COLLECTION
    record(
        viewer,
        operation,
        made,
        requirement,
        *about,
        reason=because("intelligence.tasked"),
        to=made.office if whom == "partner" else "",
    )
    return made.ref


def _whom(
    viewer: Viewer, requirement: Requirement, whom: str, *, place: str, office: str, source: str, until: date
) -> dict[str, object]:
    if whom == Whom.POST:
        known = {one.ref: one for one in register.places(viewer) if not one.protected}
        if normalise(place) not in known:
            raise Incomplete("choose", field="place")
        return {"place_id": known[normalise(place)].id}
    if whom == Whom.SOURCE:
        # Unknown, of another prison, ended and not authorised are one answer, and so is what is no reference at all.
        here = requirement.establishment_id
        if not is_reference(source) or not sources.may_be_tasked(viewer, source, establishment_id=here, until=until):
            raise Incomplete("not_authorised", field="source")
        return {"source": normalise(source)}
    rules.require_said(office, field="office", longest=rules.LONGEST_OFFICE)
    return {"office": " ".join(office.split())}


@transaction.atomic
def end_tasking(viewer: Viewer, ref: str, *, kind: str, words: str) -> None:
    """Say what came of a tasking, or cancel it for a reason. What was said first stays. Raises `Incomplete`."""
    one = Tasking.objects.by_ref(viewer, ref)
    policy.TASK.require(viewer, one)
    if kind not in Ended.values:
        raise Incomplete("choose", field="kind")
    rules.require_said(words, field="words", longest=rules.LONGEST_REASON)
    require_nameless(viewer, words=words)
    _ending, made = TaskingEnd.unfiltered.get_or_create(
        tasking=one,
        defaults={"kind": kind, "words": words.strip(), "by_id": viewer.staff_id, "at": viewer.now()},
    )
    if not made:
        raise Incomplete("ended_before", field="words")
    record(viewer, Operation.ALTERATION, one, reason=because(f"intelligence.tasking_{kind}"))
