"""Reading items, notes, and what became of a report.

Who may: policy. Each answer that shows content is entered as a consultation before it is given.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from rapport.access.legal import WhyKept, why_kept
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.intelligence import assembling, policy
from rapport.intelligence.assembling import NEWEST_FIRST
from rapport.intelligence.models import Item, Link, Note
from rapport.intelligence.origins import counted_each
from rapport.intelligence.values import (
    ItemValue,
    LinkValue,
    NoteLine,
    NoteValue,
    Shelf,
)
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record, together
from rapport.register import selectors as register
from rapport.reporting.queueing import NamingReport, reports_naming
from rapport.reporting.values import ReportValue

LONGEST_LIST = 200


def at_desk(viewer: Viewer) -> bool:
    """Whether the viewer works at the desk at all."""
    return policy.DESK.allows(viewer, None)


def require_desk(viewer: Viewer) -> None:
    """Raise `Refused` for somebody who does not work at the desk."""
    policy.DESK.require_acting(viewer)


@transaction.atomic
def shelf(viewer: Viewer, person_ref: str = "") -> Shelf:
    """The latest items, or those about one person, with their links. Raises `Refused` for a missing person."""
    require_desk(viewer)
    person = register.person(viewer, person_ref) if person_ref else None
    found = items_about(viewer, person.ref) if person is not None else items(viewer)
    links = links_of(viewer, [one.ref for one in found])
    named = _only_named(viewer, person.id) if person is not None else ()
    return Shelf(items=tuple(found), links=tuple(links), person=person, named=named)


def _only_named(viewer: Viewer, person_id: int) -> tuple[NamingReport, ...]:
    """Reports at the desk that name this person, of which no item says who they are to it: *other, not assessed*."""
    keys = register.records_of_each(viewer, {person_id})[person_id]
    found = reports_naming(viewer, keys, limit=LONGEST_LIST)
    items = Item.objects.visible_to(viewer).filter(assembling.naming(keys), report__in={one.id for one in found})
    graded = set(items.values_list("report_id", flat=True)) if found else set()
    shown = tuple(one for one in found if one.id not in graded)
    if shown:
        record(viewer, Operation.CONSULTATION, *(("reporting.report", one.ref) for one in shown))
    return shown


@transaction.atomic
def item(viewer: Viewer, ref: str) -> ItemValue:
    """One item. Raises `Refused` as for a missing one."""
    one = Item.objects.by_ref(viewer, ref)
    return _answered(viewer, assembling.item_values(viewer, Item.unfiltered.filter(pk=one.pk)))[0]


def item_kept(viewer: Viewer, ref: str) -> WhyKept:
    """Why this item is kept, for the page that shows it. Raises `Refused` as for a missing one."""
    return why_kept(Item.objects.by_ref(viewer, ref))


def note_kept(viewer: Viewer, ref: str) -> WhyKept:
    """Why this note is kept, and until when a copy of it is good. Raises `Refused` as for a missing one."""
    return why_kept(Note.objects.by_ref(viewer, ref))


@transaction.atomic
def items(viewer: Viewer, *, refs: Sequence[str] | None = None) -> list[ItemValue]:
    """The latest items, or those of `refs`, newest first. Of `refs`, one that may not be seen is simply not there."""
    found = _latest(viewer) if refs is None else _latest_of(viewer, refs=[normalise(ref) for ref in refs])
    return _answered(viewer, assembling.values_of_items(viewer, found))


@prepared
def _latest(viewer: Viewer) -> QuerySet[Item]:
    return _newest(Item.objects.visible_to(viewer))


@prepared
def _latest_of(viewer: Viewer, *, refs: Collection[str]) -> QuerySet[Item]:
    return _newest(Item.objects.visible_to(viewer).filter(ref__in=refs))


def _newest(found: QuerySet[Item]) -> QuerySet[Item]:
    return found.select_related("report", "by").order_by(*NEWEST_FIRST)[:LONGEST_LIST]


@transaction.atomic
def items_of_report(viewer: Viewer, report_ref: str) -> list[ItemValue]:
    """The items made of a report, in the order in which they were made."""
    found = Item.objects.visible_to(viewer).filter(report__ref=normalise(report_ref)).order_by("at", "pk")
    return _answered(viewer, assembling.item_values(viewer, found))


@transaction.atomic
def items_about(viewer: Viewer, person_ref: str, *, within_days: int | None = None) -> list[ItemValue]:
    """Items that name this person, of the last days or all, newest first. Raises `Refused` for a missing person.

    Under whichever of their records, while these are judged to be one person's.
    """
    person = register.person(viewer, person_ref)
    return _answered(viewer, _about(viewer, {person.id}, within_days))


@transaction.atomic
def items_beside(viewer: Viewer, report: ReportValue, *, within_days: int | None = None) -> list[ItemValue]:
    """Items made of other reports that name one of the people of this report, newest first."""
    found = _about(viewer, {person.id for person in report.people}, within_days)
    return _answered(viewer, [one for one in found if one.report_ref != report.ref])


def _about(viewer: Viewer, person_ids: set[int], within_days: int | None) -> list[ItemValue]:
    records = register.records_of_each(viewer, person_ids)
    keys = frozenset[int]().union(*records.values())
    found = Item.objects.visible_to(viewer).filter(assembling.naming(keys))
    if within_days is not None:
        found = found.filter(at__gte=viewer.now() - timedelta(days=within_days))
    return assembling.item_values(viewer, found.order_by(*NEWEST_FIRST)[:LONGEST_LIST])


def _answered(viewer: Viewer, values: list[ItemValue]) -> list[ItemValue]:
    if values:
        record(viewer, Operation.CONSULTATION, *assembling.entries_of(values))
    return values


def origins(viewer: Viewer, item_refs: Sequence[str]) -> int:
    """How many independent origins stand behind these items. Raises `Refused` for one that may not be seen."""
    return origins_of_each(viewer, [item_refs])[0]


@transaction.atomic
def origins_of_each(viewer: Viewer, sets: Sequence[Sequence[str]]) -> list[int]:
    """How many independent origins stand behind each of these sets of items."""
    if not sets:
        return []
    found = assembling.items_of_each(viewer, sets)
    shown = list(dict.fromkeys(item for items in found for item in items))
    if shown:
        record(viewer, Operation.CONSULTATION, *shown, reason=because("intelligence.origins_counted"))
    return counted_each(assembling.told_by_each(found))


@transaction.atomic
def links_of(viewer: Viewer, item_refs: Sequence[str]) -> list[LinkValue]:
    """Links that hold at least one of these items, newest first."""
    among = Link.items.through.objects.filter(link=OuterRef("pk"), item__ref__in=item_refs)
    found = Link.objects.visible_to(viewer).filter(Exists(among)).order_by(*NEWEST_FIRST)
    values = assembling.link_values(viewer, found)
    if values:
        people = sorted({one.person.entry for one in values})
        record(viewer, Operation.CONSULTATION, *(("intelligence.link", one.ref) for one in values), *people)
    return values


@transaction.atomic
def notes(viewer: Viewer) -> list[NoteLine]:
    """Notes that the viewer may read, newest first. Raises `Refused` for somebody to whom none is ever shown."""
    policy.LIST_NOTES.require_acting(viewer)
    return _listed(
        viewer, assembling.note_lines(viewer, Note.objects.visible_to(viewer).order_by(*NEWEST_FIRST)[:LONGEST_LIST])
    )


@transaction.atomic
def handed(viewer: Viewer) -> list[NoteLine]:
    """Notes that were handed to this governor for decision, the oldest first."""
    before_governor = Note.unfiltered.filter(policy.READ_HANDED.filter(viewer)).order_by("at", "pk")
    return _listed(viewer, assembling.note_lines(viewer, before_governor[:LONGEST_LIST]))


def _listed(viewer: Viewer, lines: list[NoteLine]) -> list[NoteLine]:
    if lines:
        record(viewer, Operation.CONSULTATION, *(("intelligence.note", one.ref) for one in lines))
    return lines


def note(viewer: Viewer, ref: str) -> NoteValue:
    """A note: for the desk as last written, for a governor as last handed over. Raises `Refused` for a missing one."""
    return notes_of_refs(viewer, [ref])[0]


@transaction.atomic
def notes_of_refs(viewer: Viewer, refs: Sequence[str]) -> list[NoteValue]:
    """The same for each of these references, in the order given."""
    return _whole(viewer, assembling.notes_by_ref(viewer, refs))


def _whole(viewer: Viewer, found: Sequence[Note]) -> list[NoteValue]:
    versions = assembling.versions_for(viewer, found)
    values = assembling.note_values(viewer, list(zip(found, versions, strict=True)))
    with together():
        for one, value in zip(found, values, strict=True):
            record(viewer, Operation.CONSULTATION, one, *assembling.entries_of(value.items))
    return values
