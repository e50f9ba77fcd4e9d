"""The draft of a daily briefing: what its readers may see of the last day, cut to one page by saying what is left out.

Made for the desk that drafts it, of what every possible reader of the page may read: an item that is about one of them,
that came by force or is restricted never enters it, not even into a number. Handling codes: an item of another prison
is in no briefing; of this prison every code reaches its head.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.access.algebra import Rule, says
from rapport.access.holders import holders_of
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.intelligence import assembling, policy
from rapport.intelligence.choices import Section
from rapport.intelligence.models import Grade, Item, Requirement
from rapport.intelligence.rules import ROWS_OF_A_PAGE, rows_of_a_page
from rapport.intelligence.values import GradeValue
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register import selectors as register
from rapport.reporting import owing

MOST_OF: dict[str, int] = {
    Section.URGENT: 3,
    Section.GRADED: 6,
    Section.ARRIVALS: 4,
    Section.MOVES: 4,
    Section.RELEASES: 4,
    Section.REQUIREMENTS: 4,
    Section.REVIEWS: 4,
}
"""So many lines of each part; what is left out is counted on the page."""
LETTERS_OF_AN_ITEM = 150
LETTERS_OF_THEMES = 45
"""What the themes beside an item take, in the longest of our languages."""
DAYS_OF_RELEASES = 30


@dataclass(frozen=True)
class Drafted:
    """A line as it is drafted, with what it rests on; or that so many more were left out."""

    section: str
    text: str = ""
    more: int = 0
    item_id: int | None = None
    grade: str = ""
    people: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    ends_on: date | None = None


def readers_of(viewer: Viewer) -> frozenset[int]:
    """Everybody who may read a briefing of the viewer's prison: its head and its desk."""
    held = holders_of(viewer, Role.INTELLIGENCE, Role.GOVERNOR, establishment_id=viewer.establishment_id)
    return frozenset(one.id for one in held)


def drafted(viewer: Viewer, *, since: datetime) -> list[Drafted]:
    """The lines with which the desk begins: all that happened since then, in the order of the page."""
    readers = readers_of(viewer)
    parts = [
        _urgent(viewer, since, readers),
        _graded(viewer, since, readers),
        *_movements(viewer, since),
        _releases(viewer),
        _requirements(viewer),
        _reviews(viewer, readers),
    ]
    most = dict(MOST_OF)
    while rows_of_a_page(rows_of(page := _cut(parts, most))) > ROWS_OF_A_PAGE:
        rows = {one.section: 0 for one in page}
        for one in page:
            rows[one.section] += len(one.text) + len(one.grade)
        longest = max((section for section in rows if most[section] > 1), key=lambda section: rows[section])
        most[longest] = min(most[longest], sum(one.section == longest and not one.more for one in page)) - 1
    return page


def _cut(parts: Iterable[Sequence[Drafted]], most: Mapping[str, int]) -> list[Drafted]:
    page: list[Drafted] = []
    for lines in filter(None, parts):
        section = lines[0].section
        page += lines[: most[section]]
        if len(lines) > most[section]:
            page.append(Drafted(section, more=len(lines) - most[section]))
    return page


def rows_of(lines: Sequence[Drafted]) -> list[list[str]]:
    """The rows of the page, part by part; a part without any says so in a row. The wings have a page of their own."""
    every = [one for one in Section if one is not Section.WING]
    found = [[_row(line) for line in lines if line.section == one] for one in every]
    return [rows for one, rows in zip(every, found, strict=True) if rows or one is not Section.REMARK]


def _row(line: Drafted) -> str:
    """As wide as it is printed: an item stands with its grade and its themes."""
    return f"{line.text} {line.grade}{'x' * LETTERS_OF_THEMES if line.grade else ''}"


def _urgent(viewer: Viewer, since: datetime, readers: Collection[int]) -> list[Drafted]:
    found = owing.urgent_since(viewer, since, readers=readers)
    places = register.places_of(viewer, {one.place_id for one in found if one.place_id is not None})
    lines = []
    for one in found:
        where = [places[one.place_id].label] if one.place_id in places else []
        said = _("answered") if one.answered else _("nobody has answered yet")
        lines.append(Drafted(Section.URGENT, " · ".join([_when(one.at), one.danger, *where, said])))
    return lines


def briefable(readers: frozenset[int]) -> Rule:
    """The items that may stand in a briefing which all of these people may read: none that lies in a compartment."""
    return says("compartment", "") & policy.READ_ITEM & policy.BRIEF_ITEM & policy.about_none_of(readers)


