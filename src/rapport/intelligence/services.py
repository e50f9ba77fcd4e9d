"""Evaluation, links and notes: every write of this room is one transaction and one entry in the ledger.

Who may: intelligence officers posted to the establishment, analysts whose posting reaches it (policy.WORK).
Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015), the intelligence process.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.intelligence import assembling, policy, rules, searchable
from rapport.intelligence.choices import Category, Kind
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.grading import scheme_in_use
from rapport.intelligence.inputs import PersonInput, StatementInput
from rapport.intelligence.models import Answer, Handing, Item, Link, Naming, Note, Statement, Version
from rapport.intelligence.record_classes import OTHERS_ARE_KEPT
from rapport.intelligence.values import ItemValue, LinkValue, NoteValue
from rapport.intelligence.yardstick import yardstick
from rapport.ledger.acting import Operation
from rapport.ledger.references import normalise
from rapport.ledger.services import record
from rapport.register import selectors as register
from rapport.reporting import selectors as reporting
from rapport.reporting import services as reports
from rapport.reporting.phrases import UnknownPhrase
from rapport.reporting.values import ReportValue

LEGAL_BASIS = "order and safety of the establishment"


@transaction.atomic
def take(viewer: Viewer, report_ref: str) -> None:
    """Say that one is working on a report. Its author sees that somebody is."""
    policy.WORK.require(viewer, reporting.report(viewer, report_ref))
    reports.take(viewer, report_ref)


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
) -> ItemValue:
    """Make one item from a report, graded on each axis apart. The report itself never changes.

    `text` is the sanitised wording. Raises `Refused` for a report that the viewer may not work on, `Ungradable` where
    force may have been used, `Unsanitised`, `NotCorroborated` and `Incomplete` for what must be mended first.
    """
    report = reporting.report(viewer, report_ref)
    policy.WORK.require(viewer, report)
    rules.require_open(report.standing)
    scheme = scheme_in_use()
    named = [PersonInput(*person) for person in people]
    origin = report.author_ref if kind == Kind.SEEN.value else report.told_origin
    rules.require_rightly_obtained(obtained)
    rules.require_kind(kind, seen=report.seen, told=report.told)
    rules.require_said(text, field="text", longest=rules.LONGEST_TEXT)
    rules.require_graded(scheme, source=source, information=information, handling=handling, conditions=conditions)
    rules.require_reasons(source_reason=source_reason, information_reason=information_reason)
    rules.require_people(named, reported={person.ref for person in report.people})
    rules.require_sanitised(
        text, author=[report.author_label], origin=report.told_origin, people=[person.label for person in report.people]
    )
    _require_corroborated(viewer, report, information, origin=origin, people=named)
    item = Item.unfiltered.create(
        **Item.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=LEGAL_BASIS),
        service_id=report.service_id,
        establishment_id=report.establishment_id,
        report_id=report.id,
        kind=kind,
        origin=origin,
        text=text.strip(),
        scheme=scheme.id,
        source=source,
        source_reason=source_reason.strip(),
        information=information,
        information_reason=information_reason.strip(),
        handling=handling,
        conditions=conditions.strip(),
        obtained=obtained,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    rules.require_no_number(text, number=_staff_number(item))
    namings = _name_people(viewer, item, named, report)
    searchable.enter_item(item)
    record(viewer, Operation.COLLECTION, item, *namings, ("reporting.report", report.ref), reason="evaluated")
    return assembling.item_values(viewer, Item.unfiltered.filter(pk=item.pk))[0]


def _staff_number(item: Item) -> str:
    return str(Item.unfiltered.values_list("report__author__number", flat=True).get(pk=item.pk))


def _require_corroborated(
    viewer: Viewer, report: ReportValue, information: str, *, origin: str, people: Sequence[PersonInput]
) -> None:
    scheme = scheme_in_use()
    if information not in scheme.information.needs_independent_origin:
        return
    ids = {person.id for person in report.people if person.ref in {one.person_ref for one in people}}
    earlier = assembling.item_values(viewer, Item.objects.visible_to(viewer).filter(assembling.naming(ids)))
    by = rules.corroborating(earlier, origin=origin, people={one.person_ref for one in people})
    rules.require_corroborated(scheme, information, by=by)


def _name_people(viewer: Viewer, item: Item, people: Sequence[PersonInput], report: ReportValue) -> list[Naming]:
    ids = {person.ref: person.id for person in report.people}
    today = viewer.now().date()
    made = []
    for person in people:
        held = Naming.held(on=today, purpose=viewer.purpose, legal_basis=LEGAL_BASIS)
        if person.category == Category.OTHER.value:
            held["max_until"] = today + timedelta(days=OTHERS_ARE_KEPT)
        made.append(
            Naming(
                **held,
                item=item,
                person_id=ids[person.person_ref],
                category=person.category,
                grounds=person.grounds.strip(),
            )
        )
    return Naming.unfiltered.bulk_create(made)


@transaction.atomic
def finish(viewer: Viewer, report_ref: str, *, phrase: str) -> None:
    """Close the evaluation of a report and tell its author in one of the agreed phrases. Raises `Incomplete`."""
    policy.WORK.require(viewer, reporting.report(viewer, report_ref))
    reports.mark_evaluated(viewer, report_ref)
    try:
        reports.tell_author(viewer, report_ref, phrase)
    except UnknownPhrase:
        raise Incomplete("choose", field="phrase") from None


@transaction.atomic
def return_for_more(viewer: Viewer, report_ref: str, *, question: str) -> None:
    """Ask the author for more, in words that the author reads. Raises `Incomplete` for none or too many."""
    policy.WORK.require(viewer, reporting.report(viewer, report_ref))
    try:
        reports.return_for_more(viewer, report_ref, question)
    except ValueError:
        raise Incomplete("ask", field="question") from None


@transaction.atomic
def pass_elsewhere(viewer: Viewer, report_ref: str) -> None:
    """Say that a report is not for intelligence, and went to those it is for."""
    policy.WORK.require(viewer, reporting.report(viewer, report_ref))
    reports.pass_elsewhere(viewer, report_ref)


@transaction.atomic
def link(viewer: Viewer, item_refs: Sequence[str], *, person_ref: str, reason: str) -> LinkValue:
    """Link items through one person whom they all name: a judgement, kept as such, with its reason.

    Raises `Refused` for an item or person that the viewer may not see, `Incomplete` for fewer than two items, for one
    that does not name the person, and without a reason.
    """
    items = assembling.items_by_ref(viewer, item_refs)
    person = register.person(viewer, person_ref)
    for item in items:
        policy.WORK.require(viewer, item)
    if len(items) < 2:
        raise Incomplete("two_items", field="items")
    rules.require_said(reason, field="reason", longest=rules.LONGEST_REASON)
    if Naming.unfiltered.filter(item__in=items, person_id=person.id).count() < len(items):
        raise Incomplete("item_without_person", field="items")
    made = Link.unfiltered.create(
        **Link.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=LEGAL_BASIS),
        service_id=items[0].service_id,
        establishment_id=items[0].establishment_id,
        person_id=person.id,
        reason=reason.strip(),
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    made.items.set(items)
    record(viewer, Operation.COMBINATION, made, *items, person.entry, reason="linked")
    return assembling.link_values(viewer, Link.unfiltered.filter(pk=made.pk))[0]


@transaction.atomic
def write_note(
    viewer: Viewer, *, title: str, statements: Sequence[StatementInput], innocent: str, gaps: str = ""
) -> NoteValue:
    """Write a note from items of one establishment. It lies before nobody until it is handed over.

    `innocent` says which innocent explanations were considered. Raises `Refused` for an item that the viewer may not
    see, `Incomplete` for what must be mended first.
    """
    items = _cited(viewer, statements)
    _require_fit(title, statements, innocent, gaps)
    establishments = {item.establishment_id for item in items}
    if len(establishments) > 1:
        raise Incomplete("several_establishments", field="statements")
    note = Note.unfiltered.create(
        **Note.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=LEGAL_BASIS),
        service_id=items[0].service_id,
        establishment_id=items[0].establishment_id,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    version = _write_version(viewer, note, 1, title, statements, innocent, gaps, items)
    record(viewer, Operation.COMBINATION, note, *items, reason="note written")
    return assembling.note_value(viewer, note, version)


@transaction.atomic
def rewrite_note(
    viewer: Viewer, note_ref: str, *, title: str, statements: Sequence[StatementInput], innocent: str, gaps: str = ""
) -> NoteValue:
    """Add a version to a note. What a governor was handed stays before the governor until this one is handed over too.

    Errors as for `write_note`.
    """
    note = Note.objects.by_ref(viewer, note_ref, "establishment")
    policy.WORK.require(viewer, note)
    items = _cited(viewer, statements)
    _require_fit(title, statements, innocent, gaps)
    if {item.establishment_id for item in items} != {note.establishment_id}:
        raise Incomplete("several_establishments", field="statements")
    number = Version.unfiltered.filter(note=note).count() + 1
    version = _write_version(viewer, note, number, title, statements, innocent, gaps, items)
    record(viewer, Operation.COMBINATION, note, *items, reason=f"note rewritten: version {number}")
    return assembling.note_value(viewer, note, version)


def _cited(viewer: Viewer, statements: Sequence[StatementInput]) -> list[Item]:
    items = assembling.items_by_ref(viewer, [ref for statement in statements for ref in statement.item_refs])
    for item in items:
        policy.WORK.require(viewer, item)
    return items


def _require_fit(title: str, statements: Sequence[StatementInput], innocent: str, gaps: str) -> None:
    rules.require_said(title, field="title", longest=rules.LONGEST_TITLE)
    rules.require_statements(statements, yardstick())
    rules.require_said(innocent, field="innocent", longest=rules.LONGEST_TEXT)
    if len(gaps) > rules.LONGEST_TEXT:
        raise Incomplete("too_long", field="gaps")


def _write_version(
    viewer: Viewer,
    note: Note,
    number: int,
    title: str,
    statements: Sequence[StatementInput],
    innocent: str,
    gaps: str,
    items: Sequence[Item],
) -> Version:
    version = Version.unfiltered.create(
        note=note,
        number=number,
        title=title.strip(),
        innocent=innocent.strip(),
        gaps=gaps.strip(),
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    by_ref = {item.ref: item for item in items}
    for place, statement in enumerate(statements, start=1):
        made = Statement.unfiltered.create(
            version=version,
            number=place,
            kind=statement.kind,
            text=statement.text.strip(),
            likelihood=statement.likelihood,
            confidence=statement.confidence,
        )
        made.items.set([by_ref[ref] for ref in map(normalise, statement.item_refs)])
    searchable.enter_version(version)
    return version


@transaction.atomic
def hand_to_governor(viewer: Viewer, note_ref: str) -> NoteValue:
    """Hand the last version of a note to the governor of its establishment, for decision. Its writer does that.

    This is not yet the release of a product, which takes two people and comes with approvals: the note stays inside
    the establishment, and only the governor who decides on it reads it. Raises `Incomplete` if it was handed before.
    """
    note = Note.objects.by_ref(viewer, note_ref, "establishment")
    policy.WORK.require(viewer, note)
    version = assembling.version_for(viewer, note)
    policy.WROTE.require(viewer, version)
    if Handing.unfiltered.filter(version=version).exists():
        raise Incomplete("handed_before")
    Handing.unfiltered.create(note=note, version=version, by_id=viewer.staff_id, at=viewer.now())
    record(viewer, Operation.DISCLOSURE, note, reason=f"handed over: version {version.number}", to="governor")
    return assembling.note_value(viewer, note, assembling.version_for(viewer, note))


@transaction.atomic
def note_answered(viewer: Viewer, note_ref: str, *, answer: str, words: str = "") -> None:
    """Write down for the desk what the governor answered to a note: that it is acted on, or what more is asked for.

    The decision itself, with its grounds and measures, is the conference's and is not shown here.
    """
    note = Note.objects.by_ref(viewer, note_ref)
    policy.ANSWER.require(viewer, note)
    version = assembling.version_for(viewer, note)
    Answer.unfiltered.create(
        note=note, version=version, answer=answer, words=words.strip(), by_id=viewer.staff_id, at=viewer.now()
    )
    record(viewer, Operation.ALTERATION, note, reason=f"answered: {answer}")
