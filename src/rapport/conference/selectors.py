"""Reading decisions and measures. Who may: governors of the establishment (policy).

Each answer that shows content is entered as a consultation before it is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from rapport.access.copies import Change
from rapport.access.viewers import Viewer
from rapport.conference import policy, rules
from rapport.conference.models import Decision, Ending, Measure
from rapport.conference.values import Case, DecisionValue, MeasureValue
from rapport.intelligence import copies
from rapport.intelligence import selectors as intelligence
from rapport.intelligence.values import NoteLine
from rapport.ledger.acting import Operation
from rapport.ledger.references import normalise
from rapport.ledger.services import record
from rapport.register import selectors as register
from rapport.register.kinds import PlaceKind

WHERE_MEASURES_ARE = tuple(kind for kind in PlaceKind if kind is not PlaceKind.CELL)
"""A measure about the place is about a wing, a landing, a workshop; one about a cell is about whoever sleeps there."""


@transaction.atomic
def to_decide(viewer: Viewer) -> list[NoteLine]:
    """Notes handed to this governor on which nobody has decided since, the oldest first."""
    policy.SIT.require_acting(viewer)
    handed = intelligence.handed(viewer)
    decided = set(
        Decision.objects.visible_to(viewer)
        .filter(note__in=[line.id for line in handed])
        .values_list("note_id", "note_version")
    )
    return [line for line in handed if (line.id, line.version) not in decided]


@transaction.atomic
def decisions(viewer: Viewer) -> list[DecisionValue]:
    """Decisions that stand today, those whose review is due first. What has ended is on the page of its note."""
    policy.SIT.require_acting(viewer)
    today = viewer.now().date()
    found = Decision.objects.visible_to(viewer).filter(ends_on__gte=today).exclude(_ended())
    return _answered(viewer, decision_values(viewer, found.order_by("review_due", "pk")))


@transaction.atomic
def case(viewer: Viewer, note_ref: str) -> Case:
    """A note that lies before this governor, with all that a decision needs. Raises `Refused` for a missing one."""
    note = intelligence.note(viewer, note_ref)
    policy.DECIDE.require_sight(viewer, note)
    named = {one.person.ref: one.person for item in note.items for one in item.people}
    return Case(
        note=note,
        people=tuple(sorted(named.values(), key=lambda person: person.label)),
        places=tuple(place for place in register.places(viewer, *WHERE_MEASURES_ARE) if not place.protected),
        decisions=tuple(decisions_on(viewer, note_ref)),
        own=viewer.staff_ref in note.writer_refs,
        corrections=tuple(copies.changes_of([(note.id, note.version)]).get((note.id, note.version), ())),
    )


@transaction.atomic
def decision(viewer: Viewer, ref: str) -> DecisionValue:
    """One decision. Raises `Refused` as for a missing one."""
    one = Decision.objects.by_ref(viewer, ref)
    return _answered(viewer, decision_values(viewer, Decision.unfiltered.filter(pk=one.pk)))[0]


def decisions_on(viewer: Viewer, note_ref: str) -> list[DecisionValue]:
    """All decisions on a note, standing or ended, the latest first."""
    return decisions_on_any(viewer, [note_ref])


@transaction.atomic
def decisions_on_any(viewer: Viewer, note_refs: Iterable[str]) -> list[DecisionValue]:
    """All decisions on any of these notes, standing or ended, the latest first."""
    refs = [normalise(ref) for ref in note_refs]
    found = Decision.objects.visible_to(viewer).filter(note__ref__in=refs).order_by("-at", "-pk")
    return _answered(viewer, decision_values(viewer, found))


@transaction.atomic
def measures_on(viewer: Viewer, person_ref: str, day: date) -> list[MeasureValue]:
    """Measures that this person bears on a day. Raises `Refused` for a person whom the viewer may not see."""
    person = register.person(viewer, person_ref)
    found = Measure.objects.visible_to(viewer).filter(person_id=person.id, starts__lte=day, ends__gte=day)
    ended = dict(Ending.unfiltered.filter(decision__measures__in=found).values_list("decision_id", "on"))
    borne = [
        one
        for one in found.select_related("decision").order_by("starts", "pk")
        if rules.borne_on(day, starts=one.starts, ends=one.ends, ended_on=ended.get(one.decision_id))
    ]
    if borne:
        record(viewer, Operation.CONSULTATION, *borne)
    return measure_values(viewer, borne)


def decision_values(viewer: Viewer, found: QuerySet[Decision]) -> list[DecisionValue]:
    """Values of these decisions with their measures; the caller enters them."""
    records = list(found.select_related("note", "by", "ending"))
    all_measures = Measure.unfiltered.filter(decision__in=records).select_related("decision").order_by("starts", "pk")
    measures = measure_values(viewer, all_measures)
    since = copies.changes_of([(one.note_id, one.note_version) for one in records])
    return [_decision_value(viewer, one, measures, since.get((one.note_id, one.note_version), ())) for one in records]


def _decision_value(
    viewer: Viewer, one: Decision, measures: Iterable[MeasureValue], since: Iterable[Change]
) -> DecisionValue:
    ending: Ending | None = getattr(one, "ending", None)
    ended_on = ending.on if ending is not None else None
    return DecisionValue(
        ref=one.ref,
        note_ref=one.note.ref,
        note_version=one.note_version,
        outcome=one.outcome,
        grounds=one.grounds,
        necessity=one.necessity,
        proportionality=one.proportionality,
        alternatives=one.alternatives,
        decided_on=one.decided_on,
        review_on=one.review_due,
        ends_on=one.ends_on,
        ended_on=ended_on,
        ended_because=ending.reason if ending is not None else "",
        state=rules.state_on(viewer.now().date(), review_on=one.review_due, ends_on=one.ends_on, ended_on=ended_on),
        measures=tuple(measure for measure in measures if measure.decision_ref == one.ref),
        by_ref=one.by.ref,
        by_label=one.by.name,
        at=one.at,
        corrections=tuple(each for each in since if each.at > one.at),
    )


def measure_values(viewer: Viewer, measures: Iterable[Measure]) -> list[MeasureValue]:
    """Values of these measures; a person whom the viewer may not see is left out."""
    records = list(measures)
    people = register.people_of(viewer, {one.person_id for one in records if one.person_id is not None})
    places = register.places_of(viewer, {one.place_id for one in records if one.place_id is not None})
    return [
        MeasureValue(
            ref=one.ref,
            decision_ref=one.decision.ref,
            about=one.about,
            person=people.get(one.person_id) if one.person_id is not None else None,
            place=places.get(one.place_id) if one.place_id is not None else None,
            what=one.what,
            starts=one.starts,
            ends=one.ends,
        )
        for one in records
    ]


def _ended() -> Exists:
    return Exists(Ending.unfiltered.filter(decision=OuterRef("pk")))


def _answered(viewer: Viewer, values: list[DecisionValue]) -> list[DecisionValue]:
    if values:
        measured = [measure.person.entry for one in values for measure in one.measures if measure.person is not None]
        decided = (("conference.decision", one.ref) for one in values)
        record(viewer, Operation.CONSULTATION, *decided, *sorted(set(measured)))
    return values
