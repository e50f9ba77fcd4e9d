"""Triage: who at the desk has a report, and where it goes when it is not for intelligence.

Who may: intelligence officers posted to the report's establishment (policy.DESK). Each act is one dated event and one
entry; where a report stands follows from its events. What is passed on is passed in the desk's words: inside the prison
nobody but the desk reads the report. Whoever it is for answers by a day; the report itself stays unchanged, and its
digest says so. What is about staff, or may have come by force, leaves the prison with its report.
Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015); field safeguards 12 and 15.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction

from rapport.access.algebra import Refused
from rapport.access.colleagues import colleagues
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record, together
from rapport.reporting import policy, questions, searchable
from rapport.reporting.kinds import (
    EVENT_OF_PASSING,
    HOURS_TO_ANSWER,
    NO_LONGER_WAITING,
    ROAD_AFTER,
    TEXTS,
    EventKind,
    PassedTo,
)
from rapport.reporting.models import (
    Addendum,
    Enclosure,
    Passing,
    PassingAnswer,
    Report,
    ReportEvent,
    ReportSubject,
    RoadEvent,
)
from rapport.reporting.rules import standing, tidied
from rapport.reporting.searchable import compartments_of

MOST_LETTERS_PASSED = 1000
MOST_LETTERS_ANSWERED = 400


class Unfit(ValueError):
    """It cannot be done as asked. `code` says why, `field` where to mend it."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code, self.field = code, field


def take(viewer: Viewer, ref: str) -> None:
    """Take a report to grade it, also from a colleague who has it. Taking again what one has changes nothing."""
    take_all(viewer, [ref])


@transaction.atomic
def take_all(viewer: Viewer, refs: Sequence[str]) -> None:
    """Take all these reports."""
    reports = all_at_the_desk(viewer, refs)
    held = holders(reports)
    happened_all(viewer, [Change(one, EventKind.TAKEN) for one in reports if held[one.pk] != viewer.staff_id])


@transaction.atomic
def hand_over(viewer: Viewer, ref: str, to_ref: str) -> None:
    """Give a report to a colleague at the same desk. Raises `Unfit` for somebody who does not work at it."""
    report = at_the_desk(viewer, ref)
    closed = set(compartments_of(report))
    offered = {one.ref: one.id for one in colleagues(viewer, "intelligence") if closed <= one.compartments}
    to_id = offered.get(normalise(to_ref))
    if to_id is None or ReportSubject.unfiltered.filter(report=report, staff_id=to_id).exists():
        raise Unfit("choose", "to")
    _require_open(report)
    if holder_id(report) != to_id:
        happened(viewer, report, EventKind.HANDED, to_id=to_id)


@transaction.atomic
def let_go(viewer: Viewer, ref: str) -> None:
    """Put a report that one has back into the queue."""
    report = at_the_desk(viewer, ref)
    if holder_id(report) == viewer.staff_id:
        happened(viewer, report, EventKind.LET_GO)


def mark_evaluated(viewer: Viewer, ref: str) -> None:
    """Say that items were made from a report. Saying so again changes nothing."""
    mark_evaluated_all(viewer, [ref])


def mark_evaluated_all(viewer: Viewer, refs: Sequence[str]) -> None:
    """Say so of all these reports."""
    once_all(viewer, refs, EventKind.EVALUATED)


def close(viewer: Viewer, ref: str) -> None:
    """Say that nothing more will be done with a report."""
    once_all(viewer, [ref], EventKind.CLOSED)


def pass_elsewhere(viewer: Viewer, ref: str) -> None:
    """Say that a report is not for intelligence and went to those it is for by other means."""
    pass_elsewhere_all(viewer, [ref])


def pass_elsewhere_all(viewer: Viewer, refs: Sequence[str]) -> None:
    """Say so of all these reports."""
    once_all(viewer, refs, EventKind.ELSEWHERE)


