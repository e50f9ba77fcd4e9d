"""Who answers for items and what was made of them: the desk. A link, and a note, goes when one of its items does.

The reason of a link and the words of a note were made from all of their items; what is left of one would still say what
was erased. Before it erases, the page says what goes too, and the desk may write the note anew without it.
Source: safeguards 2 and 3; docs/decisions/0090.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.access.keeping import Doomed, Kept
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.intelligence import policy, searchable
from rapport.intelligence.models import Handing, Item
from rapport.reporting.keeping import who_read
from rapport.reporting.policy import REVIEW_REPORT

DESK = frozenset({Role.INTELLIGENCE, Role.ANALYST})
WHOLE = ("intelligence.link_items.link", "intelligence.citation.note", "intelligence.lineperson.line")
"""What these rows belong to goes with them."""


def desk(one: Any) -> tuple[set[str], set[str]]:
    """The desk of the establishment, and its analysts."""
    return {f"role:{role}@{one.establishment.ref}" for role in DESK}, set()


def desk_of_item(item: Any) -> tuple[set[str], set[str]]:
    """The desk, but nobody whom the report is about; what is kept in its prison is its desk's alone."""
    readers, _subjects = desk(item)
    last = item.grades.filter(replaced_by__isnull=True).first()
    if last is not None and last.reach == "here":
        readers = {f"posted:{role}@{item.establishment.ref}" for role in DESK}
    return _cleared(readers, item.compartment), who_read(item.report)[1]


def desk_of_link(link: Any) -> tuple[set[str], set[str]]:
    """The desk, of whoever is cleared for what it rests on."""
    closed = {link.compartment, *link.items.values_list("compartment", flat=True)}
    return _cleared(desk(link)[0], *closed), set()


def _cleared(readers: set[str], *compartments: str) -> set[str]:
    """Of these, who is cleared. Of two compartments nobody is told who is cleared for both."""
    closed = {one for one in compartments if one}
    if len(closed) > 1:
        return set()
    return {f"{one}+{compartment}" for one in readers for compartment in closed} if closed else readers


def readers_of_note(note: Any) -> tuple[set[str], set[str]]:
    """The desk; the governor once it was handed over; nobody whom one of its reports is about."""
    readers, unseen = desk(note)
    if Handing.unfiltered.filter(note=note).exists():
        readers.add(f"role:governor@{note.establishment.ref}")
    for cited in note.citations.select_related("item__report"):
        of_item, subjects = desk_of_item(cited.item)
        of_item = {one.partition("+")[0] for one in of_item}
        unseen |= subjects
        if not of_item & readers:
            readers = of_item | {one for one in readers if one.startswith("role:governor")}
    closed = {note.compartment, *note.citations.values_list("item__compartment", flat=True)}
    return _cleared({one.partition("+")[0] for one in readers}, *closed), unseen


KEPT = [
    Kept(
        "intelligence.item",
        _("Item"),
        DESK,
        policy.REVIEW_ITEM,
        url_name="intelligence:item",
        readers=desk_of_item,
        parts=(("intelligence.tie", "item"),),
    ),
    Kept(
        "intelligence.naming",
        _("Person named in an item"),
        DESK,
        policy.REVIEW_ITEM,
        through="item",
        url_name="intelligence:item",
    ),
    Kept("intelligence.link", _("Link"), DESK, policy.REVIEW_LINK, readers=desk_of_link),
    Kept("intelligence.group", _("Group"), DESK, policy.REVIEW_GROUP, readers=desk),
    Kept("intelligence.event", _("Event"), DESK, policy.REVIEW_GROUP, readers=desk),
    Kept("intelligence.retelling", _("Two tellings of one thing"), DESK, REVIEW_REPORT, through="later"),
    Kept("intelligence.requirement", _("Requirement"), DESK, policy.REVIEW_REQUIREMENT),
    Kept("intelligence.tasking", _("Tasking"), frozenset({Role.INTELLIGENCE}), policy.REVIEW_DIRECTION),
    Kept(
        "intelligence.organisation",
        _("Organisation that a label names"),
        frozenset({Role.INTELLIGENCE}),
        policy.REVIEW_DIRECTION,
        url_name="intelligence:organisation",
    ),
    Kept(
        "intelligence.briefing",
        _("Daily briefing"),
        frozenset({Role.INTELLIGENCE}),
        policy.REVIEW_DIRECTION,
        url_name="intelligence:briefing",
    ),
    Kept(
        "intelligence.note", _("Note"), DESK, policy.REVIEW_NOTE, url_name="intelligence:note", readers=readers_of_note
    ),
]


def mend(_viewer: Viewer, doomed: Doomed) -> None:
    """An item that does not name somebody any more is not found by that name."""
    namings = doomed.keys("intelligence.naming")
    if namings:
        stays = Item.unfiltered.filter(namings__in=namings).exclude(pk__in=doomed.keys("intelligence.item")).distinct()
        searchable.enter_without(list(stays), namings)
