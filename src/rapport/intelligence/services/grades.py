"""Grades: given with an item, given anew, and how far an item may go beyond its handling code.

Who may: intelligence officers posted to the establishment (policy.WORK, policy.PERMIT). A grade that says
*corroborated* has an item of an independent origin behind it, whether one is graded or very many are.
Source: field notes on grading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.intelligence import assembling, origins, policy, rules, searchable
from rapport.intelligence.choices import Kind, Reach
from rapport.intelligence.errors import Incomplete, Unfit
from rapport.intelligence.grading import NoSuchScheme, Scheme, scheme
from rapport.intelligence.inputs import GradeInput
from rapport.intelligence.models import Grade, Item, Naming, Permission
from rapport.intelligence.values import ItemValue
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register import selectors as register
from rapport.sources import services as sources


class Graded(NamedTuple):
    """An item and the grade that it gets, in place of which before, if one stood, and what changed."""

    item: Item
    by: Scheme
    given: GradeInput
    replaces: Grade | None = None
    why: str = ""


class Claim(NamedTuple):
    """A grade, and of what it is one. `later`: references of items that did not stand yet when it was given."""

    by: Scheme
    given: GradeInput
    part: origins.Part
    origin: str
    person_ids: Collection[int]
    later: Collection[str] = ()


@transaction.atomic
def regrade(viewer: Viewer, item_ref: str, given: GradeInput, *, why: str, scheme_id: str = "") -> ItemValue:
    """Give an item another grade from now on, for a stated reason. The grades before it are kept as they were.

    Raises `Refused` for an item that the viewer may not see or work on, `NotCorroborated` and `Incomplete`.
    """
    item = Item.objects.by_ref(viewer, item_ref, "report", "report__author")
    policy.WORK.require(viewer, item)
    before = Grade.unfiltered.select_for_update(of=("self",)).get(item=item, replaced_by__isnull=True)
    by = scheme(before.scheme) if not scheme_id else named_scheme(scheme_id)
    require_grade(by, given)
    rules.require_said(why, field="why", longest=rules.LONGEST_REASON)
    people = set(Naming.unfiltered.filter(item=item).values_list("person_id", flat=True))
    claim = Claim(by, given, origins.Part(item.report.ref, item.kind), item.origin, people)
    for unfit in filter(None, uncorroborated(viewer, [claim])):
        raise unfit
    keep_grades(viewer, [Graded(item, by, given, before, why.strip())])
    searchable.enter_again(item)
    record(viewer, Operation.ALTERATION, item, reason=because("intelligence.regraded"))
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
    record(
        viewer,
        Operation.DISCLOSURE,
        item,
        reason=because("intelligence.further_reach_permitted"),
        to=because("to.reach", reach=reach),
    )


def named_scheme(scheme_id: str) -> Scheme:
    """The scheme of this name. Raises `Incomplete`."""
    try:
        return scheme(scheme_id)
    except NoSuchScheme:
        raise Incomplete("choose", field="scheme_id") from None


def require_grade(by: Scheme, given: GradeInput) -> None:
    """Each axis has a code and a reason, and conditions where its code needs some. Raises `Incomplete`."""
    rules.require_graded(
        by, source=given.source, information=given.information, handling=given.handling, conditions=given.conditions
    )
    rules.require_reasons(source_reason=given.source_reason, information_reason=given.information_reason)
    if len(given.conditions) > rules.LONGEST_REASON:
        raise Incomplete("too_long", field="conditions")


def keep_grades(viewer: Viewer, graded: Sequence[Graded]) -> None:
    """Write these grades down. The custodians see how what somebody told was graded, and never what it was."""
    sources.note_grades(
        [
            sources.GradeOf(
                item.origin,
                item.ref,
                by.id,
                source=given.source,
                information=given.information,
                at=viewer.now(),
                compartment=item.compartment,
            )
            for item, by, given, *_ in graded
            if item.kind == Kind.TOLD.value
        ]
    )
    Grade.unfiltered.bulk_create(
        Grade(
            item=one.item,
            replaces=one.replaces,
            scheme=one.by.id,
            source=one.given.source,
            source_reason=one.given.source_reason.strip(),
            information=one.given.information,
            information_reason=one.given.information_reason.strip(),
            handling=one.given.handling,
            conditions=one.given.conditions.strip(),
            reach=one.by.reach(one.given.handling),
            why=one.why,
            by_id=viewer.staff_id,
            at=viewer.now(),
        )
        for one in graded
    )


def uncorroborated(viewer: Viewer, claims: Iterable[Claim]) -> list[Unfit | None]:
    """For each of these grades why it cannot be given, if it says *corroborated* and nothing of the kind stands behind.

    What the same report says, or the same telling in another one, corroborates nothing.
    """
    asked = list(claims)
    in_need = [one for one in asked if one.given.information in one.by.information.needs_independent_origin]
    if not in_need:
        return [None] * len(asked)
    records = register.records_of_each(viewer, {key for one in in_need for key in one.person_ids})
    ids = frozenset[int]().union(*records.values())
    refs = {key: person.ref for key, person in register.people_of(viewer, ids).items()}
    items = assembling.values_of_items(viewer, _naming(viewer, people=ids))
    about = [{refs[key] for named in one.person_ids for key in records[named] if key in refs} for one in in_need]
    beside = [_beside(one, items, people) for one, people in zip(in_need, about, strict=True)]
    mine = [rules.Heard(one.part.report_ref, one.part.kind, one.origin) for one in in_need]
    roots = origins.origins_of_each([*others, own] for others, own in zip(beside, mine, strict=True))
    found: dict[int, Unfit | None] = {}
    for one, others, people, root in zip(in_need, beside, about, roots, strict=True):
        told = [replace(each, origin=root[origins.Part(each.report_ref, each.kind), each.origin]) for each in others]
        by = rules.corroborating(told, origin=root[one.part, one.origin], people=people)
        found[id(one)] = _why_not(one, by)
    return [found.get(id(one)) for one in asked]


@prepared
def _naming(viewer: Viewer, *, people: Collection[int]) -> QuerySet[Item]:
    named = Naming.unfiltered.filter(item=OuterRef("pk"), person__in=people)
    return Item.objects.visible_to(viewer).filter(Exists(named)).select_related("report", "by")


def _beside(claim: Claim, items: Iterable[ItemValue], people: Collection[str]) -> list[ItemValue]:
    """The items of other reports that name somebody of these people and stood before."""
    return [
        one
        for one in items
        if one.report_ref != claim.part.report_ref
        and one.ref not in claim.later
        and not set(people).isdisjoint(one.person_refs)
    ]


def _why_not(claim: Claim, by: Sequence[str]) -> Unfit | None:
    try:
        rules.require_corroborated(claim.by, claim.given.information, by=by)
    except Unfit as unfit:
        return unfit
    return None
