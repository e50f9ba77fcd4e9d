"""Deciding on a note, and ending a decision before its time. One transaction and one entry in the ledger each.

Who may: a governor of the establishment, never on what they wrote themselves.
Source: Nelson Mandela Rules, rules 36 to 39; field safeguards 10 (a second person), 13 (an exit exists).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from rapport.access.algebra import Refused
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.conference import policy, rules
from rapport.conference.choices import About, Outcome
from rapport.conference.errors import Undecided
from rapport.conference.inputs import MeasureInput
from rapport.conference.models import Decision, Ending, Measure
from rapport.conference.selectors import decision_values
from rapport.conference.values import REPLACED, DecisionValue
from rapport.intelligence import selectors as intelligence
from rapport.intelligence import services as desk
from rapport.intelligence.values import NoteValue
from rapport.ledger.acting import Operation
from rapport.ledger.services import record
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
    note = intelligence.note(viewer, note_ref)
    policy.DECIDE.require(viewer, note)
    _require_second_person(viewer, note)
    today = viewer.now().date()
    texts = {
        "grounds": grounds,
        "necessity": necessity,
        "proportionality": proportionality,
        "alternatives": alternatives,
    }
    rules.require_grounds(outcome, texts)
    rules.require_dates(today=today, review_on=review_on, ends_on=ends_on)
    people = {named.person.ref: named.person.id for item in note.items for named in item.people}
    rules.require_measures(outcome, measures, today=today, ends_on=ends_on, people=people)
    _end_standing(viewer, note, REPLACED)
    made = Decision.unfiltered.create(
        **Decision.held(on=today, purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=note.service_id,
        establishment_id=note.establishment_id,
        note_id=note.id,
        note_version=note.version,
        outcome=outcome,
        **{field: text.strip() for field, text in texts.items()},
        decided_on=today,
        review_due=review_on,
        ends_on=ends_on,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    taken = _take_measures(viewer, made, measures, people)
    record(viewer, Operation.COLLECTION, made, *taken, ("intelligence.note", note.ref), reason=f"decided: {outcome}")
    desk.note_answered(viewer, note.ref, answer=outcome, words=grounds if outcome == Outcome.ASK_FOR_MORE else "")
    return decision_values(viewer, Decision.unfiltered.filter(pk=made.pk))[0]


def _require_second_person(viewer: Viewer, note: NoteValue) -> None:
    if viewer.staff_ref in note.writer_refs:
        raise Refused("second_person", ("intelligence.note", note.ref))


def _end_standing(viewer: Viewer, note: NoteValue, reason: str) -> None:
    standing = Decision.unfiltered.filter(note_id=note.id, ending__isnull=True, ends_on__gte=viewer.now().date())
    for one in standing:
        _end(viewer, one, reason)


def _end(viewer: Viewer, one: Decision, reason: str) -> Ending:
    return Ending.unfiltered.create(
        decision=one, reason=reason, on=viewer.now().date(), by_id=viewer.staff_id, at=viewer.now()
    )


def _take_measures(
    viewer: Viewer, decision: Decision, measures: Sequence[MeasureInput], people: dict[str, int]
) -> list[Measure]:
    held = Measure.held(on=decision.decided_on, purpose=viewer.purpose, legal_basis=basis_of(viewer))
    taken = []
    for number, one in enumerate(measures):
        about_person = one.about == About.PERSON.value
        taken.append(
            Measure(
                **held,
                decision=decision,
                about=one.about,
                person_id=people[one.person_ref] if about_person else None,
                place_id=None if about_person else _place_id(viewer, one.place_ref, number),
                what=one.what.strip(),
                starts=one.starts,
                ends=one.ends,
            )
        )
    return Measure.unfiltered.bulk_create(taken)


def _place_id(viewer: Viewer, ref: str, number: int) -> int:
    """The place, if it is one of the viewer's own establishments: a measure changes no other prison."""
    for place in register.places(viewer):
        if place.ref == ref:
            return place.id
    raise Undecided("choose", field="place", measure=number)


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
    _end(viewer, one, reason.strip())
    record(viewer, Operation.ALTERATION, one, reason="decision ended")
    return decision_values(viewer, Decision.unfiltered.filter(pk=one.pk))[0]
