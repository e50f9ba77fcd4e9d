"""Items with all that stands beside them, the links that they hold, and by which scheme a prison grades."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from rapport.access.algebra import Refused
from rapport.access.compartments import cleared
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.intelligence.grading import Scheme, scheme_in_use, schemes
from rapport.intelligence.models import (
    Grade,
    Item,
    ItemTheme,
    Link,
    Naming,
    SchemeChoice,
)
from rapport.intelligence.rules import Heard
from rapport.intelligence.values import (
    GradeValue,
    ItemValue,
    LinkValue,
    NamedPerson,
)
from rapport.ledger.references import is_reference, normalise
from rapport.register import selectors as register
from rapport.register.values import PersonValue

NEWEST_FIRST = ("-at", "-pk")


def scheme_of(establishment_id: int) -> Scheme:
    """The scheme by which an establishment grades: the one that two people allowed last, or the house's own."""
    return schemes().get(next(iter(_chosen_last(establishment=establishment_id)), ""), scheme_in_use())


@prepared
def _chosen_last(*, establishment: int) -> QuerySet[SchemeChoice, str]:
    chosen = SchemeChoice.unfiltered.filter(establishment_id=establishment, chosen_at__isnull=False)
    return chosen.order_by("-chosen_at", "-pk").values_list("scheme", flat=True)[:1]


def items_by_ref(viewer: Viewer, refs: Sequence[str]) -> list[Item]:
    """The items of these references, each once, in the order given. Raises `Refused` for one that may not be seen."""
    return items_of_each(viewer, [refs])[0]


def items_of_each(viewer: Viewer, sets: Sequence[Sequence[str]]) -> list[list[Item]]:
    """The same for each of these sets of references, in one question however many they are."""
    wanted = [list(dict.fromkeys(normalise(ref) for ref in refs)) for refs in sets]
    among = {ref for refs in wanted for ref in refs}
    if not among:
        return [[] for _ in wanted]
    found = {item.ref: item for item in _readable_items(viewer, refs=among)}
    for refs in wanted:
        for ref in refs:
            if ref not in found:
                about = [("intelligence.item", ref)] if is_reference(ref) else []
                raise Refused("no_such_record", *about, exists=False)
    return [[found[ref] for ref in refs] for refs in wanted]


@prepared
def _readable_items(viewer: Viewer, *, refs: Collection[str]) -> QuerySet[Item]:
    return Item.objects.visible_to(viewer).filter(ref__in=refs)


def told_by_each(sets: Sequence[Sequence[Item]]) -> list[list[Heard]]:
    """Where the items of each of these sets come from, and nothing else of them."""
    keys = {one.pk for items in sets for one in items}
    refs = dict(_reports_of(items=keys))
    return [[Heard(refs[one.pk], one.kind, one.origin) for one in items] for items in sets]


@prepared
def _reports_of(*, items: Collection[int]) -> QuerySet[Item, tuple[int, str]]:
    return Item.unfiltered.filter(pk__in=items).values_list("pk", "report__ref")


def naming(person_ids: Collection[int]) -> Exists:
    """Items that name one of these people."""
    return Exists(Naming.unfiltered.filter(item=OuterRef("pk"), person__in=person_ids))


def item_values(viewer: Viewer, items: QuerySet[Item]) -> list[ItemValue]:
    """Values of these items, in their order, with the people in them whom the viewer may see."""
    return values_of_items(viewer, list(items.select_related("report", "by")))


def values_of_items(viewer: Viewer, records: Sequence[Item]) -> list[ItemValue]:
    """The same of records that were read with their reports and makers."""
    if not records:
        return []
    keys = [item.pk for item in records]
    beside: dict[int, _Beside] = defaultdict(_Beside)
    for naming in _namings(items=keys):
        beside[naming.item_id].namings[naming.person_id] = naming
    for grade in _grades(items=keys):
        beside[grade.item_id].grade = grade
    for laid in _themes(items=keys):
        beside[laid.item_id].themes.append(laid.theme)
    people = register.people_of(viewer, {key for one in beside.values() for key in one.namings})
    labels: dict[str, str] = {}
    if any(item.compartment for item in records):
        labels = {one.ref: one.label for one in cleared(viewer)}
    return [_item_value(item, beside[item.pk], people, labels.get(item.compartment, "")) for item in records]


