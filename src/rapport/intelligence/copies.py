"""What the desk hands on, and what changed since: notes, briefings, items that may go further than their code says.

A note lies before whoever was its governor when it was handed over, each by name (`HandedTo`), and before whoever sits
there now. What they are told is what changed in the copy itself: another grade or handling of an item that it shows, a
statement that says nothing any more, fewer origins than it counted, that it is restricted, closed to them or erased.
That an officer added to a report behind it is said as that, and nothing of what was added.
Source: Directive (EU) 2016/680, articles 7(3), 9(3) and 16(6); safeguard 8; docs/decisions/0120.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.access.copies import TOLD_FOR, Change, Copy, key_of
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.intelligence import origins, policy
from rapport.intelligence.item_copies import MOST, WORDS, Held, by_item, grades_of, let_go, opened, regraded
from rapport.intelligence.models import (
    Briefing,
    BriefingLine,
    BriefingSignature,
    HandedTo,
    Handing,
    Item,
    Moving,
    Note,
    Statement,
)
from rapport.intelligence.rules import Heard
from rapport.reporting import copies as reporting


class Handed(NamedTuple):
    """A version of a note as it was handed over."""

    note: Note
    version_id: int
    number: int
    at: datetime
    by_label: str


def received(viewer: Viewer) -> Iterator[Copy]:
    """Notes that were handed to the viewer, briefings that the viewer signed, items opened to the viewer's eyes."""
    if viewer.holds(Role.GOVERNOR):
        yield from _notes_received(viewer)
        yield from reporting.erased(viewer, "intelligence.note", pgettext_lazy("record", "Note"))
        yield from _briefings(viewer)
        yield from reporting.erased(viewer, "intelligence.briefing", _("Daily briefing"))
    if viewer.holds(Role.ANALYST):
        yield from opened(viewer)


def given(viewer: Viewer) -> Iterator[Copy]:
    """Notes that the viewer's desk handed over, briefings that were signed, items that the desk let go further."""
    if not policy.DESK.allows(viewer, None):
        return
    yield from notes_given(viewer, Note.unfiltered.filter(policy.REVIEW_NOTE.filter(viewer)))
    if viewer.holds(Role.INTELLIGENCE):
        yield from _briefings(viewer)
        yield from let_go(viewer)


def notes_given(viewer: Viewer, notes: QuerySet[Note]) -> list[Copy]:
    """These notes of the desk, each as it was handed over last, if anything changed since."""
    handed = _handed(viewer, notes)
    return _note_copies(handed)


def changes_of(versions: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[Change]]:
    """What changed since each of these versions was handed over, by the note's key and the version's number.

    For whoever shows what was decided on them. Enters nothing: the caller enters what it shows.
    """
    notes = Note.unfiltered.filter(pk__in={note for note, _ in versions})
    wanted = set(versions)
    found = [
        Handed(one.note, one.version_id, one.version.number, one.at, one.by.name)
        for one in Handing.unfiltered.filter(note__in=notes).select_related("note", "version", "by")
        if (one.note_id, one.version.number) in wanted
    ]
    return {(one.note.pk, one.number): changes for one, changes in _changes(found).items()}


def _notes_received(viewer: Viewer) -> Iterator[Copy]:
    lying = Note.unfiltered.filter(policy.HANDED_THERE.filter(viewer))
    readable = set(lying.filter(policy.READ_HANDED.filter(viewer)).values_list("pk", flat=True))
    by_name = HandedTo.unfiltered.filter(handing__note__in=lying, staff_id=viewer.staff_id)
    mine = set(by_name.values_list("handing__note_id", flat=True))
    handed = _handed(viewer, lying.filter(pk__in=readable | mine))
    yield from _note_copies([each for each in handed if each.note.pk in readable])
    beyond = [each for each in handed if each.note.pk not in readable]
    marks = reporting.marked("intelligence.note", [(each.note.ref, each.at) for each in beyond])
    closed = _closed(beyond)
    for each in beyond:
        changes = marks.get(each.note.ref, [])
        if not each.note.restricted:
            key, at = closed.get(each.note.pk, ("", viewer.now()))  # nothing moved: the reader is cleared no more
            changes = [Change(key_of("intelligence.note", each.note.ref, "closed", key), at, WORDS["closed"])]
        yield Copy(
            "intelligence.note",
            each.note.ref,
            pgettext_lazy("record", "Note"),
            each.at,
            each.by_label,
            changes=tuple(changes),
        )


