"""What this room hands on, and what changed since: matters passed on, and urgent notices sent to an office outside.

A notice goes to an office without a seat here: whoever sent it is told, telephones, and acknowledges that they were
told. A matter that left the prison was passed on for nobody inside to know of: its desk is not shown what became of it.
Source: safeguards 8, 12 and 15; docs/decisions/0120.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.access import keeping
from rapport.access.algebra import Rule
from rapport.access.copies import TOLD_FOR, Change, Copy, key_of
from rapport.access.holders import Holder, holders_of
from rapport.access.roles import Role
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.reporting import policy
from rapport.reporting.kinds import EVENT_OF_PASSING, LEFT_THE_PRISON, ROAD_AFTER, PassedTo
from rapport.reporting.models import Addendum, NoticeReview, Passing, Report, ReportEvent, UrgentNotice

WORDS = {
    "added": _("The officer added to the report behind it. Ask the desk whether these words still hold."),
    "added_outside": _("The officer added to the report. Read it again."),
    "restricted": _("It is restricted: nobody works with it, nor with copies of it, until that is lifted."),
    "freed": _("The restriction is lifted: it may be worked with again."),
    "erased": _("It was erased with all that it rested on. Destroy every copy and note that you made of it."),
    "notice_unfit": _(
        "A second person found that it should not have been sent like this. Telephone %(office)s, take it back, and "
        "then say here that they were told."
    ),
    "notice_erased": _(
        "The alarm was erased with its report. Telephone the office, ask them to destroy the notice, and then say here "
        "that they were told."
    ),
}
INSIDE = tuple(road.value for road in PassedTo if EVENT_OF_PASSING[road].value not in ROAD_AFTER)


class Added(NamedTuple):
    """That its author added to a report."""

    key: int
    at: datetime


@dataclass(frozen=True)
class Since:
    """What became of a report that matters to copies which rest on it: additions, and when it left the prison."""

    added: tuple[Added, ...] = ()
    left_at: datetime | None = None


def since(report_ids: Collection[int]) -> dict[int, Since]:
    """What became of these reports. Shows nothing of what they say; whoever uses it asks who may know."""
    added: dict[int, list[Added]] = defaultdict(list)
    rows = Addendum.unfiltered.filter(report__in=report_ids).order_by("pk").values_list("report_id", "pk", "added_at")
    for report, key, at in rows:
        added[report].append(Added(key, at))
    left = ReportEvent.unfiltered.filter(report__in=report_ids, kind__in=LEFT_THE_PRISON).order_by("-pk")
    gone = dict(left.values_list("report_id", "at"))
    return {key: Since(tuple(added[key]), gone.get(key)) for key in report_ids}


def marked(record_class: str, copies: Iterable[tuple[str, datetime]]) -> dict[str, list[Change]]:
    """For each of these records, as reference and when it was handed on: that it was restricted since, or freed."""
    handed = dict(copies)
    found: dict[str, list[Change]] = defaultdict(list)
    for ref, marks in keeping.markings_of(record_class, handed).items():
        found[ref] = [
            Change(key_of(record_class, ref, mark, at.isoformat()), at, WORDS[mark])
            for mark, at in marks
            if at > handed[ref]
        ]
    return found


def erased(viewer: Viewer, record_class: str, name: object, *, words: str = "erased") -> Iterator[Copy]:
    """What was handed to the viewer and is erased: that it was, and nothing of what it said."""
    for stone in keeping.stones_of(viewer, record_class, since=(viewer.now() - TOLD_FOR).date()):
        at = datetime.combine(stone.on, time.min, tzinfo=viewer.now().tzinfo)
        change = Change(key_of(record_class, stone.ref, "erased"), at, WORDS[words])
        yield Copy(record_class, stone.ref, str(name), at, changes=(change,))


def received(viewer: Viewer) -> Iterator[Copy]:
    """What was passed to the viewer, and the notices that the viewer sent."""
    yield from _notices(_unfit_sent(viewer))
    yield from erased(viewer, "reporting.alarm", _("Urgent notice"), words="notice_erased")
    if policy.LIST_PASSINGS.allows(viewer, None):
        yield from _passings(viewer, policy.REVIEW_PASSING)
        yield from erased(viewer, "reporting.passing", _("Matter passed on"))


def given(viewer: Viewer) -> Iterator[Copy]:
    """What the viewer's desk passed on inside the prison; notices that the viewer looks at as the second person."""
    if viewer.holds(Role.INTELLIGENCE):
        readable = Report.unfiltered.filter(policy.REVIEW_REPORT.filter(viewer))
        yield from _passings(viewer, policy.PASSED_BY_ONES_DESK, road__in=INSIDE, report__in=readable)
    if viewer.holds(Role.GOVERNOR) or viewer.holds(Role.HEADQUARTERS):
        yield from _notices(_unfit_reviewed(viewer))


