"""Triage: who takes a report, what its author is asked, and where it goes when it is not for intelligence.

Who may: intelligence officers posted to the establishment (policy.WORK). The events are written by `reporting`, where
their author reads what became of the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.intelligence import policy, searchable
from rapport.intelligence.choices import Kind
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.models import Item
from rapport.reporting import selectors as reporting
from rapport.reporting import services as reports
from rapport.reporting.kinds import PassedTo
from rapport.reporting.phrases import UnknownPhrase
from rapport.sources import services as sources


def take(viewer: Viewer, report_ref: str) -> None:
    """Say that one is working on a report. Its author sees that somebody is."""
    take_all(viewer, [report_ref])


@transaction.atomic
def take_all(viewer: Viewer, report_refs: Sequence[str]) -> None:
    """Say that one is working on all these reports."""
    for report in reporting.belonging(viewer, report_refs):
        policy.WORK.require(viewer, report)
    reports.take_all(viewer, report_refs)


@transaction.atomic
def hand_over(viewer: Viewer, report_ref: str, *, to_ref: str) -> None:
    """Give a report to a colleague at the desk. Raises `Incomplete` for somebody who does not work there."""
    policy.WORK.require(viewer, reporting.report(viewer, report_ref))
    with _told_here():
        reports.hand_over(viewer, report_ref, to_ref)


@transaction.atomic
def let_go(viewer: Viewer, report_ref: str) -> None:
    """Put a report that one has back into the queue."""
    policy.WORK.require(viewer, reporting.report(viewer, report_ref))
    reports.let_go(viewer, report_ref)


@transaction.atomic
def return_for_more(viewer: Viewer, report_ref: str, *, question: str) -> None:
    """Ask the author for more, in words that the author reads. Raises `Incomplete` for none or too many."""
    policy.WORK.require(viewer, reporting.report(viewer, report_ref))
    try:
        reports.return_for_more(viewer, report_ref, question)
    except ValueError:
        raise Incomplete("ask", field="question") from None


@transaction.atomic
def pass_elsewhere(viewer: Viewer, report_ref: str, *, phrase: str = "") -> None:
    """Say that a report is not for intelligence, and went to those it is for by other means.

    With an agreed `phrase` its author hears at once; without one the clock of the answer goes on, here as below.
    """
    _tell(viewer, report_ref, phrase)
    pass_elsewhere_all(viewer, [report_ref])


@transaction.atomic
def pass_elsewhere_all(viewer: Viewer, report_refs: Sequence[str]) -> None:
    """Say so of all these reports."""
    for report in reporting.belonging(viewer, report_refs):
        policy.WORK.require(viewer, report)
    reports.pass_elsewhere_all(viewer, report_refs)


@transaction.atomic
def pass_on(viewer: Viewer, report_ref: str, *, road: str, words: str, phrase: str = "") -> str:
    """Give what a report says to those whom it is for, in one's own words. Raises `Incomplete`."""
    report = reporting.report(viewer, report_ref)
    policy.WORK.require(viewer, report)
    _tell(viewer, report_ref, phrase)
    with _told_here():
        passing = reports.pass_on(viewer, report_ref, road=road, words=words)
    if road in {PassedTo.OUTSIDE.value, PassedTo.INTEGRITY.value}:
        _withdraw(report.id)
    return passing


def _withdraw(report_id: int) -> None:
    """Let nothing be found or counted that was made of a report which left the prison, at the custodians' either."""
    searchable.withdraw(report_id)
    made = Item.unfiltered.filter(report_id=report_id, kind=Kind.TOLD.value)
    sources.withdraw_grades(list(made.values_list("ref", flat=True)))


@transaction.atomic
def duplicate_of(viewer: Viewer, report_ref: str, *, other_ref: str, phrase: str = "") -> None:
    """Say that a report says what another one says already; its author is not told that. Raises `Incomplete`."""
    policy.WORK.require(viewer, reporting.report(viewer, report_ref))
    _tell(viewer, report_ref, phrase)
    with _told_here():
        reports.duplicate_of(viewer, report_ref, other_ref)


def _tell(viewer: Viewer, report_ref: str, phrase: str) -> None:
    try:
        if phrase:
            reports.tell_author(viewer, report_ref, phrase)
    except UnknownPhrase:
        raise Incomplete("choose", field="phrase") from None


@contextmanager
def _told_here() -> Iterator[None]:
    """What `reporting` finds unfit, in this room's words."""
    try:
        yield
    except reports.Unfit as unfit:
        raise Incomplete(unfit.code, field=unfit.field) from None