def enclose(viewer: Viewer, ref: str, compartment: str) -> None:
    """Let only those at the desk read this report who are cleared for a compartment. Again changes nothing.

    For `intelligence`, which decides who may, inside its own transaction: also where another item of it lies in a
    compartment of which the viewer knows nothing, and which closed the report to them.
    """
    report = _of_an_item(viewer, ref, compartment)
    made = Enclosure.unfiltered.get_or_create(
        report=report,
        compartment=compartment,
        ended_at=None,
        defaults={"at": viewer.now(), "by_id": viewer.staff_id},
    )[1]
    if made:
        if compartments_of(report) == [compartment]:  # else the entry lies in the first one already
            searchable.enter_again([report])
        record(viewer, Operation.ALTERATION, report, reason=because("reporting.enclosed_in_a_compartment"))


def disclose(viewer: Viewer, ref: str, compartment: str) -> None:
    """Nothing made of this report lies in the compartment any more: it closes the report no longer. As `enclose`."""
    report = _of_an_item(viewer, ref, compartment)
    before = compartments_of(report)
    stands = Enclosure.unfiltered.filter(report=report, compartment=compartment, ended_at__isnull=True)
    if stands.update(ended_at=viewer.now()):
        if before[0] == compartment:
            searchable.enter_in(report, next((one for one in before[1:] if one in viewer.compartments), ""))
        record(viewer, Operation.ALTERATION, report, reason=because("reporting.taken_out_of_a_compartment"))


def _of_an_item(viewer: Viewer, ref: str, compartment: str) -> Report:
    if compartment not in viewer.compartments:
        raise Refused("compartment")
    mine = Report.unfiltered.filter(service_id=viewer.service_id, establishment_id__in=viewer.establishments)
    return mine.select_for_update(of=("self",)).select_related("place").get(ref=normalise(ref))


@transaction.atomic
def duplicate_of(viewer: Viewer, ref: str, other_ref: str) -> None:
    """Say that a report says what another one says already. Raises `Unfit` for one that the desk may not see."""
    report = at_the_desk(viewer, ref)
    _require_open(report)
    other = Report.unfiltered.filter(policy.DESK.filter(viewer), ref=normalise(other_ref)).exclude(pk=report.pk).first()
    if other is None:
        raise Unfit("no_such_report", "other")
    if ReportEvent.unfiltered.filter(report=other, same_as=report).exists():
        raise Unfit("duplicate_of_this", "other")
    happened(viewer, report, EventKind.DUPLICATE, same_as_id=other.pk)


@transaction.atomic
def pass_on(viewer: Viewer, ref: str, *, road: str, words: str) -> str:
    """Give what a report says to those whom it is for, in the desk's words; returns the reference of the matter.

    The report leaves the queue. What is about staff, or about force, threat or punishment, leaves the prison too: from
    then on nobody inside it but the author sees the report, also not who sent it on. Raises `Unfit`.
    """
    report = at_the_desk(viewer, ref)
    _require_open(report)
    said = tidied(words).strip()
    if road not in PassedTo.values:
        raise Unfit("choose", "road")
    if not said:
        raise Unfit("say", "words")
    if len(said) > MOST_LETTERS_PASSED:
        raise Unfit("too_long", "words")
    chosen = PassedTo(road)
    passing = Passing.unfiltered.create(
        **Passing.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=report.service_id,
        establishment_id=report.establishment_id,
        report=report,
        road=chosen.value,
        words=said,
        digest=digest(report),
        at=viewer.now(),
        due_at=viewer.now() + timedelta(hours=HOURS_TO_ANSWER[chosen]),
        by_id=viewer.staff_id,
    )
    happened(viewer, report, EVENT_OF_PASSING[chosen])
    record(
        viewer,
        Operation.DISCLOSURE,
        passing,
        report,
        reason=because("reporting.passed_on"),
        to=because("to.road", road=chosen.value),
    )
    return passing.ref


@transaction.atomic
def answer_passing(viewer: Viewer, ref: str, *, words: str) -> None:
    """Say what was done about a matter that was passed to one. Raises `Unfit`, also when it was said before."""
    passing = Passing.objects.by_ref(viewer, ref)
    said = tidied(words).strip()
    if not said:
        raise Unfit("say", "words")
    if len(said) > MOST_LETTERS_ANSWERED:
        raise Unfit("too_long", "words")
    if PassingAnswer.unfiltered.filter(passing=passing).exists():
        raise Unfit("answered_before", "words")
    PassingAnswer.unfiltered.create(passing=passing, words=said, by_id=viewer.staff_id, at=viewer.now())
    if EVENT_OF_PASSING[PassedTo(passing.road)].value in ROAD_AFTER:  # its report is on their road: received with it
        RoadEvent.unfiltered.get_or_create(
            report_id=passing.report_id,
            kind=RoadEvent.Kind.RECEIVED,
            defaults={"at": viewer.now(), "by_id": viewer.staff_id},
        )
    record(viewer, Operation.ALTERATION, passing, reason=because("reporting.matter_answered"))


