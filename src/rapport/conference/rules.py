"""What makes a decision: pure rules on plain values.

Source: Nelson Mandela Rules, rules 36 to 39; Directive (EU) 2016/680, article 4(1)(c); field safeguards 13 and 14.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from rapport.conference.choices import About, Outcome, State
from rapport.conference.errors import Undecided
from rapport.conference.inputs import MeasureInput

LONGEST_DAYS = 90
LONGEST_TEXT = 1000
LONGEST_MEASURE = 300
MOST_MEASURES = 6
WEIGHED_TO_ACT = ("necessity", "proportionality", "alternatives")


def require_grounds(outcome: str, texts: dict[str, str]) -> None:
    """Grounds always; to act also why it is necessary, why no more than proportionate, and what else was considered.

    Raises `Undecided` for the first that is missing or too long.
    """
    if outcome not in Outcome.values:
        raise Undecided("choose", field="outcome")
    needed = ("grounds", *WEIGHED_TO_ACT) if outcome == Outcome.ACT.value else ("grounds",)
    for field, text in texts.items():
        if field in needed and not text.strip():
            raise Undecided("say", field=field)
        if len(text) > LONGEST_TEXT:
            raise Undecided("too_long", field=field)


def require_dates(*, today: date, review_on: date, ends_on: date) -> None:
    """A decision is reviewed before it ends, and ends within 90 days. Raises `Undecided`."""
    if review_on < today:
        raise Undecided("past", field="review_on")
    if ends_on < review_on:
        raise Undecided("before_review", field="ends_on")
    if ends_on > today + timedelta(days=LONGEST_DAYS):
        raise Undecided("too_far", field="ends_on")


def require_measures(
    outcome: str, measures: Sequence[MeasureInput], *, today: date, ends_on: date, people: Collection[str]
) -> None:
    """To act is to take at least one measure; nothing else takes any. Each ends with its decision at the latest.

    `people` are those whom the note is about: nobody else can be restricted on its ground. Raises `Undecided`.
    """
    if outcome == Outcome.ACT.value and not measures:
        raise Undecided("act_needs_a_measure", field="measures")
    if outcome != Outcome.ACT.value and measures:
        raise Undecided("only_act_takes_measures", field="measures")
    if len(measures) > MOST_MEASURES:
        raise Undecided("too_many", field="measures")
    for number, measure in enumerate(measures):
        _require_measure(measure, number, today=today, ends_on=ends_on, people=people)


def _require_measure(
    measure: MeasureInput, number: int, *, today: date, ends_on: date, people: Collection[str]
) -> None:
    if measure.about not in About.values:
        raise Undecided("choose", field="about", measure=number)
    if not measure.what.strip():
        raise Undecided("say", field="what", measure=number)
    if len(measure.what) > LONGEST_MEASURE:
        raise Undecided("too_long", field="what", measure=number)
    if measure.about == About.PERSON.value and measure.person_ref not in people:
        raise Undecided("not_in_note", field="person", measure=number)
    if measure.about == About.PLACE.value and not measure.place_ref:
        raise Undecided("choose", field="place", measure=number)
    if measure.starts < today:
        raise Undecided("past", field="starts", measure=number)
    if measure.ends < measure.starts:
        raise Undecided("before_start", field="ends", measure=number)
    if measure.ends > ends_on:
        raise Undecided("outlives_decision", field="ends", measure=number)


def state_on(day: date, *, review_on: date, ends_on: date, ended_on: date | None) -> State:
    """Where a decision stands on a day: ended before its time, at its time, due for review, or in force."""
    if day > ends_on or (ended_on is not None and day >= ended_on):
        return State.ENDED
    return State.REVIEW_DUE if day >= review_on else State.IN_FORCE


def borne_on(day: date, *, starts: date, ends: date, ended_on: date | None) -> bool:
    """Whether a measure is borne on a day: both its days included, and none from the day its decision was ended."""
    return starts <= day <= ends and (ended_on is None or day < ended_on)
