"""What became of reports on this desk: which items, links and notes came of them, by their references alone.

Who may: policy. What is named is entered as one consultation before the answer is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.intelligence import policy
from rapport.intelligence.assembling import NEWEST_FIRST, held_by_each, named_in, readable
from rapport.intelligence.models import Citation, Item, Link, Note, Statement
from rapport.intelligence.values import Fates, MadeItem, ReportFate
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record
from rapport.register import selectors as register


def fate_of(viewer: Viewer, report_ref: str) -> ReportFate:
    """What became of one report, as far as the viewer may see it. A report without items has no fate."""
    fates = fates_of(viewer, [report_ref])
    return ReportFate(graded=tuple(one.ref for one in fates.items), linked=tuple(fates.links), notes=tuple(fates.notes))


@transaction.atomic
def fates_of(viewer: Viewer, report_refs: Iterable[str]) -> Fates:
    """What became of these reports, as far as the viewer may see it, in as many questions as for one.

    A note counts for what it cites in the version that the viewer reads.
    """
    made = _made_of(viewer, reports=[normalise(ref) for ref in report_refs])
    keys = [pk for pk, _, _ in made]
    named: dict[int, list[int]] = defaultdict(list)
    for item, person in named_in(items=keys):
        named[item].append(person)
    links = {pk: (ref, person) for pk, ref, person in _holding(viewer, items=keys)}
    about = {person for some in named.values() for person in some} | {person for _, person in links.values()}
    people = register.people_of(viewer, about)
    held = held_by_each(viewer, {pk: person for pk, (_, person) in links.items() if person in people})
    fates = Fates(
        items=tuple(
            MadeItem(ref, report_ref, frozenset(people[person].ref for person in named[pk] if person in people))
            for pk, ref, report_ref in made
        ),
        links={links[pk][0]: frozenset(refs) for pk, refs in held.items() if refs},
        notes=_cited_by_each(viewer, keys),
    )
    if fates.items:
        shown = [("intelligence.item", one.ref) for one in fates.items]
        shown += [("intelligence.link", ref) for ref in fates.links]
        shown += [("intelligence.note", ref) for ref in fates.notes]
        shown += sorted({one.entry for one in people.values()})
        record(viewer, Operation.CONSULTATION, *shown, reason=because("intelligence.what_became_of_a_report"))
    return fates


def _cited_by_each(viewer: Viewer, items: Collection[int]) -> dict[str, frozenset[str]]:
    """For each note that cites one of these items now, the oldest first, all usable items that it cites."""
    notes = dict(_citing(viewer, items=items))
    read = dict(_versions_of(viewer, notes=list(notes)))
    note_of = {version: note for note, version in read.items()}
    cited: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for version, item, ref in _cited_in(viewer, versions=list(note_of)):
        cited[note_of[version]].add((item, ref))
    wanted = set(items)
    return {
        ref: frozenset(each for _, each in cited[pk])
        for pk, ref in notes.items()
        if any(item in wanted for item, _ in cited[pk])
    }


@prepared
def _made_of(viewer: Viewer, *, reports: Collection[str]) -> QuerySet[Item, tuple[int, str, str]]:
    """(key, reference, reference of the report), in the order in which they were made."""
    found = Item.objects.visible_to(viewer).filter(report__ref__in=reports)
    return found.order_by("at", "pk").values_list("pk", "ref", "report__ref")


@prepared
def _holding(viewer: Viewer, *, items: Collection[int]) -> QuerySet[Link, tuple[int, str, int]]:
    """(key, reference, person) of links that hold one of these items."""
    among = Link.items.through.objects.filter(link=OuterRef("pk"), item__in=items)
    found = Link.objects.visible_to(viewer).filter(Exists(among))
    return found.order_by(*NEWEST_FIRST).values_list("pk", "ref", "person_id")


@prepared
def _citing(viewer: Viewer, *, items: Collection[int]) -> QuerySet[Note, tuple[int, str]]:
    """(key, reference) of notes that cite one of these items in one of their versions, the oldest first."""
    citing = Citation.unfiltered.filter(note=OuterRef("pk"), item__in=items)
    return Note.objects.visible_to(viewer).filter(Exists(citing)).order_by("at", "pk").values_list("pk", "ref")


@prepared
def _versions_of(viewer: Viewer, *, notes: Collection[int]) -> QuerySet[Any, tuple[int, int]]:
    """(note, version) that the viewer may read, the last written last."""
    found = readable(viewer).select_related(None).filter(note__in=notes)
    return found.order_by("number").values_list("note_id", "pk")


@prepared
def _cited_in(viewer: Viewer, *, versions: Collection[int]) -> QuerySet[Any, tuple[int, int, str]]:
    """(version, item, its reference): what may still be used of what these versions cite."""
    usable = Item.unfiltered.filter(policy.USABLE.filter(viewer)).values("pk")
    found = Statement.items.through.objects.filter(statement__version__in=versions, item__in=usable)
    return found.values_list("statement__version_id", "item_id", "item__ref")
