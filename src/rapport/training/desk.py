"""The desk when nobody plays it: the simulated intelligence officer and governor do by the book what `desk_rules` says.

They use the ordinary services of reporting, intelligence and conference with viewers of their own; each of their acts
is in the ledger under their names. Called at the end of each day, inside the transaction that ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.access.roles import Role
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.conference import services as conference
from rapport.conference.inputs import DecisionInput, MeasureInput
from rapport.intelligence import selectors as intelligence
from rapport.intelligence import services as evaluating
from rapport.intelligence.errors import Unfit
from rapport.intelligence.inputs import GradeInput, ItemInput, LinkInput, NoteInput, PersonInput, StatementInput
from rapport.intelligence.rules import LONGEST_TEXT
from rapport.intelligence.values import ItemValue
from rapport.register.reading import everybody_once
from rapport.reporting import selectors as reporting
from rapport.reporting import services as reports
from rapport.reporting.values import ReportValue
from rapport.training import desk_rules
from rapport.training.desk_rules import Answer, ItemFact, Kind, NoteDue, Outcome, Reason
from rapport.training.models import ActKind, Exercise, ExerciseAct, FieldReport, Seat

REASONS: Mapping[Reason, str | Promise] = {
    Reason.OFFICER_WAS_THERE: gettext_lazy("An officer on duty, who was there."),
    Reason.OFFICER_IS_THE_SOURCE: gettext_lazy("The officer saw or heard it; the desk did not."),
    Reason.TELLER_UNKNOWN: gettext_lazy("Nothing is known of whoever told it."),
    Reason.NOTHING_ELSE_SAYS_IT: gettext_lazy("Nothing else on the desk says so."),
    Reason.ANOTHER_ORIGIN_SAYS_IT: gettext_lazy("An item of another origin is about the same man."),
}
MOST_CITED = 10
"""A note of one page rests on so many items at most: the latest."""
PHRASES = {
    Answer.NOT_FOR_INTELLIGENCE: "no_concern_good_news",
    Answer.RECORDED: "read_thanks",
    Answer.LINKED: "helped_us_see",
    Answer.IN_A_NOTE: "passed_on",
}


@dataclass(frozen=True)
class Restriction:
    """A measure that the governor took about a person, for the world to answer to."""

    person_ref: str
    days: int
    decision_ref: str


@dataclass
class DayAtTheDesk:
    """What the desk did on one day: references only."""

    read: list[str] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)
    restrictions: list[Restriction] = field(default_factory=list)


def work(exercise: Exercise, seats: Sequence[Seat], at_desk: Mapping[str, Viewer], *, day: int) -> DayAtTheDesk:
    """One day's work: read, grade, link, note, decide, answer. In the language of the exercise.

    Each step is done for all that the day brought: a day asks the database no more questions for fifty reports than for
    five.
    """
    with translation.override(exercise.language), everybody_once():
        officer, governor = at_desk[Role.INTELLIGENCE], at_desk[Role.GOVERNOR]
        lessons = _of_the_lesson(exercise)
        known = Known(officer)
        reports = _to_read(officer, seats, lessons)
        fresh = read_all(officer, reports, known)
        facts = _facts(known, lessons)
        today = {item.ref for made in fresh.values() for item in made}
        links = desk_rules.links_due(today, facts, day=_day(officer))
        counted = _origins(officer, [refs for _, refs in links])
        due = desk_rules.notes_due(today, facts, lambda refs: counted[tuple(refs)], day=_day(officer))
        _link(officer, links)
        notes = _write(officer, due, known.items)
        done = _decide(governor, notes, _standing(exercise), day=day)
        done.read = [report.ref for report in reports]
        linked = {ref for _, refs in links for ref in refs}
        noted = {ref for note in due for ref in note.items}
        answers = {
            ref: desk_rules.answer({item.ref for item in made}, linked=linked, noted=noted)
            for ref, made in fresh.items()
        }
        answer_all(officer, answers)
        return done


class Known:
    """The items that the officer knows: read once a day, and each new one added as it is made."""

    def __init__(self, officer: Viewer) -> None:
        self.items = {item.ref: item for item in intelligence.items(officer)}
        self.since = officer.now() - timedelta(days=desk_rules.LINK_DAYS)

    def another_origin_names(self, report: ReportValue, origin: str) -> bool:
        """Whether an item of the last days, of another report and another origin, names somebody of this report's."""
        people = {person.ref for person in report.people}
        return any(
            item.origin
            and item.origin != origin
            and item.report_ref != report.ref
            and item.at >= self.since
            and not people.isdisjoint(item.person_refs)
            for item in self.items.values()
        )

    def add(self, items: Iterable[ItemValue]) -> None:
        """Know these items too."""
        self.items |= {item.ref: item for item in items}


