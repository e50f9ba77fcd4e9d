"""What the desk does with a report, as far as its author is shown it.

Who may: intelligence officers posted to the report's establishment (policy.DESK). Each is one event and one entry. The
room `intelligence` calls these; what it thinks of a report is written there and not here.
"""

from __future__ import annotations

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.services import record
from rapport.reporting import policy
from rapport.reporting.kinds import EventKind
from rapport.reporting.models import Report, ReportEvent
from rapport.reporting.phrases import phrase
from rapport.reporting.rules import tidied

MOST_LETTERS_OF_A_QUESTION = 400


def take(viewer: Viewer, ref: str) -> None:
    """Take a report to grade it. Taking again what one has taken changes nothing."""
    _once(viewer, ref, EventKind.TAKEN)


def mark_evaluated(viewer: Viewer, ref: str) -> None:
    """Say that items were made from a report. Saying so again changes nothing."""
    _once(viewer, ref, EventKind.EVALUATED)


def close(viewer: Viewer, ref: str) -> None:
    """Say that nothing more will be done with a report."""
    _once(viewer, ref, EventKind.CLOSED)


def pass_elsewhere(viewer: Viewer, ref: str) -> None:
    """Say that a report is not for intelligence (welfare, maintenance) and went to those it is for."""
    _once(viewer, ref, EventKind.ELSEWHERE)


@transaction.atomic
def return_for_more(viewer: Viewer, ref: str, question: str) -> None:
    """Ask the author for more, in words that the author reads. Raises `ValueError` for an empty or a long question."""
    asked = tidied(question).strip()
    if not 0 < len(asked) <= MOST_LETTERS_OF_A_QUESTION:
        raise ValueError("a question has 1 to 400 letters")
    _happened(viewer, _at_the_desk(viewer, ref), EventKind.RETURNED, question=asked)


@transaction.atomic
def tell_author(viewer: Viewer, ref: str, phrase_code: str) -> None:
    """Answer the author with an agreed phrase; the same one twice is said once. Raises `UnknownPhrase`."""
    kept_as = phrase(phrase_code).kept_as
    report = _at_the_desk(viewer, ref)
    if not ReportEvent.unfiltered.filter(report=report, phrase=kept_as).exists():
        _happened(viewer, report, EventKind.FEEDBACK, phrase=kept_as)


@transaction.atomic
def _once(viewer: Viewer, ref: str, kind: EventKind) -> None:
    report = _at_the_desk(viewer, ref)
    last = ReportEvent.unfiltered.filter(report=report, kind=kind).order_by("-pk").first()
    if last is None or (kind == EventKind.TAKEN and last.by_id != viewer.staff_id):
        _happened(viewer, report, kind)


def _at_the_desk(viewer: Viewer, ref: str) -> Report:
    report = Report.objects.by_ref(viewer, ref)
    policy.DESK.require(viewer, report)
    return Report.unfiltered.select_for_update().get(pk=report.pk)


def _happened(viewer: Viewer, report: Report, kind: EventKind, *, phrase: str = "", question: str = "") -> None:
    ReportEvent.unfiltered.create(
        report=report, kind=kind, at=viewer.now(), by_id=viewer.staff_id, phrase=phrase, question=question
    )
    record(viewer, Operation.ALTERATION, report, reason=f"report {kind.value}")
