"""Requirements: what a prison needs to know, asked of those who are there, without a name.

Who may: the desk asks (policy.ASK), officers of the prison answer (policy.ANSWER_QUESTIONS).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.db import transaction

from rapport.access.algebra import Refused
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.intelligence import policy, rules
from rapport.intelligence.choices import ShiftReply
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.models import Brought, Requirement, RequirementPost, ShiftAnswer, Tasking, TaskingEnd
from rapport.language import protected
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record
from rapport.register import mentions
from rapport.register import selectors as register
from rapport.reporting import selectors as reporting
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
    require_nameless(viewer, question=question, why=why)
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
    record(viewer, Operation.COLLECTION, made, reason=because("intelligence.requirement_opened"))
    return made.ref


def require_nameless(viewer: Viewer, **texts: str) -> None:
    """None of these texts, by field, bears a protected word or names somebody. Raises `Incomplete`."""
    for field, text in texts.items():
        if protected.found(text):
            raise Incomplete("protected_word", field=field)
        if any(one.how != "cell" for one in mentions.people_in(viewer, text)):
            raise Incomplete("names_somebody", field=field)


@transaction.atomic
def answer_question(viewer: Viewer, ref: str, *, reply: str) -> str:
    """Answer a question of the shift, once a day. *Seen* begins a report and returns its reference; else "".

    The report that is begun answers the question: the desk sees that beside it, once it is filed.
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
        record(viewer, Operation.COLLECTION, one, reason=because("intelligence.question_answered"))
    return _begun(viewer, one) if reply == ShiftReply.SEEN.value else ""


@transaction.atomic
def answer_tasking(viewer: Viewer, ref: str) -> str:
    """Begin a report on what one's post was asked; returns its reference. Raises `Refused`, `Incomplete`."""
    policy.ANSWER_QUESTIONS.require_acting(viewer)
    tasking = Tasking.unfiltered.filter(policy.ON_POST.filter(viewer), ref=normalise(ref)).first()
    if tasking is None:
        raise Refused("no_such_record", exists=False)
    today = viewer.now().date()
    if not tasking.starts_on <= today <= tasking.ends_on or TaskingEnd.unfiltered.filter(tasking=tasking).exists():
        raise Incomplete("lapsed", field="reply")
    return _begun(viewer, tasking.requirement, tasking)


def _begun(viewer: Viewer, requirement: Requirement, tasking: Tasking | None = None) -> str:
    draft = reports.start_draft(viewer)
    Brought.unfiltered.create(
        requirement=requirement, tasking=tasking, report=draft, by_id=viewer.staff_id, at=viewer.now()
    )
    return draft


@transaction.atomic
def say_it_answers(viewer: Viewer, report_ref: str, *, requirement_refs: Collection[str]) -> None:
    """Say which questions a report answers, for the desk that reads it; what is not among them any more is taken back.

    Raises `Refused` for a report or a question that the viewer may not work on.
    """
    report = reporting.report(viewer, report_ref)
    policy.WORK.require(viewer, report)
    wanted = {one.pk: one for one in (Requirement.objects.by_ref(viewer, ref) for ref in requirement_refs)}
    before = {one.requirement_id: one for one in Brought.unfiltered.filter(report=report.ref, ended_at__isnull=True)}
    readable = set(Requirement.objects.visible_to(viewer).filter(pk__in=before).values_list("pk", flat=True))
    gone = [one.pk for key, one in before.items() if key in readable and key not in wanted]
    fresh = [one for key, one in wanted.items() if key not in before]
    Brought.unfiltered.filter(pk__in=gone).update(ended_at=viewer.now())
    Brought.unfiltered.bulk_create(
        Brought(requirement=one, report=report.ref, by_id=viewer.staff_id, at=viewer.now()) for one in fresh
    )
    if gone or fresh:
        record(
            viewer,
            Operation.COMBINATION,
            ("reporting.report", report.ref),
            *fresh,
            reason=because("intelligence.what_a_report_answers"),
        )