def digest(report: Report) -> str:
    """SHA-256 over all that was filed and added, so that evidence shows whether it is as it was."""
    added = list(Addendum.unfiltered.filter(report=report).order_by("pk").values_list("ref", "text"))
    filed = [report.ref, report.filed_at.isoformat(), *(getattr(report, name) for name in TEXTS), report.unsure, added]
    return hashlib.sha256(json.dumps(filed, ensure_ascii=False).encode()).hexdigest()


def holder_id(report: Report) -> int | None:
    """Who at the desk has this report now, if anybody."""
    return holders([report])[report.pk]


def holders(reports: Sequence[Report]) -> dict[int, int | None]:
    """Who at the desk has each of these reports now, if anybody."""
    held: dict[int, int | None] = {one.pk: None for one in reports}
    for one in questions.handed_about(reports=list(held)):
        if one.kind == EventKind.TAKEN:
            held[one.report_id] = one.by_id
        elif one.kind == EventKind.HANDED:
            held[one.report_id] = one.to_id
        elif one.kind == EventKind.LET_GO:
            held[one.report_id] = None
    return held


def _require_open(report: Report) -> None:
    stands = standing(ReportEvent.unfiltered.filter(report=report).order_by("pk").values_list("kind", flat=True))
    if stands not in {"waiting", "taken", "returned"}:
        raise Unfit("finished")


@transaction.atomic
def once_all(viewer: Viewer, refs: Sequence[str], kind: EventKind) -> None:
    """One event of this kind for each of these reports, and no second one."""
    reports = all_at_the_desk(viewer, refs)
    if not reports:
        return
    done = set(questions.to_which_happened(reports=[one.pk for one in reports], kind=kind.value))
    happened_all(viewer, [Change(one, kind) for one in reports if one.pk not in done])


def at_the_desk(viewer: Viewer, ref: str) -> Report:
    """The report, for somebody who works on it, locked until the end of this transaction. Raises `Refused`."""
    return all_at_the_desk(viewer, [ref])[0]


def all_at_the_desk(viewer: Viewer, refs: Sequence[str]) -> list[Report]:
    """The reports, each once, in the order given; locked in one and the same order. Raises `Refused` for the first
    that the viewer may not work on.
    """
    wanted = list(dict.fromkeys(normalise(ref) for ref in refs))
    if not wanted:
        return []
    found = {one.ref: one for one in questions.held_at_the_desk(viewer, refs=wanted)}
    for ref in wanted:
        if ref not in found:
            policy.DESK.require(viewer, Report.objects.by_ref(viewer, ref))
            raise Refused("no_such_record", ("reporting.report", ref), exists=False)  # it was passed on this moment
    return [found[ref] for ref in wanted]


class Change(NamedTuple):
    """What became of a report, with what belongs to it: a phrase, a question, a colleague."""

    report: Report
    kind: EventKind
    more: Mapping[str, Any] = {}


def happened(viewer: Viewer, report: Report, kind: EventKind, **more: object) -> None:
    """Write down that this became of a report, and enter it."""
    happened_all(viewer, [Change(report, kind, more)])


def happened_all(viewer: Viewer, changes: Iterable[Change]) -> None:
    """Write down what became of these reports, and enter each."""
    made = list(changes)
    ReportEvent.unfiltered.bulk_create(
        ReportEvent(report=one.report, kind=one.kind, at=viewer.now(), by_id=viewer.staff_id, **one.more)
        for one in made
    )
    searchable.enter_again([one.report for one in made if one.kind in NO_LONGER_WAITING])
    with together():
        for one in made:
            record(viewer, Operation.ALTERATION, one.report, reason=because("reporting.event", kind=one.kind.value))
