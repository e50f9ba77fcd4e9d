"""Deciding on a note, and ending a decision before its time. One transaction and one entry in the ledger each.

Who may: a governor of the establishment, never on what they wrote themselves.
Source: Nelson Mandela Rules, rules 36 to 39; field safeguards 10 (a second person), 13 (an exit exists).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from rapport.access.algebra import Refused
from rapport.access.legal import basis_of
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.conference import policy, rules
from rapport.conference.choices import About, Outcome
from rapport.conference.errors import Undecided
from rapport.conference.inputs import DecisionInput, MeasureInput
from rapport.conference.models import Decision, Ending, Measure
from rapport.conference.selectors import decision_values
from rapport.conference.values import REPLACED, DecisionValue
from rapport.intelligence import selectors as intelligence
from rapport.intelligence import services as desk
from rapport.intelligence.values import NoteValue
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record, together
from rapport.register import selectors as register


@transaction.atomic
def decide(
    viewer: Viewer,
    *,
    note_ref: str,
    outcome: str,
    grounds: str,
    review_on: date,
    ends_on: date,
    necessity: str = "",
    proportionality: str = "",
    alternatives: str = "",
    measures: Sequence[MeasureInput] = (),
) -> DecisionValue:
    """Decide on the version of a note that was handed over. A decision that still stands on it is replaced.

    Raises `Refused` for a note that was not handed to this governor or that the governor wrote, `Undecided` for what
    must be mended first.
    """
    given = DecisionInput(
        note_ref, outcome, grounds, review_on, ends_on, necessity, proportionality, alternatives, measures
    )
    return decision_values(viewer, Decision.unfiltered.filter(ref__in=decide_all(viewer, [given])))[0]


@transaction.atomic
def decide_all(viewer: Viewer, wanted: Sequence[DecisionInput]) -> list[str]:
    """Decide on all these notes, each once, with an entry each; returns the decisions' references.

    Errors as for `decide`, for the first that cannot be taken.
    """
    if not wanted:
        return []
    notes = intelligence.notes_of_refs(viewer, [one.note_ref for one in wanted])
    named = [_named(note) for note in notes]
    for one, note, people in zip(wanted, notes, named, strict=True):
        _require_fit(viewer, one, note, people)
    _end_standing(viewer, notes)
    law = basis_of(viewer)
    made = Decision.unfiltered.bulk_create(
        _decision(viewer, one, note, law) for one, note in zip(wanted, notes, strict=True)
    )
    taken = _measures(viewer, list(zip(made, wanted, named, strict=True)), law)
    Measure.unfiltered.bulk_create(measure for some in taken for measure in some)
    with together():
        for decision, note, some in zip(made, notes, taken, strict=True):
            entry = ("intelligence.note", note.ref)
            record(
                viewer,
                Operation.COLLECTION,
                decision,
                *some,
                entry,
                reason=because("conference.decided", outcome=decision.outcome),
            )
    desk.notes_answered(
        viewer,
        {one.note_ref: (one.outcome, one.grounds if one.outcome == Outcome.ASK_FOR_MORE else "") for one in wanted},
    )
    return [decision.ref for decision in made]


def _named(note: NoteValue) -> dict[str, int]:
    return {named.person.ref: named.person.id for item in note.items for named in item.people}


def _require_fit(viewer: Viewer, given: DecisionInput, note: NoteValue, people: Mapping[str, int]) -> None:
    policy.DECIDE.require(viewer, note)
    if viewer.staff_ref in note.writer_refs:
        raise Refused("second_person", ("intelligence.note", note.ref))
    today = viewer.now().date()
    rules.require_grounds(given.outcome, given.texts)
    rules.require_dates(today=today, review_on=given.review_on, ends_on=given.ends_on)
    rules.require_measures(given.outcome, given.measures, today=today, ends_on=given.ends_on, people=people)


def _decision(viewer: Viewer, given: DecisionInput, note: NoteValue, law: str) -> Decision:
    today = viewer.now().date()
    return Decision(
        **Decision.held(on=today, purpose=viewer.purpose, legal_basis=law),
        service_id=note.service_id,
        establishment_id=note.establishment_id,
        note_id=note.id,
        note_version=note.version,
        outcome=given.outcome,
        **{field: text.strip() for field, text in given.texts.items()},
        decided_on=today,
        review_due=given.review_on,
        ends_on=given.ends_on,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )


def _end_standing(viewer: Viewer, notes: Sequence[NoteValue]) -> None:
    """End what still stands on these notes: another decision takes its place."""
    today = viewer.now().date()
    standing = [one for one in _not_ended(notes=[note.id for note in notes]) if one.ends_on >= today]
    Ending.unfiltered.bulk_create(_ending(viewer, one, REPLACED) for one in standing)


@prepared
def _not_ended(*, notes: Collection[int]) -> QuerySet[Decision]:
    return Decision.unfiltered.filter(note__in=notes, ending__isnull=True)


def _ending(viewer: Viewer, one: Decision, reason: str) -> Ending:
    return Ending(decision=one, reason=reason, on=viewer.now().date(), by_id=viewer.staff_id, at=viewer.now())


def _measures(
    viewer: Viewer, decisions: Sequence[tuple[Decision, DecisionInput, Mapping[str, int]]], law: str
) -> list[list[Measure]]:
    """The measures of each of these decisions, not kept yet."""
    about_places = any(one.about != About.PERSON.value for _, given, _ in decisions for one in given.measures)
    places = {place.ref: place.id for place in register.places(viewer)} if about_places else {}
    held = Measure.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=law)
    return [
        [_measure(held, decision, one, number, people, places) for number, one in enumerate(given.measures)]
        for decision, given, people in decisions
    ]


def _measure(
    held: Mapping[str, object],
    decision: Decision,
    given: MeasureInput,
    number: int,
    people: Mapping[str, int],
    places: Mapping[str, int],
) -> Measure:
    """One measure. About a place, that is one of the viewer's own establishments: it changes no other prison."""
    about_person = given.about == About.PERSON.value
    if not about_person and given.place_ref not in places:
        raise Undecided("choose", field="place", measure=number)
    return Measure(
        **held,
        decision=decision,
        about=given.about,
        person_id=people[given.person_ref] if about_person else None,
        place_id=None if about_person else places[given.place_ref],
        what=given.what.strip(),
        starts=given.starts,
        ends=given.ends,
    )


@transaction.atomic
def end(viewer: Viewer, decision_ref: str, *, reason: str) -> DecisionValue:
    """End a decision before its time: unfounded, or no longer needed. Its measures end with it, from today.

    Raises `Refused` for one that the viewer may not see, `Undecided` without a reason or for one that has ended.
    """
    one = Decision.objects.by_ref(viewer, decision_ref)
    policy.DECIDE.require(viewer, one)
    if not reason.strip():
        raise Undecided("say", field="reason")
    if len(reason) > rules.LONGEST_MEASURE:
        raise Undecided("too_long", field="reason")
    if one.ends_on < viewer.now().date() or Ending.unfiltered.filter(decision=one).exists():
        raise Undecided("ended_before", field="reason")
    _ending(viewer, one, reason.strip()).save(force_insert=True)
    record(viewer, Operation.ALTERATION, one, reason=because("conference.decision_ended"))
    return decision_values(viewer, Decision.unfiltered.filter(pk=one.pk))[0]