@dataclass(frozen=True)
class Part:
    """One thing that a report says: of which kind, in which words, about whom of those it names."""

    report: ReportValue
    kind: Kind
    text: str
    about: Sequence[str]

    @property
    def origin(self) -> str:
        """Whose it is: the author's who saw it, the teller's who told it."""
        return self.report.author_ref if self.kind is Kind.SEEN else self.report.told_origin


def read_all(officer: Viewer, reports: Sequence[ReportValue], known: Known) -> dict[str, list[ItemValue]]:
    """Make an item of each thing seen and of each thing told: none of good news or of a wording unfit to keep.

    What was seen comes first: it stands by itself, and what was told is graded beside it.
    """
    evaluating.take_all(officer, [report.ref for report in reports])
    parts = [part for report in reports if report.about != "good" for part in parts_of(report)]
    made: dict[str, list[ItemValue]] = {report.ref: [] for report in reports}
    for kind in Kind:
        of_kind = [part for part in parts if part.kind is kind]
        items = _items(officer, of_kind, known)
        known.add(items)
        for item in items:
            made[item.report_ref].append(item)
    return made


def parts_of(report: ReportValue) -> list[Part]:
    """The separate things that a report says."""
    labels = {person.ref: person.label for person in report.people}
    said = [(Kind.SEEN, text) for text in desk_rules.in_parts(report.seen)]
    said += [(Kind.TOLD, text) for text in desk_rules.in_parts(report.told)]
    alone = len(said) == 1
    return [Part(report, kind, text, desk_rules.named_in(text, labels, alone=alone)) for kind, text in said]


def read_in_its_language(exercise: Exercise, officer: Viewer, report_ref: str) -> list[ItemValue]:
    """Read one report at once, outside the day's work: the lesson's."""
    with translation.override(exercise.language):
        report = reporting.report(officer, report_ref)
        return read_all(officer, [report], Known(officer))[report.ref]


def answer_all(officer: Viewer, answers: Mapping[str, Answer]) -> None:
    """Close the evaluation of these reports and tell their authors."""
    elsewhere = [ref for ref, answer in answers.items() if answer is Answer.NOT_FOR_INTELLIGENCE]
    reports.pass_elsewhere_all(officer, elsewhere)
    reports.tell_authors(officer, {ref: PHRASES[answers[ref]] for ref in elsewhere})
    read = {ref: PHRASES[answer] for ref, answer in answers.items() if answer is not Answer.NOT_FOR_INTELLIGENCE}
    evaluating.finish_all(officer, read, left_out=read)  # this desk words its items without such mentions


def _to_read(officer: Viewer, seats: Sequence[Seat], lessons: set[str]) -> list[ReportValue]:
    """All that colleagues wrote, and of each trainee the first two that wait."""
    waiting = reporting.waiting(officer)
    trainees = {seat.staff_id for seat in seats}
    chosen = {report.ref for report in waiting if report.author_id not in trainees}
    for staff_id in trainees:
        own = [one.ref for one in waiting if one.author_id == staff_id and one.ref not in lessons]
        chosen.update(desk_rules.read_today(own))
    return [report for report in waiting if report.ref in chosen]


def _of_the_lesson(exercise: Exercise) -> set[str]:
    return set(_uncounted(exercise=exercise.pk))


@prepared
def _uncounted(*, exercise: int) -> QuerySet[FieldReport, str]:
    return FieldReport.unfiltered.filter(seat__exercise=exercise, counts=False).values_list("report_ref", flat=True)


def _items(officer: Viewer, parts: Sequence[Part], known: Known) -> list[ItemValue]:
    """An item of each of these parts, but of those whose text names its own author: a person would mend them."""
    made = evaluating.evaluate_all(officer, [_input(part, known) for part in parts])
    return [item for item in made if not isinstance(item, Unfit)]


def _input(part: Part, known: Known) -> ItemInput:
    grade = desk_rules.grade(part.kind, corroborated=known.another_origin_names(part.report, part.origin))
    return ItemInput(
        report_ref=part.report.ref,
        kind=part.kind.value,
        text=part.text[:LONGEST_TEXT],
        grade=GradeInput(
            grade.source,
            str(REASONS[grade.source_reason]),
            grade.information,
            str(REASONS[grade.information_reason]),
            grade.handling,
        ),
        obtained="on_duty" if part.kind is Kind.SEEN else "freely",
        people=[PersonInput(ref, "other") for ref in part.about],
        necessity=_("The officer's own words; nothing is concluded from the mention."),
    )


def _day(officer: Viewer) -> int:
    return officer.now().date().toordinal()


def _facts(known: Known, lessons: set[str]) -> list[ItemFact]:
    counted = [item for item in known.items.values() if item.report_ref not in lessons]
    return [
        ItemFact(
            ref=item.ref,
            day=item.at.date().toordinal(),
            people=desk_rules.in_order_of_mention(
                item.text, {named.person.ref: named.person.label for named in item.people}
            ),
        )
        for item in sorted(counted, key=lambda one: (one.at, one.ref))
    ]


