"""What a debrief rests on: the world's truth beside the desk's own records.

The truth is opened here and nowhere else, and only for an exercise that is over. Reports are read as their author's
own; what became of them, through the simulated intelligence officer's and governor's viewers. Each look leaves its
trace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from rapport.access.algebra import Refused
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.conference import selectors as conference
from rapport.conference.values import DecisionValue
from rapport.intelligence import selectors as intelligence
from rapport.intelligence.values import Fates
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.reporting import selectors as reporting
from rapport.reporting.values import ReportValue
from rapport.simulation import Sight, Truth, World, words
from rapport.training import people, worlds
from rapport.training.debrief.judging import Judgement
from rapport.training.debrief.lines import Account, Attention, Happening
from rapport.training.models import ActKind, Exercise, ExerciseAct, FieldReport, LastLookAnswer, Passage, Seat, Slot
from rapport.training.seats import colleagues, seat_of
from rapport.training.services.replaying import replay

SIMULATED_OFFICERS = 200
ORDINARY = "ordinary"


@dataclass(frozen=True)
class Seal:
    """Whether the truth is the one that was committed to, and whether the acts lead to the same world again."""

    holds: bool
    replays: bool
    truth: Truth
    engine: str


@dataclass(frozen=True)
class Findings:
    """All that the debrief of one seat speaks of."""

    exercise: Exercise
    seat: Seat
    world: World
    happenings: tuple[Happening, ...]
    attention: Mapping[int, Attention]
    accounts: tuple[Account, ...]
    written: Mapping[str, ReportValue]
    judgements: tuple[Judgement, ...]
    shares: Mapping[int, float]
    sights: Mapping[int, Sight]
    stood: Mapping[tuple[int, int], Slot]
    wordings: Mapping[int, Any]
    shown_in_all: int
    noted_in_all: int
    untied: int
    seal: Seal


@transaction.atomic
def findings(viewer: Viewer) -> Findings:
    """The findings of the viewer's own walk. Raises `Refused`, as for something that is not there, while it goes on."""
    seat = seat_of(viewer)
    exercise = seat.exercise
    if not ExerciseAct.unfiltered.filter(exercise=exercise, kind=ActKind.CLOSED).exists():
        raise Refused("exercise_goes_on", exists=False)
    record(viewer, Operation.CONSULTATION, exercise, seat, reason=because("training.debrief"))
    lived = worlds.lived_through(exercise)
    world = lived.world
    truth = world.unseal(bytes(exercise.nonce))
    passages = list(Passage.unfiltered.filter(slot__seat=seat).values_list("event", flat=True))
    reports = list(FieldReport.unfiltered.filter(seat=seat, counts=True, filed_at__isnull=False))
    events = _events_of(reports)
    shown = set(passages)
    happenings = _happenings(world, truth, shown)
    noted = set(Passage.unfiltered.filter(slot__seat=seat, line__isnull=False).values_list("event", flat=True))
    attention = _attention(world, seat.officer, shown, noted)
    known = {one.event: one for one in happenings}
    written = {one.ref: one for one in reporting.reports(viewer, [one.report_ref for one in reports])}
    accounts = _accounts(exercise, reports, events, known, written)
    return Findings(
        exercise=exercise,
        seat=seat,
        world=world,
        happenings=happenings,
        attention=attention,
        accounts=accounts,
        written=written,
        judgements=_judgements(seat, known),
        shares=_shares(world, seat.officer),
        sights=_sights(world),
        stood={(slot.day, slot.slot): slot for slot in Slot.unfiltered.filter(seat=seat)},
        wordings=_wordings(world),
        shown_in_all=len(passages),
        noted_in_all=len(noted),
        untied=sum(1 for report in reports if not events[report.pk]),
        seal=Seal(
            holds=truth.verify(exercise.commitment),
            replays=replay(exercise, lived).same,
            truth=truth,
            engine=exercise.engine,
        ),
    )


def _events_of(reports: Collection[FieldReport]) -> dict[int, frozenset[int]]:
    """The events behind each report's notebook lines, by the report's key."""
    found: dict[int, set[int]] = defaultdict(set)
    pairs = FieldReport.lines.through.objects.filter(
        fieldreport__in=[report.pk for report in reports], notebookline__passage__isnull=False
    ).values_list("fieldreport_id", "notebookline__passage__event")
    for report_id, event in pairs:
        found[report_id].add(event)
    return {report.pk: frozenset(found[report.pk]) for report in reports}


