"""The desk when nobody plays it: the simulated intelligence officer and governor do by the book what `desk_rules` says.

They use the ordinary services of reporting, intelligence and conference with viewers of their own; each of their acts
is in the ledger under their names. Called at the end of each day, inside the transaction that ends it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.conference import services as conference
from rapport.conference.inputs import MeasureInput
from rapport.intelligence import selectors as intelligence
from rapport.intelligence import services as evaluating
from rapport.intelligence.errors import Unfit
from rapport.intelligence.inputs import PersonInput, StatementInput
from rapport.intelligence.rules import LONGEST_TEXT
from rapport.intelligence.values import ItemValue, NoteValue
from rapport.register.reading import everybody_once
from rapport.reporting import selectors as reporting
from rapport.reporting import services as reports
from rapport.reporting.values import ReportValue
from rapport.training import desk_rules
from rapport.training.desk_rules import Answer, ItemFact, Kind, NoteDue, Outcome, Reason
from rapport.training.models import ActKind, Exercise, ExerciseAct, FieldReport, Seat
from rapport.training.seats import colleague_viewer

REASONS: Mapping[Reason, str | Promise] = {
    Reason.OFFICER_WAS_THERE: gettext_lazy("An officer on duty, who was there."),
    Reason.OFFICER_IS_THE_SOURCE: gettext_lazy("The officer saw or heard it; the desk did not."),
    Reason.TELLER_UNKNOWN: gettext_lazy("Nothing is known of whoever told it."),
    Reason.NOTHING_ELSE_SAYS_IT: gettext_lazy("Nothing else on the desk says so."),
    Reason.ANOTHER_ORIGIN_SAYS_IT: gettext_lazy("An item of another origin is about the same man."),
}
PHRASES = {
    Answer.NOT_FOR_INTELLIGENCE: "no_concern_good_news",
    Answer.RECORDED: "read_thanks",
    Answer.LINKED: "compared_with_others",
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


def work(exercise: Exercise, seats: Sequence[Seat], *, day: int) -> DayAtTheDesk:
    """One day's work: read, grade, link, note, decide, answer. In the language of the exercise."""
    with translation.override(exercise.language), everybody_once():
        officer = colleague_viewer(exercise, Role.INTELLIGENCE)
        governor = colleague_viewer(exercise, Role.GOVERNOR)
        done = DayAtTheDesk()
        lessons = _of_the_lesson(exercise)
        known = Known(officer)
        fresh: dict[str, list[ItemValue]] = {}
        for report in _to_read(officer, seats, lessons):
            done.read.append(report.ref)
            fresh[report.ref] = read_one(officer, report, known)
        facts = _facts(known, lessons)
        today = {item.ref for made in fresh.values() for item in made}
        due = desk_rules.notes_due(today, facts, lambda refs: intelligence.origins(officer, refs), day=_day(officer))
        linked = _link(officer, facts, today)
        for note in due:
            _note_and_decide(officer, governor, exercise, note, known, done, day=day)
        _answer(officer, fresh, linked, {ref for note in due for ref in note.items})
        return done


class Known:
    """The items that the officer knows: read once a day, and each new one added as it is made."""

    def __init__(self, officer: Viewer) -> None:
        self.items = {item.ref: item for item in intelligence.items(officer)}
        self.since = officer.now() - timedelta(days=desk_rules.LINK_DAYS)

    def beside(self, report: ReportValue) -> list[ItemValue]:
        """Those of the last days, made of other reports, that name somebody whom this report names."""
        people = {person.ref for person in report.people}
        return [
            item
            for item in self.items.values()
            if item.report_ref != report.ref and item.at >= self.since and not people.isdisjoint(item.person_refs)
        ]

    def add(self, item: ItemValue) -> None:
        """Know this item too."""
        self.items[item.ref] = item


def read_one(officer: Viewer, report: ReportValue, known: Known) -> list[ItemValue]:
    """Make an item of each thing seen and of each thing told: none of good news or of a wording unfit to keep."""
    evaluating.take(officer, report.ref)
    if report.about == "good":
        return []
    parts = [(Kind.SEEN, part) for part in desk_rules.in_parts(report.seen)]
    parts += [(Kind.TOLD, part) for part in desk_rules.in_parts(report.told)]
    labels = {person.ref: person.label for person in report.people}
    made = [
        _item(officer, report, kind, part, known, about=desk_rules.named_in(part, labels, alone=len(parts) == 1))
        for kind, part in parts
    ]
    return [item for item in made if item is not None]


def read_in_its_language(exercise: Exercise, officer: Viewer, report_ref: str) -> list[ItemValue]:
    """Read one report at once, outside the day's work: the lesson's."""
    with translation.override(exercise.language):
        return read_one(officer, reporting.report(officer, report_ref), Known(officer))


def answer_one(officer: Viewer, report_ref: str, answer: Answer) -> None:
    """Close the evaluation of a report and tell its author."""
    if answer is Answer.NOT_FOR_INTELLIGENCE:
        reports.pass_elsewhere(officer, report_ref)
        reports.tell_author(officer, report_ref, PHRASES[answer])
    else:
        evaluating.finish(officer, report_ref, phrase=PHRASES[answer])


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
    return set(
        FieldReport.unfiltered.filter(seat__exercise=exercise, counts=False).values_list("report_ref", flat=True)
    )


