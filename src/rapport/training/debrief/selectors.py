"""What a debrief rests on: the world's truth beside the desk's own records.

The truth is opened here and nowhere else, and only for an exercise that is over. What became of a report is read from
the rooms below through the simulated intelligence officer's and governor's own viewers, so that it leaves its trace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from rapport.access.algebra import Refused
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.conference import selectors as conference
from rapport.conference.values import DecisionValue
from rapport.intelligence import selectors as intelligence
from rapport.ledger.acting import Operation
from rapport.ledger.services import record
from rapport.reporting import selectors as reporting
from rapport.simulation import Sight, Truth, World, words
from rapport.training import people, worlds
from rapport.training.debrief.judging import Judgement
from rapport.training.debrief.lines import Account, Attention, Happening
from rapport.training.models import ActKind, Exercise, ExerciseAct, FieldReport, LastLookAnswer, Passage, Seat, Slot
from rapport.training.seats import colleague_viewer, seat_of
from rapport.training.services.replaying import replay

MIDDLING = 1.5
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
    record(viewer, Operation.CONSULTATION, exercise, seat, reason="debrief")
    world = worlds.rebuilt(exercise)
    truth = world.unseal(bytes(exercise.nonce))
    passages = list(Passage.unfiltered.filter(slot__seat=seat).select_related("slot"))
    reports = list(FieldReport.unfiltered.filter(seat=seat, counts=True, filed_at__isnull=False))
    events = _events_of(reports)
    shown = {passage.event for passage in passages}
    happenings = _happenings(world, truth, shown)
    noted = set(Passage.unfiltered.filter(slot__seat=seat, line__isnull=False).values_list("event", flat=True))
    attention = _attention(world, seat.officer, shown, noted)
    known = {one.event: one for one in happenings}
    accounts = tuple(account for report in reports for account in _accounts(exercise, report, events[report.pk], known))
    return Findings(
        exercise=exercise,
        seat=seat,
        world=world,
        happenings=happenings,
        attention=attention,
        accounts=accounts,
        judgements=_judgements(seat, known),
        shares=_shares(world, seat.officer),
        sights=world.sights(),
        stood={(slot.day, slot.slot): slot for slot in Slot.unfiltered.filter(seat=seat)},
        wordings=_wordings(world),
        shown_in_all=len(passages),
        noted_in_all=len(noted),
        untied=sum(1 for report in reports if not events[report.pk]),
        seal=Seal(
            holds=truth.verify(exercise.commitment),
            replays=replay(exercise, world).same,
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
    for event in world.events.to_pylist():
        number = event["event"]
        secret = secrets.get(number)
        if secret is None and number not in shown:
            continue
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
    mine = [row for row in world.exposures.to_pylist() if row["officer"] == officer]
    sighted = {row["event"] for row in mine if row["in_sight"]}
    return {event: Attention(event in sighted, event in shown, event in noted) for event in sighted | set(shown)}


def _accounts(
    exercise: Exercise, report: FieldReport, events: frozenset[int], known: Mapping[int, Happening]
) -> list[Account]:
    """What one report says of each of its events, with what the desk's own records say became of just that.

    An item is about an event when it names the man who acted in it; when none does, all of the report's are.
    """
    officer = colleague_viewer(exercise, Role.INTELLIGENCE)
    governor = colleague_viewer(exercise, Role.GOVERNOR)
    refs = people.refs_of(exercise)
    items = intelligence.items_of_report(officer, report.report_ref)
    fate = intelligence.fate_of(officer, report.report_ref)
    links = intelligence.links_of(officer, fate.graded) if fate.graded else []
    cited = {note: {item.ref for item in intelligence.note(officer, note).items} for note in fate.notes}
    decided = {note: conference.decisions_on(governor, note) for note in fate.notes}
    worry = reporting.report(officer, report.report_ref).about != "good"
    found = []
    for event in sorted(events):
        actor = refs[known[event].people[0]]
        mine = {item.ref for item in items if actor in item.person_refs} or set(fate.graded)
        notes = [note for note, cites in cited.items() if cites & mine]
        decisions = [decision for note in notes for decision in decided[note]]
        found.append(
            Account(
                ref=report.report_ref,
                day=report.day,
                events=frozenset({event}),
                worry=worry,
                concern=None if report.card is None else report.card / 100,
                graded=bool(mine),
                linked=any(mine & set(link.item_refs) for link in links),
                in_product=bool(notes),
                decided=bool(decisions),
                restricted=_restricted(decisions, refs),
            )
        )
    return found


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


def _shares(world: World, officer: int) -> dict[int, float]:
    table = world.reported_shares(officer=officer, d_a=MIDDLING, officers=SIMULATED_OFFICERS)
    return dict(zip(table["event"].to_pylist(), table["share"].to_pylist(), strict=True))


def _wordings(world: World) -> dict[int, Any]:
    return dict(zip(world.events["event"].to_pylist(), world.events["wording"].to_pylist(), strict=True))