class _Beside:
    """What belongs to an item: who is named in it, the grade that holds, its themes."""

    def __init__(self) -> None:
        self.namings: dict[int, Naming] = {}
        self.grade: Grade | None = None
        self.themes: list[str] = []


@prepared
def _namings(*, items: Collection[int]) -> QuerySet[Naming]:
    return Naming.unfiltered.filter(item__in=items)


@prepared
def _grades(*, items: Collection[int]) -> QuerySet[Grade]:
    return Grade.unfiltered.filter(replaced_by__isnull=True, item__in=items).select_related("by")


@prepared
def _themes(*, items: Collection[int]) -> QuerySet[ItemTheme]:
    return ItemTheme.unfiltered.filter(item__in=items).order_by("pk")


def _item_value(item: Item, beside: _Beside, people: dict[int, PersonValue], compartment: str) -> ItemValue:
    if beside.grade is None:
        raise LookupError(f"{item.ref} has no grade that holds")
    return ItemValue(
        ref=item.ref,
        report_ref=item.report.ref,
        establishment_id=item.establishment_id,
        kind=item.kind,
        origin=item.origin,
        text=item.text,
        grade=grade_value(beside.grade),
        obtained=item.obtained,
        necessity=item.necessity,
        themes=tuple(beside.themes),
        people=tuple(
            NamedPerson(person=person, category=beside.namings[key].category, grounds=beside.namings[key].grounds)
            for key, person in people.items()
            if key in beside.namings
        ),
        by_ref=item.by.ref,
        by_label=item.by.name,
        happened_at=item.report.happened_at,
        at=item.at,
        compartment=compartment,
    )


def grade_value(one: Grade) -> GradeValue:
    """A grade with its date, and with what changed where it replaced another."""
    return GradeValue(
        scheme_id=one.scheme,
        source=one.source,
        source_reason=one.source_reason,
        information=one.information,
        information_reason=one.information_reason,
        handling=one.handling,
        conditions=one.conditions,
        reach=one.reach,
        why=one.why,
        by_label=one.by.name,
        at=one.at,
    )


def entries_of(items: Iterable[ItemValue]) -> list[tuple[str, str]]:
    """How the ledger names these items and the people that they show, each once."""
    shown = list(items)
    people = sorted({named.person.entry for item in shown for named in item.people})
    return [*(("intelligence.item", item.ref) for item in shown), *people]


def link_values(viewer: Viewer, links: QuerySet[Link]) -> list[LinkValue]:
    """Values of these links, through people whom the viewer may see, with those of their items that are usable."""
    records = list(links.select_related("by"))
    people = register.people_of(viewer, {link.person_id for link in records})
    held = held_by_each(viewer, {link.pk: link.person_id for link in records})
    return [
        LinkValue(
            ref=link.ref,
            person=people[link.person_id],
            item_refs=held[link.pk],
            reason=link.reason,
            by_label=link.by.name,
            at=link.at,
        )
        for link in records
        if link.person_id in people and held[link.pk]
    ]


def held_by_each(viewer: Viewer, links: Mapping[int, int]) -> dict[int, tuple[str, ...]]:
    """The items of each link (its key, and its person's) that name its person, under whichever of their records, as
    these are judged today, and that the viewer may read.

    A link of which one item would be left by a judgement that was taken back holds nothing together any more.
    """
    if not links:
        return {}
    records = register.records_of_each(viewer, set(links.values()))
    readable: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for link, item, ref in _items_of_links(viewer, links=list(links)):
        readable[link].append((item, ref))
    named = set(named_in(items={item for some in readable.values() for item, _ in some}))
    held = {
        link: tuple(ref for item, ref in readable[link] if any((item, key) in named for key in records[person]))
        for link, person in links.items()
    }
    apart = {link for link, refs in held.items() if len(refs) < 2 and len(refs) < len(readable[link])}
    return {link: () if link in apart else refs for link, refs in held.items()}


@prepared
def _items_of_links(viewer: Viewer, *, links: Collection[int]) -> QuerySet[Any, tuple[int, int, str]]:
    """(link, item, reference of the item), in their order."""
    found = Link.items.through.objects.filter(link__in=links, item__in=Item.objects.visible_to(viewer).values("pk"))
    return found.order_by("item__at", "item").values_list("link", "item", "item__ref")


@prepared
def named_in(*, items: Collection[int]) -> QuerySet[Naming, tuple[int, int]]:
    """(item, person) for each who is named in one of these items."""
    return Naming.unfiltered.filter(item__in=items).values_list("item_id", "person_id")