def _graded(viewer: Viewer, since: datetime, readers: frozenset[int]) -> list[Drafted]:
    fresh = Grade.unfiltered.filter(item=OuterRef("pk"), at__gte=since, replaced_by__isnull=True)
    allowed = Item.unfiltered.filter(briefable(readers).filter(viewer))
    found = list(allowed.filter(Exists(fresh)).order_by("-at", "-pk")[: owing.MOST])
    shown = Item.unfiltered.filter(pk__in=[one.pk for one in found]).order_by("-at", "-pk")
    values = assembling.item_values(viewer, shown)
    if values:
        record(
            viewer,
            Operation.CONSULTATION,
            *assembling.entries_of(values),
            reason=because("intelligence.drafted_a_briefing"),
        )
    keys = {one.ref: one for one in found}
    return [
        Drafted(
            Section.GRADED,
            _shortened(one.text) + (f" ({_('disputed')})" if keys[one.ref].disputed else ""),
            item_id=keys[one.ref].pk,
            grade=graded_as(one.grade),
            people=tuple(named.person.id for named in one.people),
        )
        for one in values
    ]


def graded_as(grade: GradeValue) -> str:
    """A grade as a line shows it: each axis apart, the handling code, and the scheme that gives them a meaning."""
    codes = [grade.source, grade.information, *([grade.handling] if grade.handling else [])]
    return f"{' · '.join(codes)} ({grade.scheme_id})"


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    if len(plain) <= LETTERS_OF_AN_ITEM:
        return plain
    return plain[: LETTERS_OF_AN_ITEM - 2].rsplit(" ", 1)[0] + " …"


def _movements(viewer: Viewer, since: datetime) -> tuple[list[Drafted], list[Drafted]]:
    arrivals, moves = [], []
    for one in register.movements(viewer, since):
        person = (one.person.id,)
        if one.came_from:
            said = f"{one.person.label}: {one.came_from} → {one.to}"
            moves.append(Drafted(Section.MOVES, said, people=person))
        else:
            arrivals.append(Drafted(Section.ARRIVALS, f"{one.person.label}: {one.to}", people=person))
    return arrivals, moves


def _releases(viewer: Viewer) -> list[Drafted]:
    until = viewer.now().date() + timedelta(days=DAYS_OF_RELEASES)
    return [
        Drafted(Section.RELEASES, f"{_day(one.on)}: {one.person.label}", people=(one.person.id,))
        for one in register.releases(viewer, until)
    ]


def _requirements(viewer: Viewer) -> list[Drafted]:
    today = viewer.now().date()
    found = Requirement.objects.visible_to(viewer).filter(ends_on__gte=today).order_by("due_on", "pk")
    open_ones = list(found[: owing.MOST])
    if open_ones:
        record(viewer, Operation.CONSULTATION, *open_ones, reason=because("intelligence.drafted_a_briefing"))
    return [
        Drafted(
            Section.REQUIREMENTS,
            (_("was due %(day)s: %(question)s") if one.due_on < today else _("due %(day)s: %(question)s"))
            % {"day": _day(one.due_on), "question": one.question},
        )
        for one in open_ones
    ]


def _reviews(viewer: Viewer, readers: frozenset[int]) -> list[Drafted]:
    """What should have been looked at again by now: numbers of records, never of anybody's."""
    today = viewer.now().date()
    items = Item.unfiltered.filter(briefable(readers).filter(viewer), review_on__lt=today).count()
    apart = sum(one.review_on < today for one in register.associations_to_review(viewer))
    late = owing.late(viewer, readers=readers)
    said = [
        (items, ngettext("%(count)d item to review", "%(count)d items to review", items)),
        (apart, ngettext("%(count)d pair of people to review", "%(count)d pairs of people to review", apart)),
        (late, ngettext("%(count)d author without an answer", "%(count)d authors without an answer", late)),
    ]
    return [Drafted(Section.REVIEWS, text % {"count": count}) for count, text in said if count]


def _day(on: date) -> str:
    return date_format(on, "j E")


def _when(at: datetime) -> str:
    return date_format(at.astimezone(ZoneInfo(settings.TIME_ZONE)), "j E H:i")


def in_order(lines: Sequence[Drafted]) -> list[Drafted]:
    """The lines in the order of the page: part by part, as they were written within each."""
    order = Section.values
    return sorted(lines, key=lambda one: order.index(one.section))
