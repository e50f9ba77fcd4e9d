"""What becomes of a report that does not go to the intelligence desk, and of one that a colleague keyed.

Who may: whoever the road leads to (policy.HANDLE); its author says whether a keyed slip is theirs.
Source: Nelson Mandela Rules, rules 56 and 57 (complaints); safeguards 12 and 15.
"""

from __future__ import annotations

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.reporting import policy
from rapport.reporting.models import Passing, PassingAnswer, Report, RoadEvent, SlipConfirmed
from rapport.reporting.rules import Finding, tidied
from rapport.reporting.services.filing import Unfilable

MOST_ANSWER = 400


@transaction.atomic
def receive_on_road(viewer: Viewer, ref: str) -> None:
    """Say that it has been received: the clock stops. Again changes nothing."""
    report = _handled(viewer, ref)
    made = RoadEvent.unfiltered.get_or_create(
        report=report, kind=RoadEvent.Kind.RECEIVED, defaults={"at": viewer.now(), "by_id": viewer.staff_id}
    )[1]
    if made:
        record(viewer, Operation.ALTERATION, report, reason=because("reporting.received_on_its_road"))


@transaction.atomic
def answer_on_road(viewer: Viewer, ref: str, text: str) -> None:
    """Answer its author in a few words. Raises `Unfilable` for nothing or too much; the same again changes nothing."""
    report = _handled(viewer, ref)
    said = " ".join(tidied(text).split())
    if not said:
        raise Unfilable(Finding("empty", "text"))
    if len(said) > MOST_ANSWER:
        raise Unfilable(Finding("too_long", "text"))
    receive_on_road(viewer, ref)
    answers = RoadEvent.unfiltered.filter(report=report, kind=RoadEvent.Kind.ANSWERED)
    if answers.filter(text=said).exists():
        return
    RoadEvent.unfiltered.create(
        report=report, kind=RoadEvent.Kind.ANSWERED, at=viewer.now(), by_id=viewer.staff_id, text=said
    )
    passing = Passing.objects.visible_to(viewer).filter(report=report, answer__isnull=True).first()
    if passing is not None:  # what the desk passed on with it is seen to as well
        PassingAnswer.unfiltered.create(passing=passing, words=said, by_id=viewer.staff_id, at=viewer.now())
    record(viewer, Operation.ALTERATION, report, reason=because("reporting.answered_on_its_road"))


@transaction.atomic
def confirm_slip(viewer: Viewer, ref: str, *, theirs: bool) -> None:
    """Its author says whether a keyed slip is theirs. What was said first stays."""
    report = Report.objects.by_ref(viewer, ref)
    policy.ADD_TO.require(viewer, report)
    if report.keyed_by_id is None:
        return
    made = SlipConfirmed.unfiltered.get_or_create(report=report, defaults={"at": viewer.now(), "theirs": theirs})[1]
    if made:
        said = "confirmed" if theirs else "denied"
        record(viewer, Operation.ALTERATION, report, reason=because(f"reporting.slip_{said}"))


def _handled(viewer: Viewer, ref: str) -> Report:
    report = Report.objects.by_ref(viewer, ref)
    policy.HANDLE.require(viewer, report)
    return Report.unfiltered.select_for_update().get(pk=report.pk)
