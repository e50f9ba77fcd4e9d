"""What is asked: requirements for the desk, with what they brought in; the start of a shift for whoever is there.

What was answered is shown by day and never by officer, and what was brought in is counted for the question: both tell
of the place, and measure nobody (safeguards 5 and 7).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.intelligence import policy
from rapport.intelligence.asked_values import RequirementValue
from rapport.intelligence.choices import ShiftReply
from rapport.intelligence.models import Brought, Requirement, RequirementPost, ShiftAnswer
from rapport.ledger.acting import Operation
from rapport.ledger.services import record
from rapport.register import selectors as register
from rapport.register.kinds import PlaceKind
from rapport.register.values import PlaceValue
from rapport.reporting import selectors as reporting
from rapport.reporting.values import ReportValue

DAYS_BACK = 7
MOST_REQUIREMENTS = 100
POSTS = tuple(kind.value for kind in PlaceKind if kind is not PlaceKind.CELL)


def posts(viewer: Viewer) -> list[PlaceValue]:
    """Where somebody may be on duty in the viewer's prison: no cell, and no protected place."""
    return [one for one in register.places(viewer, *POSTS) if not one.protected]


def around(places: Sequence[PlaceValue], post: PlaceValue) -> frozenset[int]:
    """The keys of a post, of what lies around it and of what lies in it."""
    known = {one.ref: one for one in places}
    found = {post.id}
    step = known.get(post.within)
    while step is not None:
        found.add(step.id)
        step = known.get(step.within)
    inside = {post.ref}
    while fresh := {one.ref for one in places if one.within in inside} - inside:
        inside |= fresh
    return frozenset(found | {known[ref].id for ref in inside})


@transaction.atomic
def questions(viewer: Viewer, there: Collection[int] | None = None) -> list[RequirementValue]:
    """The questions of this shift, with what the viewer answered today. Raises `Refused` for whoever is no officer.

    With `there` only those that are asked at one of these places, or everywhere.
    """
    policy.ANSWER_QUESTIONS.require_acting(viewer)
    return _values(viewer, there)


@transaction.atomic
def requirements(viewer: Viewer) -> list[RequirementValue]:
    """What the desk needs to know now, what lapses first, with how often it was looked for and what it brought in."""
    policy.DESK.require_acting(viewer)
    return _values(viewer)


@transaction.atomic
def requirement(viewer: Viewer, ref: str) -> RequirementValue:
    """One of them, that has not lapsed. Raises `Refused` as for a missing one."""
    policy.DESK.require_acting(viewer)
    one = Requirement.objects.by_ref(viewer, ref)
    record(viewer, Operation.CONSULTATION, one)
    return _made(viewer, [one])[0]


@transaction.atomic
def answered_by(viewer: Viewer, report: ReportValue) -> tuple[list[RequirementValue], frozenset[str]]:
    """The questions that are asked in the viewer's prison now, and which of them this report answers; for its desk."""
    policy.WORK.require_sight(viewer, report)
    said = Brought.unfiltered.filter(report=report.ref, ended_at__isnull=True)
    return _values(viewer), frozenset(said.values_list("requirement__ref", flat=True))


def brought_in(viewer: Viewer, said: Iterable[Brought]) -> list[Brought]:
    """Of these, what lies at the viewer's desk as a filed report: a draft, or one that went elsewhere, is not there."""
    every = list(said)
    there = reporting.filed_at_the_desk(viewer, {one.report for one in every})
    return [one for one in every if one.report in there]


def _values(viewer: Viewer, there: Collection[int] | None = None) -> list[RequirementValue]:
    today = viewer.now().date()
    current = Requirement.objects.visible_to(viewer).filter(ends_on__gte=today).select_related("by")
    found = list(current.order_by("ends_on", "pk")[:MOST_REQUIREMENTS])
    if there is not None:
        asked: dict[int, set[int]] = defaultdict(set)
        for requirement_id, place_id in RequirementPost.unfiltered.filter(requirement__in=found).values_list(
            "requirement_id", "place_id"
        ):
            asked[requirement_id].add(place_id)
        found = [one for one in found if not asked[one.pk] or not asked[one.pk].isdisjoint(there)]
    if found:
        record(viewer, Operation.CONSULTATION, *(("intelligence.requirement", one.ref) for one in found))
    return _made(viewer, found)


def _made(viewer: Viewer, found: Sequence[Requirement]) -> list[RequirementValue]:
    today = viewer.now().date()
    posts: dict[int, list[int]] = defaultdict(list)
    for one in RequirementPost.unfiltered.filter(requirement__in=found).order_by("pk"):
        posts[one.requirement_id].append(one.place_id)
    places = register.places_of(viewer, {place for some in posts.values() for place in some})
    since = today - timedelta(days=DAYS_BACK)
    answers = list(ShiftAnswer.unfiltered.filter(requirement__in=found, day__gt=since))
    mine = {one.requirement_id: one.reply for one in answers if one.by_id == viewer.staff_id and one.day == today}
    looked: dict[int, Counter[str]] = defaultdict(Counter)
    for answer in answers:
        looked[answer.requirement_id][answer.reply] += 1
    said = Brought.unfiltered.filter(requirement__in=found, ended_at__isnull=True)
    brought = Counter(one.requirement_id for one in brought_in(viewer, said))
    return [
        RequirementValue(
            ref=one.ref,
            question=one.question,
            why=one.why,
            posts=tuple(places[place].label for place in posts[one.pk] if place in places),
            due_on=one.due_on,
            ends_on=one.ends_on,
            by_label=one.by.name,
            answered=mine.get(one.pk, ""),
            replies=tuple((reply.value, looked[one.pk][reply.value]) for reply in ShiftReply),
            brought=brought[one.pk],
        )
        for one in found
    ]
