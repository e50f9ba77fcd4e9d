"""The desk: the queue, and all that lies beside a report while it is being evaluated.

Who may: policy. Suggestions are made from texts that the viewer may read; those of which something is shown are
entered as consulted. Origins are compared without opening anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from rapport.access.viewers import Viewer
from rapport.intelligence import origins, policy
from rapport.intelligence.choices import Kind
from rapport.intelligence.models import Retelling
from rapport.intelligence.rules import waited_as_said
from rapport.intelligence.sanitising import FEW, Guess, Surroundings
from rapport.intelligence.sanitising import guesses as could_be_guessed
from rapport.intelligence.selectors.items import items_beside, items_of_report
from rapport.intelligence.tellings import alike, marked
from rapport.intelligence.values import Beside, Desk, Echo, ItemValue, Waiting
from rapport.language import protected
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import answering, record
from rapport.register import mentions
from rapport.reporting import queueing
from rapport.reporting import selectors as reporting
from rapport.reporting.queueing import NOWHERE, Nearby
from rapport.reporting.values import ReportValue

MOST_BESIDE = 5
MOST_ECHOES = 12
NEAR_DAYS = 60
MOST_NEARBY = 300
RETOLD_AS = {(Kind.TOLD.value, Kind.TOLD.value), (Kind.TOLD.value, Kind.SEEN.value), (Kind.SEEN.value, Kind.TOLD.value)}
"""What two officers saw themselves may well be told in the same words; only a copied passage makes that one telling."""


@answering
def queue(viewer: Viewer) -> list[Waiting]:
    """Reports that wait for evaluation, the oldest first, who has them, and others of the same people or origin."""
    policy.DESK.require_acting(viewer)
    reports = reporting.waiting(viewer)
    places = queueing.placings(viewer, reports)
    same, people = _same_origin_refs(reports), _of_same_people(reports)
    return [
        Waiting(
            report=one,
            minutes=_minutes(viewer, one),
            placing=places.get(one.id, NOWHERE),
            overdue=_overdue(viewer, places.get(one.id, NOWHERE)),
            same_people=people[one.ref],
            same_origin=same.get(one.ref, ()),
        )
        for one in reports
    ]


def _minutes(viewer: Viewer, report: ReportValue) -> int:
    return waited_as_said(int((viewer.now() - report.filed_at).total_seconds() // 60))


def _overdue(viewer: Viewer, placing: queueing.Placing) -> bool:
    return placing.due_at is not None and placing.due_at < viewer.now()


def _of_same_people(reports: Sequence[ReportValue]) -> Mapping[str, tuple[str, ...]]:
    """For each report the references of the others that name one of its people, in the order given."""
    naming: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(reports):
        for person in one.people:
            naming[person.ref].append(at)
    return {
        one.ref: tuple(
            reports[other].ref
            for other in sorted({other for person in one.people for other in naming[person.ref]})
            if other != at
        )
        for at, one in enumerate(reports)
    }


def _same_origin_refs(reports: Sequence[ReportValue | Nearby]) -> Mapping[str, tuple[str, ...]]:
    """For each report whose teller told others too: their references, in the order given."""
    told = {one.told_origin: one.ref for one in reports if one.told_origin}
    same: dict[str, tuple[str, ...]] = {}
    for group in origins.same_origin_groups(list(told)):
        refs = [told[origin] for origin in told if origin in group]
        same |= {ref: tuple(other for other in refs if other != ref) for ref in refs}
    return {ref: others for ref, others in same.items() if others}


@answering
def report_at_desk(viewer: Viewer, ref: str) -> Desk:
    """A report with what was made of it, what is known already about its people, and what its texts may mean.

    Raises `Refused` as for a missing one, also for the author, who reads the report but not what the desk thinks.
    """
    report = reporting.report(viewer, ref)
    policy.WORK.require_sight(viewer, report)
    beside = items_beside(viewer, report)[:MOST_BESIDE]
    near = queueing.nearby(viewer, report, days=NEAR_DAYS, limit=MOST_NEARBY)
    echoes = _echoes(viewer, report, near)
    said = "\n".join((report.seen, report.told, *(one.text for one in report.addenda)))
    named = {person.ref for person in report.people}
    people = [
        one
        for one in mentions.people_in(viewer, said, at=report.happened_at)
        if not named.issuperset(person.ref for person in one.people)
    ]
    if people:
        shown = sorted({person.entry for one in people for person in one.people})
        record(viewer, Operation.CONSULTATION, *shown, reason=because("intelligence.suggested_from_a_text"))
    waiting = reporting.waiting(viewer)
    placing = queueing.placings(viewer, [report]).get(report.id, NOWHERE)
    return Desk(
        report=report,
        minutes=_minutes(viewer, report),
        placing=placing,
        overdue=_overdue(viewer, placing),
        items=tuple(items_of_report(viewer, report.ref)),
        beside=_beside(report, beside, named=reporting.named_to(viewer, {one.report_ref for one in beside})),
        same_people=_of_same_people([report, *(one for one in waiting if one.id != report.id)])[report.ref],
        same_origin=_same_origin_refs([report, *near]).get(report.ref, ()),
        echoes=tuple(one for one in echoes if not one.judged_ref),
        judged=tuple(one for one in echoes if one.judged_ref),
        suggested=tuple(people),
        sensitive=tuple(one.word for one in protected.found(f"{said}\n{report.view}")),
    )


@answering
def report_to_sanitise(viewer: Viewer, ref: str) -> ReportValue:
    """The report that is open on the desk while one types. Raises `Refused` as for a missing one."""
    report = reporting.report(viewer, ref)
    policy.WORK.require_sight(viewer, report)
    return report


def guesses(viewer: Viewer, report: ReportValue, *, kind: str, text: str) -> list[Guess]:
    """How the source of this report could be guessed from this wording. Shows nothing that was not written in it."""
    told = {one.passage: one for one in mentions.places_in(viewer, text)}
    small = mentions.few_sleep_in(viewer, {place.id for one in told.values() for place in one.places}, few=FEW)
    few_in = [one.passage for one in told.values() if small & {place.id for place in one.places}]
    around = Surroundings(place=report.place_label, few_in=few_in, named=len(report.people))
    raw = report.told if kind == Kind.TOLD.value else report.seen
    return could_be_guessed(text, kind=kind, raw=raw, around=around)


def _beside(report: ReportValue, items: Sequence[ItemValue], *, named: Collection[str]) -> tuple[Beside, ...]:
    mine = [
        origins.Heard(report.ref, Kind.TOLD.value, report.told_origin),
        origins.Heard(report.ref, Kind.SEEN.value, report.author_ref),
    ]
    roots = origins.origins_of([*items, *mine])
    told, seen = (roots[origins.Part(report.ref, one.kind), one.origin] for one in mine)

    def same(item: ItemValue) -> str:
        root = roots[origins.Part(item.report_ref, item.kind), item.origin]
        if root and root == told:
            return Kind.TOLD.value
        return Kind.SEEN.value if root == seen else ""

    return tuple(
        Beside(item=one, same_origin=same(one), report_ref=one.report_ref if one.report_ref in named else "")
        for one in items
    )


def _echoes(viewer: Viewer, report: ReportValue, near: Sequence[Nearby]) -> list[Echo]:
    """Reports that tell the same thing in the same words, or that somebody judged to; entered, for parts are shown."""
    judged = _judged(report)
    found: list[Echo] = []
    for other in near:
        echo = judged.get(other.ref) or _echo(report, other)
        if isinstance(echo, Retelling):
            echo = _echo_judged(report, other, echo)
        if echo is not None:
            found.append(echo)
        if len(found) == MOST_ECHOES:
            break
    found = [one for one in found if one.judged_ref or not _known_to_be_one(report, one, near)]
    if found:
        shown = (("reporting.report", one.report_ref) for one in found)
        record(viewer, Operation.CONSULTATION, *shown, reason=because("intelligence.passages_compared"))
    return found


def _known_to_be_one(report: ReportValue, echo: Echo, near: Sequence[Nearby]) -> bool:
    """Whether both are known to come from one origin: through a third report, or because one person told both."""
    other = next(one for one in near if one.ref == echo.report_ref)
    mine = origins.Heard(report.ref, echo.kind, report.told_origin if echo.kind == Kind.TOLD else report.author_ref)
    theirs = origins.Heard(
        other.ref, echo.other_kind, other.told_origin if echo.other_kind == Kind.TOLD else other.author_ref
    )
    roots = origins.origins_of([mine, theirs])
    return len(set(roots.values())) == 1


def _judged(report: ReportValue) -> dict[str, Retelling]:
    stands = Retelling.unfiltered.filter(ended_at__isnull=True).select_related("later", "earlier", "by")
    mine = [*stands.filter(later=report.id), *stands.filter(earlier=report.id)]
    return {(one.earlier if one.later_id == report.id else one.later).ref: one for one in mine}


def _echo(report: ReportValue, other: Nearby) -> Echo | None:
    for kind, text in ((Kind.TOLD.value, report.told), (Kind.SEEN.value, report.seen)):
        for other_kind, other_text in ((Kind.TOLD.value, other.told), (Kind.SEEN.value, other.seen)):
            likeness = alike(text, other_text) if text and other_text else None
            if likeness is None or (likeness.how == "retold" and (kind, other_kind) not in RETOLD_AS):
                continue
            return Echo(
                report_ref=other.ref,
                filed_at=other.filed_at,
                kind=kind,
                other_kind=other_kind,
                how=likeness.how,
                mine=tuple(marked(text, [(one.start, one.end) for one in likeness.passages])),
                other=tuple(marked(other_text, [(one.other_start, one.other_end) for one in likeness.passages])),
            )
    return None


def _echo_judged(report: ReportValue, other: Nearby, judged: Retelling) -> Echo:
    later = judged.later_id == report.id
    kind, other_kind = (judged.later_kind, judged.earlier_kind) if later else (judged.earlier_kind, judged.later_kind)
    text = report.told if kind == Kind.TOLD.value else report.seen
    other_text = other.told if other_kind == Kind.TOLD.value else other.seen
    likeness = alike(text, other_text)
    passages = likeness.passages if likeness else ()
    return Echo(
        report_ref=other.ref,
        filed_at=other.filed_at,
        kind=kind,
        other_kind=other_kind,
        how=likeness.how if likeness else "judged",
        mine=tuple(marked(text, [(one.start, one.end) for one in passages])),
        other=tuple(marked(other_text, [(one.other_start, one.other_end) for one in passages])),
        judged_ref=judged.ref,
        judged_by=judged.by.name,
        judged_because=judged.reason,
    )