def _closed(handed: Sequence[Handed]) -> dict[int, tuple[int, datetime]]:
    """For each note by its key: the last time that an item of it was taken out of the open, and which moving that was.

    Where it went from there is not told to who is not cleared for either.
    """
    notes = {one.note.pk: one.at for one in handed}
    rows = Moving.unfiltered.filter(before="", item__citations__note__in=notes).order_by("pk")
    found = rows.values_list("item__citations__note_id", "pk", "at")
    return {note: (key, at) for note, key, at in found if at > notes[note]}


def _handed(viewer: Viewer, notes: QuerySet[Note]) -> list[Handed]:
    last = Handing.unfiltered.filter(note=OuterRef("note")).order_by("-version__number").values("pk")[:1]
    found = Handing.unfiltered.filter(note__in=notes, pk=Subquery(last), at__gte=viewer.now() - TOLD_FOR)
    return [
        Handed(one.note, one.version_id, one.version.number, one.at, one.by.name)
        for one in found.select_related("note", "version", "by").order_by("-at", "-pk")[:MOST]
    ]


def _note_copies(handed: Sequence[Handed]) -> list[Copy]:
    changes = _changes(handed)
    changed = [one for one in handed if changes[one]]
    before = _before_whom([one.note for one in changed])
    return [
        Copy(
            "intelligence.note",
            one.note.ref,
            pgettext_lazy("record", "Note"),
            one.at,
            by_label=one.by_label,
            to=Role.GOVERNOR.label,
            address="" if one.note.restricted else reverse("intelligence:note", args=[one.note.ref]),
            changes=tuple(changes[one]),
            people=before[one.note.pk],
        )
        for one in changed
    ]


