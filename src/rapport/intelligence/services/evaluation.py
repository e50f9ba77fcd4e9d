"""Evaluation: officers' reports become graded items, and their authors are told.

Who may: intelligence officers posted to the establishment (policy.WORK). One transaction; one entry for each item, for
each person named later, for each report that is finished. What ends in `_all` is for many; the service for one is the
same with one.
Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015), the intelligence process.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from rapport.access import compartments
from rapport.access.legal import basis_of
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.intelligence import assembling, origins, policy, rules, searchable
from rapport.intelligence.choices import Category, Kind, Mentioned
from rapport.intelligence.errors import Incomplete, Unfit
from rapport.intelligence.grading import Scheme
from rapport.intelligence.inputs import GradeInput, ItemInput, PersonInput
from rapport.intelligence.models import Item, ItemTheme, MentionAnswer, Naming
from rapport.intelligence.record_classes import OTHERS_ARE_KEPT
from rapport.intelligence.services.grades import Claim, Graded, keep_grades, named_scheme, require_grade, uncorroborated
from rapport.intelligence.themes import require_themes
from rapport.intelligence.values import ItemValue
from rapport.language import protected
from rapport.ledger.acting import Operation
from rapport.ledger.creating import create_many
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record, together
from rapport.register import selectors as register
from rapport.register.values import PersonValue
from rapport.reporting import selectors as reporting
from rapport.reporting import services as reports
from rapport.reporting.mentions import mentioning
from rapport.reporting.phrases import UnknownPhrase
from rapport.reporting.values import ReportValue


@transaction.atomic
def evaluate(
    viewer: Viewer,
    report_ref: str,
    *,
    kind: str,
    text: str,
    source: str,
    source_reason: str,
    information: str,
    information_reason: str,
    handling: str,
    obtained: str,
    people: Sequence[PersonInput | tuple[str, str]] = (),
    conditions: str = "",
    themes: Sequence[str] = (),
    necessity: str = "",
    scheme_id: str = "",
    compartment: str = "",
) -> ItemValue:
    """Make one item from a report, graded on each axis apart. The report itself never changes.

    `text` is the sanitised wording; `necessity` says why a mention of worship, dress, diet, language or the like is
    strictly necessary, where the wording has one; `compartment` is one for which the viewer is cleared, or none: who
    is not sees nothing of the item, nor the report any more. Raises `Refused` for a report that the viewer may not
    work on, `Ungradable` where force may have been used, `Unsanitised`, `NotCorroborated` and `Incomplete` for what
    must be mended first.
    """
    made = evaluate_all(
        viewer,
        [
            ItemInput(
                report_ref=report_ref,
                kind=kind,
                text=text,
                grade=GradeInput(source, source_reason, information, information_reason, handling, conditions),
                obtained=obtained,
                people=[PersonInput(*person) for person in people],
                themes=themes,
                necessity=necessity,
                scheme_id=scheme_id,
                compartment=compartment,
            )
        ],
    )[0]
    if isinstance(made, Unfit):
        raise made
    return made


@transaction.atomic
def evaluate_all(viewer: Viewer, wanted: Sequence[ItemInput]) -> list[ItemValue | Unfit]:
    """Make an item of each of these, in their order. What is unfit is answered with why, and the rest is made.

    An item can be corroborated by one before it. Raises `Refused` for a report that the viewer may not work on.
    """
    if not wanted:
        return []
    reported = {one.ref: one for one in reporting.reports(viewer, [one.report_ref for one in wanted])}
    for report in reported.values():
        policy.WORK.require(viewer, report)
    others = _others(viewer, wanted, reported)
    mine = {one.ref for one in compartments.cleared(viewer)} if any(one.compartment for one in wanted) else set()
    usual = {key: assembling.scheme_of(key) for key in {one.establishment_id for one in reported.values()}}
    answers: dict[int, ItemValue | Unfit] = {}
    fit: dict[int, _Fit] = {}
    for number, one in enumerate(wanted):
        try:
            if one.compartment and one.compartment not in mine:
                raise Incomplete("choose", field="compartment")
            report = reported[normalise(one.report_ref)]
            fit[number] = _fitting(one, report, others, usual[report.establishment_id])
        except Unfit as unfit:
            answers[number] = unfit
    made, unfitting = _make(viewer, fit)
    for number, (item, _) in made.items():
        if item.compartment:
            reports.enclose(viewer, fit[number].report.ref, item.compartment)
    searchable.enter_items([item for item, _ in made.values()])
    with together():
        for number, (item, namings) in made.items():
            report_entry = ("reporting.report", fit[number].report.ref)
            record(viewer, Operation.COLLECTION, item, *namings, report_entry, reason=because("intelligence.evaluated"))
    found = _made(keys=[item.pk for item, _ in made.values()])
    values = {one.ref: one for one in assembling.values_of_items(viewer, found)}
    answers |= unfitting | {number: values[item.ref] for number, (item, _) in made.items()}
    return [answers[number] for number in range(len(wanted))]


@prepared
def _made(*, keys: Collection[int]) -> QuerySet[Item]:
    return Item.unfiltered.filter(pk__in=keys).select_related("report", "by")


class _Fit(NamedTuple):
    """What is fit to be made into an item, as far as that shows before it is one."""

    given: ItemInput
    report: ReportValue
    by: Scheme
    themes: tuple[str, ...]
    whom: Mapping[str, PersonValue]
    necessity: str

    @property
    def origin(self) -> str:
        """The author's reference for what was seen, the teller's for what was told."""
        return self.report.author_ref if self.given.kind == Kind.SEEN.value else self.report.told_origin


def _fitting(given: ItemInput, report: ReportValue, others: Mapping[str, PersonValue], usual: Scheme) -> _Fit:
    rules.require_open(report.standing)
    by = named_scheme(given.scheme_id) if given.scheme_id else usual
    rules.require_rightly_obtained(given.obtained)
    rules.require_kind(given.kind, seen=report.seen, told=report.told)
    rules.require_said(given.text, field="text", longest=rules.LONGEST_TEXT)
    require_grade(by, given.grade)
    themes = require_themes(given.themes)
    whom = _people_to_name(given.people, report, others)
    rules.require_sanitised(
        given.text,
        author=[report.author_label],
        origin=report.told_origin,
        people=[person.label for person in whom.values()],
    )
    mentions = protected.found(given.text)
    rules.require_necessity(mentions, given.necessity)
    return _Fit(given, report, by, themes, whom, given.necessity.strip() if mentions else "")


Made = dict[int, tuple[Item, list[Naming]]]


def _make(viewer: Viewer, fit: Mapping[int, _Fit]) -> tuple[Made, dict[int, Unfit]]:
    """Make the items, and take back whatever turns out unfit only beside what stands before it.

    What an item rested on may be taken back with it: so all are made again without it, until nothing is unfit.
    """
    unfitting: dict[int, Unfit] = {}
    while True:
        rest = {number: one for number, one in fit.items() if number not in unfitting}
        point = transaction.savepoint()
        made = _written(viewer, rest)
        found = _unfit_beside_others(viewer, rest, made)
        if not found:
            transaction.savepoint_commit(point)
            return made, unfitting
        transaction.savepoint_rollback(point)
        unfitting |= found


def _unfit_beside_others(viewer: Viewer, fit: Mapping[int, _Fit], made: Made) -> dict[int, Unfit]:
    refs = [item.ref for item, _ in made.values()]
    reasons = uncorroborated(
        viewer,
        (
            Claim(
                one.by,
                one.given.grade,
                origins.Part(one.report.ref, one.given.kind),
                one.origin,
                {one.whom[person.person_ref].id for person in one.given.people},
                later=refs[place:],
            )
            for place, one in enumerate(fit.values())
        ),
    )
    numbers = _staff_numbers([item for item, _ in made.values()])
    found: dict[int, Unfit] = {}
    for (number, (item, _)), reason in zip(made.items(), reasons, strict=True):
        try:
            if reason is not None:
                raise reason
            rules.require_no_number(item.text, number=numbers[item.pk])
        except Unfit as unfit:
            found[number] = unfit
    return found


def _written(viewer: Viewer, fit: Mapping[int, _Fit]) -> Made:
    law = basis_of(viewer) if fit else ""
    items = create_many(Item.unfiltered, (_item(viewer, one, law) for one in fit.values()))
    pairs = list(zip(items, fit.values(), strict=True))
    keep_grades(viewer, [Graded(item, one.by, one.given.grade) for item, one in pairs])
    ItemTheme.unfiltered.bulk_create(ItemTheme(item=item, theme=theme) for item, one in pairs for theme in one.themes)
    namings = [_naming(viewer, item, person, one.whom, law) for item, one in pairs for person in one.given.people]
    create_many(Naming.unfiltered, namings)
    return {
        number: (item, [one for one in namings if one.item is item]) for number, item in zip(fit, items, strict=True)
    }


def _item(viewer: Viewer, fit: _Fit, law: str) -> Item:
    return Item(
        **Item.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=law),
        service_id=fit.report.service_id,
        establishment_id=fit.report.establishment_id,
        report_id=fit.report.id,
        kind=fit.given.kind,
        origin=fit.origin,
        text=fit.given.text.strip(),
        obtained=fit.given.obtained,
        necessity=fit.necessity,
        compartment=fit.given.compartment,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )


def _staff_numbers(items: Sequence[Item]) -> dict[int, str]:
    return {key: str(number) for key, number in _numbers_of_authors(items=[one.pk for one in items])}


@prepared
def _numbers_of_authors(*, items: Collection[int]) -> QuerySet[Item, tuple[int, str]]:
    return Item.unfiltered.filter(pk__in=items).values_list("pk", "report__author__number")


def _others(viewer: Viewer, wanted: Iterable[ItemInput], reported: Mapping[str, ReportValue]) -> dict[str, PersonValue]:
    """People of the register whom a text turned out to mean beside those whom its report names."""
    more = {
        person.person_ref
        for one in wanted
        for person in one.people
        if person.person_ref not in {known.ref for known in reported[normalise(one.report_ref)].people}
    }
    return {person.ref: person for person in register.person_values(viewer, more)} if more else {}


def _people_to_name(
    named: Sequence[PersonInput], report: ReportValue, others: Mapping[str, PersonValue]
) -> dict[str, PersonValue]:
    """Whom an item may name: the people of the report, and others of the register whom its text turned out to mean."""
    whom = {person.ref: person for person in report.people}
    whom |= {one.person_ref: others[one.person_ref] for one in named if one.person_ref in others}
    rules.require_people(named, reported=set(whom))
    return whom


def _naming(viewer: Viewer, item: Item, person: PersonInput, whom: Mapping[str, PersonValue], law: str) -> Naming:
    today = viewer.now().date()
    held = Naming.held(on=today, purpose=viewer.purpose, legal_basis=law)
    if person.category == Category.OTHER.value:
        held["max_until"] = today + timedelta(days=OTHERS_ARE_KEPT)
    return Naming(
        **held,
        item=item,
        person_id=whom[person.person_ref].id,
        category=person.category,
        grounds=person.grounds.strip(),
    )


@transaction.atomic
def name_person(viewer: Viewer, item_ref: str, person: PersonInput) -> None:
    """Name somebody in an item whom its text turned out to mean. Raises `Incomplete`, also for one named before."""
    item = Item.objects.by_ref(viewer, item_ref)
    policy.WORK.require(viewer, item)
    whom = {one.ref: one for one in register.person_values(viewer, {person.person_ref})}
    rules.require_people([person], reported=set(whom))
    if Naming.unfiltered.filter(item=item, person_id=whom[person.person_ref].id).exists():
        raise Incomplete("named_twice", field="people")
    made = _naming(viewer, item, person, whom, basis_of(viewer))
    made.save(force_insert=True)
    searchable.enter_again(item)
    record(
        viewer, Operation.COMBINATION, item, made, whom[person.person_ref].entry, reason=because("intelligence.named")
    )


def finish(viewer: Viewer, report_ref: str, *, phrase: str, mention: str = "") -> None:
    """Close the evaluation of a report and tell its author in one of the agreed phrases.

    A report that mentions worship, dress, diet, language or the like is answered for first: by the reason in an item
    that keeps the mention, or by `mention="left_out"` where none does. Raises `Incomplete`.
    """
    finish_all(viewer, {report_ref: phrase}, left_out=[report_ref] if mention == Mentioned.LEFT_OUT.value else ())


@transaction.atomic
def finish_all(viewer: Viewer, phrases: Mapping[str, str], *, left_out: Collection[str] = ()) -> None:
    """Close the evaluation of these reports and tell each author in its phrase.

    `left_out` are those of which somebody says that what they mention was not necessary for any item.
    """
    if not phrases:
        return
    for report in reporting.belonging(viewer, list(phrases)):
        policy.WORK.require(viewer, report)
    _answer_for_mentions(viewer, list(phrases), left_out)
    reports.mark_evaluated_all(viewer, list(phrases))
    try:
        reports.tell_authors(viewer, phrases)
    except UnknownPhrase:
        raise Incomplete("choose", field="phrase") from None


def _answer_for_mentions(viewer: Viewer, refs: Sequence[str], left_out: Collection[str]) -> None:
    """Write down what became of a mention in each of these reports. Raises `Incomplete` for one not answered for."""
    before = set(_answered_for(refs=[normalise(ref) for ref in refs]))
    asked = {ref: key for ref, key in mentioning(viewer, refs).items() if ref not in before}
    if not asked:
        return
    kept = set(_with_a_reason(reports=list(asked)))
    rules.require_mentions_answered(asked.keys() - kept, left_out={normalise(ref) for ref in left_out})
    MentionAnswer.unfiltered.bulk_create(
        MentionAnswer(
            report_id=key,
            answer=Mentioned.KEPT if ref in kept else Mentioned.LEFT_OUT,
            by_id=viewer.staff_id,
            at=viewer.now(),
        )
        for ref, key in asked.items()
    )
    with together():
        for ref in sorted(asked):
            answer = Mentioned.KEPT if ref in kept else Mentioned.LEFT_OUT
            why = because("intelligence.mention_answered", answer=answer.value)
            record(viewer, Operation.ALTERATION, ("reporting.report", ref), reason=why)


@prepared
def _answered_for(*, refs: Collection[str]) -> QuerySet[MentionAnswer, str]:
    return MentionAnswer.unfiltered.filter(report__ref__in=refs).values_list("report__ref", flat=True)


@prepared
def _with_a_reason(*, reports: Collection[str]) -> QuerySet[Item, str]:
    """References of those of these reports of which an item keeps a mention, with its reason."""
    return Item.unfiltered.filter(report__ref__in=reports).exclude(necessity="").values_list("report__ref", flat=True)