def _passings(viewer: Viewer, rule: Rule, **more: object) -> list[Copy]:
    after = viewer.now() - TOLD_FOR
    found = list(
        Passing.unfiltered.filter(rule.filter(viewer), at__gte=after, **more).select_related("by").order_by("-at")[:200]
    )
    reports = since({one.report_id for one in found})
    marks = marked("reporting.passing", [(one.ref, one.at) for one in found])
    heads: dict[tuple[str, int | None], list[Holder]] = {}
    copies = []
    for one in found:
        word = "added" if one.road in INSIDE else "added_outside"
        added = [
            Change(key_of("reporting.passing", one.ref, "added", each.key), each.at, WORDS[word])
            for each in reports[one.report_id].added
            if each.at > one.at
        ]
        changes = sorted([*added, *marks.get(one.ref, [])], key=lambda change: change.at)
        if not changes:
            continue
        role = Role.GOVERNOR if one.road in INSIDE else Role(ROAD_AFTER[EVENT_OF_PASSING[PassedTo(one.road)].value])
        where = one.establishment_id if one.road in INSIDE else None
        if (role, where) not in heads:
            heads[role, where] = [
                each for each in holders_of(viewer, role, establishment_id=where) if each.establishment_id == where
            ]
        copies.append(
            Copy(
                "reporting.passing",
                one.ref,
                _("Matter passed on"),
                one.at,
                by_label=one.by.name,
                to=PassedTo(one.road).label,
                address="" if one.restricted else reverse("reporting:passed"),
                changes=tuple(changes),
                people=tuple((each.ref, each.name) for each in heads[role, where]),
            )
        )
    return copies


@prepared
def _unfit_sent(viewer: Viewer) -> QuerySet[NoticeReview]:
    return _unfit(viewer, UrgentNotice.unfiltered.filter(by_id=viewer.staff_id))


@prepared
def _unfit_reviewed(viewer: Viewer) -> QuerySet[NoticeReview]:
    others = UrgentNotice.unfiltered.filter(policy.REVIEW_NOTICE.filter(viewer)).exclude(by_id=viewer.staff_id)
    return _unfit(viewer, others)


def _unfit(viewer: Viewer, found: QuerySet[UrgentNotice]) -> QuerySet[NoticeReview]:
    """What a second person said of these notices, where they should not have been sent like that; the last first."""
    reviews = NoticeReview.unfiltered.filter(
        notice__in=found, fitting=False, notice__alarm__service_id=viewer.service_id
    )
    return reviews.select_related("notice__recipient", "notice__by").order_by("-pk")[:100]


def _notices(reviews: Iterable[NoticeReview]) -> Iterator[Copy]:
    for review in reviews:
        one = review.notice
        yield Copy(
            "reporting.urgentnotice",
            one.ref,
            _("Urgent notice"),
            one.sent_at,
            by_label=one.by.name,
            to=one.recipient.name,
            changes=(
                Change(
                    key_of("reporting.urgentnotice", one.ref, "unfit"),
                    review.at,
                    WORDS["notice_unfit"],
                    {"office": f"{one.recipient.name} ({one.recipient.phone})"},
                ),
            ),
            people=((one.by.ref, one.by.name),),
            outside=one.recipient.name,
        )