def _before_whom(notes: Sequence[Note]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Whom each of these notes was handed to, by name, of those who are still there."""
    rows = HandedTo.unfiltered.filter(handing__note__in=notes).order_by("staff__name", "pk")
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for note, ref, name in rows.values_list("handing__note_id", "staff__ref", "staff__name"):
        found[note][ref] = name
    return {note.pk: tuple(found[note.pk].items()) for note in notes}


def _changes(handed: Sequence[Handed]) -> dict[Handed, list[Change]]:
    """What changed in each of these since it was handed over, in order."""
    cited = _cited([one.version_id for one in handed])
    items = {held.pk: held for some in cited.values() for held in some}
    grades = grades_of(items)
    reports = reporting.since({held.report_id for held in items.values()})
    marks = reporting.marked("intelligence.note", [(one.note.ref, one.at) for one in handed])
    counted = _origins(handed, cited)
    moved = by_item(Moving.unfiltered.filter(item__in=items))
    found: dict[Handed, list[Change]] = {}
    for one in handed:
        what = ("intelligence.note", one.note.ref, one.number)
        changes = [*marks.get(one.note.ref, []), *counted.get(one, [])]
        for held in cited[one.version_id]:
            changes += regraded(what, held, grades[held.pk], since=one.at)
            changes += _of_report(what, held, reports[held.report_id], since=one.at)
            changes += [
                Change(key_of(*what, "moved", each.pk), each.at, WORDS["moved"], {"item": held.ref})
                for each in moved[held.pk]
                if each.at > one.at
            ]
        found[one] = sorted(changes, key=lambda change: (change.at, change.key))
    return found


def _cited(versions: Collection[int]) -> dict[int, list[Held]]:
    rows = Statement.items.through.objects.filter(statement__version__in=versions).order_by("item__at", "item_id")
    found: dict[int, dict[int, Held]] = defaultdict(dict)
    for version, pk, ref, report in rows.values_list(
        "statement__version_id", "item_id", "item__ref", "item__report_id"
    ):
        found[version][pk] = Held(pk, ref, report)
    return {version: list(found[version].values()) for version in versions}


def _of_report(what: tuple[object, ...], held: Held, report: reporting.Since, *, since: datetime) -> Iterator[Change]:
    values = {"item": held.ref}
    if report.left_at is not None:
        if report.left_at > since:
            yield Change(key_of(*what, "left", held.ref), report.left_at, WORDS["withdrawn"], values)
        return  # nothing more is said of what nobody may use
    for each in report.added:
        if each.at > since:
            yield Change(key_of(*what, "added", held.ref, each.key), each.at, WORDS["added"], values)


def _origins(handed: Sequence[Handed], cited: Mapping[int, Sequence[Held]]) -> dict[Handed, list[Change]]:
    """Where two items of a copy were judged one telling since, or are not any more: how many origins it has now."""
    told = {
        pk: Heard(report, kind, origin)
        for pk, report, kind, origin in Item.unfiltered.filter(
            pk__in={held.pk for some in cited.values() for held in some}
        ).values_list("pk", "report__ref", "kind", "origin")
    }
    sets = [[told[held.pk] for held in cited[one.version_id] if held.pk in told] for one in handed]
    turned = origins.judged_since(sets, [one.at for one in handed])
    found: dict[Handed, list[Change]] = {}
    for one, turn in zip(handed, turned, strict=True):
        if turn is not None and turn.before != turn.now:
            values = {"before": str(turn.before), "now": str(turn.now)}
            key = key_of("intelligence.note", one.note.ref, one.number, "origins", turn.key)
            found[one] = [Change(key, turn.at, WORDS["origins"], values)]
    return found


def _briefings(viewer: Viewer) -> list[Copy]:
    """The briefings of the viewer's prison that were signed, each as it was signed last.

    Of a line that the viewer may not read nothing is said; it is not on their page either.
    """
    signed: dict[int, BriefingSignature] = {}
    rows = BriefingSignature.unfiltered.filter(
        version__briefing__in=Briefing.objects.visible_to(viewer), at__gte=viewer.now() - TOLD_FOR
    )
    for one in rows.select_related("version__briefing", "by", "version__by").order_by("version__number"):
        signed[one.version.briefing_id] = one
    versions = {one.version_id: one for one in signed.values()}
    lines: dict[int, list[Held]] = defaultdict(list)
    shown = Item.unfiltered.filter(policy.IN_A_COPY.filter(viewer))
    for version, pk, ref, report in BriefingLine.unfiltered.filter(version__in=versions, item__in=shown).values_list(
        "version_id", "item_id", "item__ref", "item__report_id"
    ):
        lines[version].append(Held(pk, ref, report))
    items = {held.pk: held for some in lines.values() for held in some}
    grades = grades_of(items)
    reports = reporting.since({held.report_id for held in items.values()})
    first = min((one.at for one in signed.values()), default=viewer.now())
    marks = reporting.marked("intelligence.item", [(held.ref, first) for held in items.values()])
    found = []
    for key, one in versions.items():
        what = ("intelligence.briefing", one.version.briefing.ref, one.version.number)
        changes: list[Change] = []
        for held in lines[key]:
            changes += regraded(what, held, grades[held.pk], since=one.at)
            changes += _of_line(what, held, marks.get(held.ref, []), reports[held.report_id].left_at, since=one.at)
        if changes:
            found.append(
                Copy(
                    "intelligence.briefing",
                    one.version.briefing.ref,
                    _("Daily briefing"),
                    one.at,
                    by_label=one.version.by.name,
                    to=Role.GOVERNOR.label,
                    address=reverse("intelligence:briefing", args=[one.version.briefing.ref]),
                    changes=tuple(sorted(changes, key=lambda change: (change.at, change.key))),
                    people=((one.by.ref, one.by.name),),
                )
            )
    return found


def _of_line(
    what: tuple[object, ...], held: Held, marks: Sequence[Change], left: datetime | None, *, since: datetime
) -> Iterator[Change]:
    """That a line says nothing any more, for good once its report left the prison; or may be read again."""
    for each in marks:
        if each.at > since and (left is None or each.at < left):
            word = "line_freed" if each.words == reporting.WORDS["freed"] else "line_withdrawn"
            yield Change(key_of(*what, word, held.ref, each.at.isoformat()), each.at, WORDS[word])
    if left is not None and left > since:
        yield Change(key_of(*what, "line", held.ref), left, WORDS["line_withdrawn"])