def _origins(officer: Viewer, sets: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    return dict(zip(sets, intelligence.origins_of_each(officer, sets), strict=True))


def _link(officer: Viewer, links: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    """Link today's items to those of seven days that name the same man."""
    reason = _("Both name the same man within seven days.")
    evaluating.link_all(officer, [LinkInput(refs, person, reason) for person, refs in links])


def _write(officer: Viewer, due: Sequence[NoteDue], found: Mapping[str, ItemValue]) -> dict[str, str]:
    """Write the notes that are due and hand them over; returns about whom each is, by its reference."""
    refs = evaluating.write_notes(officer, [_note(one, found) for one in due])
    evaluating.hand_all_to_governor(officer, refs)
    return {ref: one.person for ref, one in zip(refs, due, strict=True)}


def _note(due: NoteDue, found: Mapping[str, ItemValue]) -> NoteInput:
    named = (one.person for ref in due.items for one in found[ref].people)
    person = next(one for one in named if one.ref == due.person)
    cited = due.items[-MOST_CITED:]
    judgement = StatementInput(
        kind="judgement",
        text=_("Reports of different origin name the same man; what it means is open."),
        item_refs=cited,
        likelihood="possible",
        confidence="low",
    )
    return NoteInput(
        title=_("What is known of %(person)s") % {"person": person.label},
        statements=[*(StatementInput(kind="fact", text=found[ref].text, item_refs=[ref]) for ref in cited), judgement],
        innocent=_("The same acts are part of friendship, study, grief or debt. None of them is excluded."),
        gaps=_("Nobody has asked the men themselves."),
    )


def _standing(exercise: Exercise) -> dict[str, dict[str, int]]:
    """For whom more is asked for, and who bears a measure: the last day of each, from the log."""
    asked: dict[str, int] = {}
    measured: dict[str, int] = {}
    for payload in _told_of(exercise=exercise.pk, kind=ActKind.DAY_ENDED.value):
        for note in payload["notes"]:
            if note["outcome"] == Outcome.ASK_FOR_MORE:
                asked[note["person"]] = payload["day"] + desk_rules.ASK_DAYS
            elif note["outcome"] == Outcome.ACT:
                measured[note["person"]] = payload["day"] + desk_rules.MEASURE_DAYS
    return {"asked": asked, "measured": measured}


@prepared
def _told_of(*, exercise: int, kind: str) -> QuerySet[ExerciseAct, Any]:
    """What acts of this kind say, in order."""
    return ExerciseAct.unfiltered.filter(exercise=exercise, kind=kind).values_list("payload", flat=True)


def _decide(
    governor: Viewer, notes: Mapping[str, str], standing: dict[str, dict[str, int]], *, day: int
) -> DayAtTheDesk:
    """Decide on the notes (reference to the person it is about)."""
    outcomes = [desk_rules.decide(person, day=day, **standing) for person in notes.values()]
    wanted = [
        _decision(governor, note, person, outcome)
        for (note, person), outcome in zip(notes.items(), outcomes, strict=True)
    ]
    done = DayAtTheDesk()
    decisions = conference.decide_all(governor, wanted)
    for (note, person), outcome, decision in zip(notes.items(), outcomes, decisions, strict=True):
        done.notes.append({"note": note, "person": person, "outcome": outcome.value, "decision": decision})
        if outcome is Outcome.ACT:
            done.restrictions.append(Restriction(person, desk_rules.MEASURE_DAYS, decision))
    return done


def _decision(governor: Viewer, note_ref: str, person_ref: str, outcome: Outcome) -> DecisionInput:
    today = governor.now().date()
    if outcome is Outcome.ACT:
        starts, ends = today + timedelta(days=1), today + timedelta(days=desk_rules.MEASURE_DAYS)
        return DecisionInput(
            note_ref=note_ref,
            outcome=outcome.value,
            grounds=_("More was asked for about this man, and a further report came."),
            necessity=_("Until it is clear he is kept apart from where it was seen."),
            proportionality=_("Four days away from work; visits, letters and the yard stay as they are."),
            alternatives=_("Asking once more; a talk with his officer."),
            review_on=ends,
            ends_on=ends,
            measures=[
                MeasureInput(
                    about="person", what=_("Stays away from work"), starts=starts, ends=ends, person_ref=person_ref
                )
            ],
        )
    last = today + timedelta(days=desk_rules.ASK_DAYS)
    grounds = (
        _("Two origins, no certainty: who sees or hears anything else, innocent or not, please report it.")
        if outcome is Outcome.ASK_FOR_MORE
        else _("A measure about this man is already running; it is reviewed on its day.")
    )
    return DecisionInput(note_ref=note_ref, outcome=outcome.value, grounds=grounds, review_on=last, ends_on=last)
