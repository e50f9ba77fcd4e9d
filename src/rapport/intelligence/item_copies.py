"""Copies of single items, and what changed in an item that a copy shows: opened to an analyst's eyes, let go further.

Source: as `intelligence.copies`, which tells of notes and briefings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.access.copies import TOLD_FOR, Change, Copy, key_of
from rapport.access.holders import holders_of
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.intelligence import policy
from rapport.intelligence.choices import Reach
from rapport.intelligence.models import Grade, Item, Moving, Permission
from rapport.reporting import copies as reporting

MOST = 200


Dated = TypeVar("Dated", Grade, Moving)


WORDS = {
    "grade": _("Item %(item)s was graded anew: %(before)s before, now %(now)s."),
    "handling": _("How far item %(item)s may go has changed. Now: %(now)s. Before: %(before)s."),
    "withdrawn": _("A statement rested on what may not be used any more (item %(item)s). It says nothing any more."),
    "line_withdrawn": _("A line rested on what may not be used any more. Strike it from every copy."),
    "line_freed": _("A line that was to be struck may be read and used again."),
    "opened_withdrawn": _("Item %(item)s, which was opened to you, may not be used any more. Destroy what you noted."),
    "origins": _("It counted %(before)s independent origins. They are %(now)s: two items are one telling."),
    "added": _("The officer added to the report behind item %(item)s. The desk says whether that changes the item."),
    "moved": _("Who may read item %(item)s has changed: it was put into a compartment, moved or taken out of one."),
    "closed": _("It lies where you are not cleared any more. Do not work with copies of it: give them to the desk."),
}


class Held(NamedTuple):
    """An item in a copy, as far as a correction needs it."""

    pk: int
    ref: str
    report_id: int


def grades_of(items: Collection[int]) -> dict[int, list[Grade]]:
    """The grades that took the place of another, in order."""
    return by_item(Grade.unfiltered.filter(item__in=items, replaces__isnull=False).select_related("replaces"))


def by_item(rows: QuerySet[Dated]) -> dict[int, list[Dated]]:
    found: dict[int, list[Dated]] = defaultdict(list)
    for one in rows.order_by("pk"):
        found[one.item_id].append(one)
    return found


def regraded(what: tuple[object, ...], held: Held, grades: Sequence[Grade], *, since: datetime) -> Iterator[Change]:
    """That a grade took the place of the one that was handed on; where only the handling changed, that it did."""
    for one in grades:
        before = one.replaces
        if one.at <= since or before is None:
            continue
        if _letters(one) != _letters(before):
            values = {"item": held.ref, "before": _letters(before), "now": _letters(one)}
            yield Change(key_of(*what, "grade", one.pk), one.at, WORDS["grade"], values)
        if (one.reach, one.conditions) != (before.reach, before.conditions):
            values = {"item": held.ref, "before": _reach(before), "now": _reach(one)}
            yield Change(key_of(*what, "handling", one.pk), one.at, WORDS["handling"], values)


def _letters(one: Grade) -> str:
    return f"{one.source}{one.information} ({one.scheme.partition('@')[0]})"


def _reach(one: Grade) -> str:
    said = str(Reach(one.reach).label)
    return f"{said} ({one.conditions})" if one.conditions else said


def opened(viewer: Viewer) -> list[Copy]:
    """Items of prisons where the viewer is not posted, opened to them by a permission that is in force."""
    elsewhere = Item.unfiltered.filter(policy.IN_A_COPY.filter(viewer))
    if viewer.establishment_id is not None:
        elsewhere = elsewhere.exclude(establishment_id=viewer.establishment_id)
    return _permitted(viewer, elsewhere)


def let_go(viewer: Viewer) -> list[Copy]:
    """Items of the viewer's own prison that its desk let go further."""
    if viewer.establishment_id is None:
        return []
    return _permitted(
        viewer,
        Item.unfiltered.filter(policy.IN_A_COPY.filter(viewer), establishment_id=viewer.establishment_id),
        people=tuple((one.ref, one.name) for one in holders_of(viewer, Role.ANALYST) if one.establishment_id is None),
    )


def _permitted(viewer: Viewer, items: QuerySet[Item], people: tuple[tuple[str, str], ...] = ()) -> list[Copy]:
    found = list(
        Permission.unfiltered.filter(item__in=items, at__lte=viewer.now(), at__gte=viewer.now() - TOLD_FOR)
        .select_related("item", "by")
        .order_by("-at", "-pk")[:MOST]
    )
    last = {one.item_id: one for one in reversed(found)}
    grades = grades_of(last)
    reports = reporting.since({one.item.report_id for one in last.values()})
    marks = reporting.marked("intelligence.item", [(one.item.ref, one.at) for one in last.values()])
    copies = []
    for one in last.values():
        held = Held(one.item_id, one.item.ref, one.item.report_id)
        what = ("intelligence.item", held.ref)
        left = reports[held.report_id].left_at
        changes = [*marks.get(held.ref, []), *regraded(what, held, grades[held.pk], since=one.at)]
        if left is not None and left > one.at:
            changes.append(Change(key_of(*what, "left"), left, WORDS["opened_withdrawn"], {"item": held.ref}))
        usable = left is None and not one.item.restricted and one.until > viewer.now()
        copies.append(
            Copy(
                "intelligence.item",
                held.ref,
                _("Item"),
                one.at,
                by_label=one.by.name,
                to=Reach(one.reach).label,
                why=one.reason,
                address=reverse("intelligence:item", args=[held.ref]) if usable else "",
                changes=tuple(sorted(changes, key=lambda change: (change.at, change.key))),
                people=people,
            )
        )
    return copies
