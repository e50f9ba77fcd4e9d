"""Evaluation: an officer's report becomes graded items, and its author is told.

Who may: intelligence officers posted to the establishment (policy.WORK). One transaction and one entry each.
Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015), the intelligence process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.intelligence import assembling, origins, policy, rules, searchable
from rapport.intelligence.choices import Category, Kind, Reach
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.grading import NoSuchScheme, Scheme, scheme, scheme_in_use
from rapport.intelligence.inputs import GradeInput, PersonInput
from rapport.intelligence.models import Grade, Item, ItemTheme, Naming, Permission
from rapport.intelligence.record_classes import OTHERS_ARE_KEPT
from rapport.intelligence.themes import require_themes
from rapport.intelligence.values import ItemValue
from rapport.language import protected
from rapport.ledger.acting import Operation
from rapport.ledger.services import record
from rapport.register import selectors as register
from rapport.register.values import PersonValue
from rapport.reporting import selectors as reporting
from rapport.reporting import services as reports
from rapport.reporting.phrases import UnknownPhrase
from rapport.reporting.values import ReportValue
from rapport.sources import services as sources


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
) -> ItemValue:
    """Make one item from a report, graded on each axis apart. The report itself never changes.

    `text` is the sanitised wording; `necessity` says why a mention of worship, dress, diet, language or the like is
    strictly necessary, where the wording has one. Raises `Refused` for a report that the viewer may not work on,
    `Ungradable` where force may have been used, `Unsanitised`, `NotCorroborated` and `Incomplete` for what must be
    mended first.
    """
    report = reporting.report(viewer, report_ref)
    policy.WORK.require(viewer, report)
    rules.require_open(report.standing)
    given = GradeInput(source, source_reason, information, information_reason, handling, conditions)
    by = named_scheme(scheme_id)
    named = [PersonInput(*person) for person in people]
    rules.require_rightly_obtained(obtained)
    rules.require_kind(kind, seen=report.seen, told=report.told)
    rules.require_said(text, field="text", longest=rules.LONGEST_TEXT)
    _require_grade(by, given)
    chosen = require_themes(themes)
    whom = _people_to_name(viewer, named, report)
    rules.require_sanitised(
        text, author=[report.author_label], origin=report.told_origin, people=[person.label for person in whom.values()]
    )
    mentions = protected.found(text)
    rules.require_necessity(mentions, necessity)
    origin = report.author_ref if kind == Kind.SEEN.value else report.told_origin
    part = origins.Part(report.ref, kind)
    _require_corroborated(viewer, by, given, part, origin, {whom[one.person_ref].id for one in named})
    item = Item.unfiltered.create(
        **Item.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=report.service_id,
        establishment_id=report.establishment_id,
        report_id=report.id,
        kind=kind,
        origin=origin,
        text=text.strip(),
        obtained=obtained,
        necessity=necessity.strip() if mentions else "",
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    rules.require_no_number(text, number=_staff_number(item))
    _grade(viewer, item, by, given)
    ItemTheme.unfiltered.bulk_create(ItemTheme(item=item, theme=one) for one in chosen)
    namings = _name_people(viewer, item, named, whom)
    searchable.enter_item(item)
    record(viewer, Operation.COLLECTION, item, *namings, ("reporting.report", report.ref), reason="evaluated")
    return assembling.item_values(viewer, Item.unfiltered.filter(pk=item.pk))[0]


@transaction.atomic
def regrade(viewer: Viewer, item_ref: str, given: GradeInput, *, why: str, scheme_id: str = "") -> ItemValue:
    """Give an item another grade from now on, for a stated reason. The grades before it are kept as they were.

    Raises `Refused` for an item that the viewer may not see or work on, `NotCorroborated` and `Incomplete`.
    """
    item = Item.objects.by_ref(viewer, item_ref, "report", "report__author")
    policy.WORK.require(viewer, item)
    before = Grade.unfiltered.select_for_update(of=("self",)).get(item=item, replaced_by__isnull=True)
    by = scheme(before.scheme) if not scheme_id else named_scheme(scheme_id)
    _require_grade(by, given)
    rules.require_said(why, field="why", longest=rules.LONGEST_REASON)
    people = set(Naming.unfiltered.filter(item=item).values_list("person_id", flat=True))
    _require_corroborated(viewer, by, given, origins.Part(item.report.ref, item.kind), item.origin, people)
    _grade(viewer, item, by, given, replaces=before, why=why.strip())
    record(viewer, Operation.ALTERATION, item, reason="regraded")
    return assembling.item_values(viewer, Item.unfiltered.filter(pk=item.pk))[0]


@transaction.atomic
def permit(viewer: Viewer, item_ref: str, *, reach: str, reason: str, days: int) -> None:
    """Let an item go further than its handling code says, for a reason and a time. The desk that provided it may."""
    item = Item.objects.by_ref(viewer, item_ref)
    policy.PERMIT.require(viewer, item)
    if reach not in {Reach.SERVICE.value, Reach.PARTNERS.value}:
        raise Incomplete("choose", field="reach")
    rules.require_said(reason, field="reason", longest=rules.LONGEST_REASON)
    if not 1 <= days <= rules.LONGEST_PERMISSION:
        raise Incomplete("days", field="days")
    until: datetime = viewer.now() + timedelta(days=days)
    Permission.unfiltered.create(
        item=item, reach=reach, reason=reason.strip(), until=until, by_id=viewer.staff_id, at=viewer.now()
    )
    record(viewer, Operation.DISCLOSURE, item, reason="further reach permitted", to=reach)


def named_scheme(scheme_id: str) -> Scheme:
    """The scheme of this name, or the one in use where none is named. Raises `Incomplete`."""
    try:
        return scheme(scheme_id) if scheme_id else scheme_in_use()
    except NoSuchScheme:
        raise Incomplete("choose", field="scheme_id") from None


def _require_grade(by: Scheme, given: GradeInput) -> None:
    rules.require_graded(
        by, source=given.source, information=given.information, handling=given.handling, conditions=given.conditions
    )
    rules.require_reasons(source_reason=given.source_reason, information_reason=given.information_reason)
    if len(given.conditions) > rules.LONGEST_REASON:
        raise Incomplete("too_long", field="conditions")


def _grade(
    viewer: Viewer, item: Item, by: Scheme, given: GradeInput, *, replaces: Grade | None = None, why: str = ""
) -> Grade:
    if item.kind == Kind.TOLD.value:  # the custodians see how what somebody told was graded, and never what it was
        sources.note_grade(
            item.origin,
            item=item.ref,
            scheme=by.id,
            source=given.source,
            information=given.information,
            at=viewer.now(),
        )
    return Grade.unfiltered.create(
        item=item,
        replaces=replaces,
        scheme=by.id,
        source=given.source,
        source_reason=given.source_reason.strip(),
        information=given.information,
        information_reason=given.information_reason.strip(),
        handling=given.handling,
        conditions=given.conditions.strip(),
        reach=by.reach(given.handling),
        why=why,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )


def _staff_number(item: Item) -> str:
    return str(Item.unfiltered.values_list("report__author__number", flat=True).get(pk=item.pk))


def _require_corroborated(
    viewer: Viewer, by: Scheme, given: GradeInput, part: origins.Part, origin: str, person_ids: set[int]
) -> None:
    """What the same report says, or the same telling in another one, corroborates nothing."""
    if given.information not in by.information.needs_independent_origin:
        return
    others = Item.objects.visible_to(viewer).filter(assembling.naming(person_ids)).exclude(report__ref=part.report_ref)
    earlier = assembling.item_values(viewer, others)
    mine = rules.Heard(part.report_ref, part.kind, origin)
    roots = origins.origins_of([*earlier, mine])
    told = [replace(one, origin=roots[origins.Part(one.report_ref, one.kind), one.origin]) for one in earlier]
    about = {person.ref for person in register.people_of(viewer, person_ids).values()}
    found = rules.corroborating(told, origin=roots[part, origin], people=about)
    rules.require_corroborated(by, given.information, by=found)


def _people_to_name(viewer: Viewer, named: Sequence[PersonInput], report: ReportValue) -> dict[str, PersonValue]:
    """Whom an item may name: the people of the report, and others of the register whom its text turned out to mean."""
    whom = {person.ref: person for person in report.people}
    more = {one.person_ref for one in named} - set(whom)
    if more:
        whom |= {person.ref: person for person in register.person_values(viewer, more)}
    rules.require_people(named, reported=set(whom))
    return whom


def _name_people(
    viewer: Viewer, item: Item, people: Sequence[PersonInput], whom: dict[str, PersonValue]
) -> list[Naming]:
    today = viewer.now().date()
    made = []
    for person in people:
        held = Naming.held(on=today, purpose=viewer.purpose, legal_basis=basis_of(viewer))
        if person.category == Category.OTHER.value:
            held["max_until"] = today + timedelta(days=OTHERS_ARE_KEPT)
        made.append(
            Naming(
                **held,
                item=item,
                person_id=whom[person.person_ref].id,
                category=person.category,
                grounds=person.grounds.strip(),
            )
        )
    return Naming.unfiltered.bulk_create(made)


@transaction.atomic
def name_person(viewer: Viewer, item_ref: str, person: PersonInput) -> None:
    """Name somebody in an item whom its text turned out to mean. Raises `Incomplete`, also for one named before."""
    item = Item.objects.by_ref(viewer, item_ref)
    policy.WORK.require(viewer, item)
    whom = {one.ref: one for one in register.person_values(viewer, {person.person_ref})}
    rules.require_people([person], reported=set(whom))
    if Naming.unfiltered.filter(item=item, person_id=whom[person.person_ref].id).exists():
        raise Incomplete("named_twice", field="people")
    made = _name_people(viewer, item, [person], whom)
    record(viewer, Operation.COMBINATION, item, *made, whom[person.person_ref].entry, reason="named")


@transaction.atomic
def finish(viewer: Viewer, report_ref: str, *, phrase: str) -> None:
    """Close the evaluation of a report and tell its author in one of the agreed phrases. Raises `Incomplete`."""
    policy.WORK.require(viewer, reporting.report(viewer, report_ref))
    reports.mark_evaluated(viewer, report_ref)
    try:
        reports.tell_author(viewer, report_ref, phrase)
    except UnknownPhrase:
        raise Incomplete("choose", field="phrase") from None