def _happenings(world: World, truth: Truth, shown: Collection[int]) -> tuple[Happening, ...]:
    """Every event of a case, and the ordinary ones that this seat was shown."""
    secrets = {secret["event"]: secret for secret in truth.events.to_pylist()}
    harmful = {case["case"]: bool(case["harmful"]) for case in truth.cases.to_pylist()}
    partner = _partners(secrets)
    found = []
    told_of = pa.array(secrets.keys() | set(shown), type=world.events["event"].type)
    for event in world.events.filter(pc.is_in(world.events["event"], value_set=told_of)).to_pylist():
        number = event["event"]
        secret = secrets.get(number)
        found.append(
            Happening(
                event=number,
                day=event["day"],
                slot=event["slot"],
                place=world.scenario.plan[event["place"]].id,
                act=event["act"],
                people=tuple(person for person in (event["actor"], event["other"]) if person >= 0),
                signal=bool(secret and secret["signal"]),
                harmful=bool(secret and harmful[secret["case"]]),
                marked=words.is_marked(event["wording"]),
                twin=partner.get(number),
                kind=secret["kind"] if secret else ORDINARY,
            )
        )
    return tuple(found)


def _partners(secrets: Mapping[int, Mapping[str, Any]]) -> dict[int, int]:
    """Each twin's other."""
    pairs: dict[int, list[int]] = defaultdict(list)
    for event, secret in secrets.items():
        if secret["twin"] >= 0:
            pairs[secret["twin"]].append(event)
    both = [pair for pair in pairs.values() if len(pair) == 2]
    return {one: other for pair in both for one, other in (pair, reversed(pair))}


def _attention(world: World, officer: int, shown: Collection[int], noted: Collection[int]) -> dict[int, Attention]:
    seen = world.exposures
    mine = seen.filter(pc.and_(pc.equal(seen["officer"], officer), seen["in_sight"]))
    sighted = set(mine["event"].to_pylist())
    return {event: Attention(event in sighted, event in shown, event in noted) for event in sighted | set(shown)}


def _accounts(
    exercise: Exercise,
    reports: Sequence[FieldReport],
    events: Mapping[int, frozenset[int]],
    known: Mapping[int, Happening],
    written: Mapping[str, ReportValue],
) -> tuple[Account, ...]:
    """What each report says of each of its events, with what the desk's own records say became of just that."""
    at_desk = colleagues(exercise).at_desk
    officer, governor = at_desk[Role.INTELLIGENCE], at_desk[Role.GOVERNOR]
    refs = people.refs_of(exercise)
    fates = intelligence.fates_of(officer, written)
    decisions = conference.decisions_on_any(governor, fates.notes)
    return tuple(
        _account(report, known[event], refs, written[report.report_ref], fates, decisions)
        for report in reports
        for event in sorted(events[report.pk])
    )


def _account(
    report: FieldReport,
    happening: Happening,
    refs: Mapping[int, str],
    written: ReportValue,
    fates: Fates,
    decided: Iterable[DecisionValue],
) -> Account:
    """An item is about an event when it names the man who acted in it; when none does, all of the report's are."""
    actor = refs[happening.people[0]]
    graded = [item for item in fates.items if item.report_ref == written.ref]
    mine = {item.ref for item in graded if actor in item.person_refs} or {item.ref for item in graded}
    notes = {note for note, cites in fates.notes.items() if not mine.isdisjoint(cites)}
    decisions = [one for one in decided if one.note_ref in notes]
    return Account(
        ref=written.ref,
        day=report.day,
        events=frozenset({happening.event}),
        worry=written.about != "good",
        concern=None if report.card is None else report.card / 100,
        graded=bool(mine),
        linked=any(not mine.isdisjoint(items) for items in fates.links.values()),
        in_product=bool(notes),
        decided=bool(decisions),
        restricted=_restricted(decisions, refs),
    )


def _restricted(decisions: Collection[DecisionValue], refs: Mapping[int, str]) -> dict[int, int]:
    """How many days these decisions keep whom from something."""
    persons = {ref: person for person, ref in refs.items()}
    days: dict[int, int] = defaultdict(int)
    for measure in (measure for decision in decisions for measure in decision.measures):
        if measure.person is not None and measure.person.ref in persons:
            days[persons[measure.person.ref]] += (measure.ends - measure.starts).days + 1
    return dict(days)


def _judgements(seat: Seat, known: Mapping[int, Happening]) -> tuple[Judgement, ...]:
    """The last look's answers: one probability for each passage that was drawn."""
    answers = LastLookAnswer.unfiltered.filter(seat=seat, percent__isnull=False).select_related("passage")
    return tuple(
        Judgement(answer.passage.event, (answer.percent or 0) / 100, known[answer.passage.event].harmful)
        for answer in answers
        if answer.passage.event in known
    )


@lru_cache(maxsize=8)
def _shares(world: World, officer: int) -> dict[int, float]:
    """Kept beside the world itself, which `worlds.lived_through` keeps and nobody acts upon any more."""
    table = world.reported_shares(officer=officer, d_a=worlds.MIDDLING, officers=SIMULATED_OFFICERS)
    return dict(zip(table["event"].to_pylist(), table["share"].to_pylist(), strict=True))


@lru_cache(maxsize=8)
def _sights(world: World) -> dict[int, Sight]:
    return world.sights()


@lru_cache(maxsize=8)
def _wordings(world: World) -> dict[int, Any]:
    return dict(zip(world.events["event"].to_pylist(), world.events["wording"].to_pylist(), strict=True))
