"""The questions of a shift for whoever is there, and what was answered for whoever asked.

What was answered is shown by day and never by officer: it tells of the place, and measures nobody (safeguard 7).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.intelligence import policy
from rapport.intelligence.choices import ShiftReply
from rapport.intelligence.models import Requirement, RequirementPost, ShiftAnswer
from rapport.intelligence.values import RequirementValue
from rapport.ledger.acting import Operation
from rapport.ledger.services import record
from rapport.register import selectors as register

DAYS_BACK = 7
MOST_REQUIREMENTS = 100


@transaction.atomic
def questions(viewer: Viewer) -> list[RequirementValue]:
    """The questions of this shift, with what the viewer answered today. Raises `Refused` for whoever is no officer."""
    policy.ANSWER_QUESTIONS.require_acting(viewer)
    return _values(viewer)


@transaction.atomic
def requirements(viewer: Viewer) -> list[RequirementValue]:
    """What the desk needs to know now, what lapses first, with how often it was looked for in a week."""
    policy.DESK.require_acting(viewer)
    return _values(viewer)


def _values(viewer: Viewer) -> list[RequirementValue]:
    today = viewer.now().date()
    current = Requirement.objects.visible_to(viewer).filter(ends_on__gte=today).select_related("by")
    found = list(current.order_by("ends_on", "pk")[:MOST_REQUIREMENTS])
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
    if found:
        record(viewer, Operation.CONSULTATION, *(("intelligence.requirement", one.ref) for one in found))
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
        )
        for one in found
    ]