def _item(
    officer: Viewer, report: ReportValue, kind: Kind, text: str, known: Known, *, about: Sequence[str]
) -> ItemValue | None:
    origin = report.author_ref if kind is Kind.SEEN else report.told_origin
    corroborated = any(item.origin and item.origin != origin for item in known.beside(report))
    grade = desk_rules.grade(kind, corroborated=corroborated)
    try:
        made = evaluating.evaluate(
            officer,
            report.ref,
            kind=kind.value,
            text=text[:LONGEST_TEXT],
            source=grade.source,
            source_reason=str(REASONS[grade.source_reason]),
            information=grade.information,
            information_reason=str(REASONS[grade.information_reason]),
            handling=grade.handling,
            obtained="on_duty" if kind is Kind.SEEN else "freely",
            people=[PersonInput(ref, "other") for ref in about],
            necessity=_("The officer's own words; nothing is concluded from the mention."),
        )
    except Unfit:
        return None  # the text names its own author: a person at the desk would mend it, the rule leaves it out
    known.add(made)
    return made


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


def _link(officer: Viewer, facts: Sequence[ItemFact], today: set[str]) -> set[str]:
    """Link today's items to those of seven days that name the same man; returns the items that are linked now."""
    linked: set[str] = set()
    for person, refs in desk_rules.links_due(today, facts, day=_day(officer)):
        evaluating.link(officer, refs, person_ref=person, reason=_("Both name the same man within seven days."))
        linked.update(refs)
    return linked


def _note_and_decide(
    officer: Viewer,
    governor: Viewer,
    exercise: Exercise,
    due: NoteDue,
    known: Known,
    done: DayAtTheDesk,
    *,
    day: int,
) -> None:
    note = _write(officer, due, known.items)
    outcome = desk_rules.decide(due.person, day=day, **_standing(exercise))
    decision = _decide(governor, note, due.person, outcome)
    done.notes.append({"note": note.ref, "person": due.person, "outcome": outcome.value, "decision": decision})
    if outcome is Outcome.ACT:
        done.restrictions.append(Restriction(due.person, desk_rules.MEASURE_DAYS, decision))


def _write(officer: Viewer, due: NoteDue, found: Mapping[str, ItemValue]) -> NoteValue:
    named = (one.person for ref in due.items for one in found[ref].people)
    person = next(one for one in named if one.ref == due.person)
    facts = [StatementInput(kind="fact", text=found[ref].text, item_refs=[ref]) for ref in due.items[-10:]]
    judgement = StatementInput(
        kind="judgement",
        text=_("Reports of different origin name the same man; what it means is open."),
        item_refs=list(due.items[-10:]),
        likelihood="possible",
        confidence="low",
    )
    note = evaluating.write_note(
        officer,
        title=_("What is known of %(person)s") % {"person": person.label},
        statements=[*facts, judgement],
        innocent=_("The same acts are part of friendship, study, grief or debt. None of them is excluded."),
        gaps=_("Nobody has asked the men themselves."),
    )
    return evaluating.hand_to_governor(officer, note.ref)


def _standing(exercise: Exercise) -> dict[str, dict[str, int]]:
    """For whom more is asked for, and who bears a measure: the last day of each, from the log."""
    asked: dict[str, int] = {}
    measured: dict[str, int] = {}
    ended = ExerciseAct.unfiltered.filter(exercise=exercise, kind=ActKind.DAY_ENDED).values_list("payload", flat=True)
    for payload in ended:
        for note in payload["notes"]:
            if note["outcome"] == Outcome.ASK_FOR_MORE:
                asked[note["person"]] = payload["day"] + desk_rules.ASK_DAYS
            elif note["outcome"] == Outcome.ACT:
                measured[note["person"]] = payload["day"] + desk_rules.MEASURE_DAYS
    return {"asked": asked, "measured": measured}


def _decide(governor: Viewer, note: NoteValue, person_ref: str, outcome: Outcome) -> str:
    today = governor.now().date()
    if outcome is Outcome.ACT:
        starts, ends = today + timedelta(days=1), today + timedelta(days=desk_rules.MEASURE_DAYS)
        decision = conference.decide(
            governor,
            note_ref=note.ref,
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
    else:
        last = today + timedelta(days=desk_rules.ASK_DAYS)
        grounds = (
            _("Two origins, no certainty: who sees or hears anything else, innocent or not, please report it.")
            if outcome is Outcome.ASK_FOR_MORE
            else _("A measure about this man is already running; it is reviewed on its day.")
        )
        decision = conference.decide(
            governor, note_ref=note.ref, outcome=outcome.value, grounds=grounds, review_on=last, ends_on=last
        )
    return decision.ref


def _answer(officer: Viewer, fresh: Mapping[str, Sequence[ItemValue]], linked: set[str], noted: set[str]) -> None:
    for report_ref, made in fresh.items():
        refs = {item.ref for item in made}
        answer_one(officer, report_ref, desk_rules.answer(refs, linked=linked, noted=noted))
