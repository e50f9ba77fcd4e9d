"""Requirements: what a prison needs to know, asked of those who are there, without a name.

Who may: the desk asks (policy.ASK), officers of the prison answer (policy.ANSWER_QUESTIONS).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.intelligence import policy, rules
from rapport.intelligence.choices import ShiftReply
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.models import Requirement, RequirementPost, ShiftAnswer
from rapport.language import protected
from rapport.ledger.acting import Operation
from rapport.ledger.services import record
from rapport.register import mentions
from rapport.register import selectors as register
from rapport.reporting import services as reports


@transaction.atomic
def open_requirement(
    viewer: Viewer, *, question: str, why: str, due_on: date, ends_on: date, posts: Sequence[str] = ()
) -> str:
    """Ask a question of the officers of one's prison; returns its reference. It lapses by itself.

    Raises `Incomplete` for one that names somebody or bears a protected word, and for dates that make no sense.
    """
    policy.DESK.require_acting(viewer)
    if viewer.establishment_id is None:
        raise Incomplete("no_prison", field="question")
    rules.require_said(question, field="question", longest=rules.LONGEST_QUESTION)
    rules.require_said(why, field="why", longest=rules.LONGEST_REASON)
    for field, text in (("question", question), ("why", why)):
        if protected.found(text):
            raise Incomplete("protected_word", field=field)
        if any(one.how != "cell" for one in mentions.people_in(viewer, text)):
            raise Incomplete("names_somebody", field=field)
    today = viewer.now().date()
    if not today <= due_on <= ends_on <= today + timedelta(days=rules.LONGEST_REQUIREMENT):
        raise Incomplete("dates_of_requirement", field="ends_on")
    made = Requirement(
        **Requirement.held(on=today, purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=viewer.service_id,
        establishment_id=viewer.establishment_id,
        question=question.strip(),
        why=why.strip(),
        due_on=due_on,
        ends_on=ends_on,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    policy.ASK.require(viewer, made)
    made.save(force_insert=True)
    places = [register.place(viewer, ref) for ref in dict.fromkeys(posts)]
    RequirementPost.unfiltered.bulk_create(RequirementPost(requirement=made, place_id=one.id) for one in places)
    record(viewer, Operation.COLLECTION, made, reason="requirement opened")
    return made.ref


@transaction.atomic
def answer_question(viewer: Viewer, ref: str, *, reply: str) -> str:
    """Answer a question of the shift, once a day. *Seen* begins a report and returns its reference; else "".

    Raises `Refused` for a question of another prison, `Incomplete` for one that has lapsed or an unknown answer.
    """
    policy.ANSWER_QUESTIONS.require_acting(viewer)
    one = Requirement.objects.by_ref(viewer, ref)
    today = viewer.now().date()
    if one.ends_on < today:
        raise Incomplete("lapsed", field="reply")
    if reply not in ShiftReply.values:
        raise Incomplete("choose", field="reply")
    _made, new = ShiftAnswer.unfiltered.get_or_create(
        requirement=one,
        by_id=viewer.staff_id,
        day=today,
        defaults={"reply": reply, "at": viewer.now()},
    )
    if new:
        record(viewer, Operation.COLLECTION, one, reason="question answered")
    return reports.start_draft(viewer) if reply == ShiftReply.SEEN.value else ""
