"""Judging that two records are of one person, and taking the judgement back.

Who may: whoever keeps both establishments' people, and analysts (policy.JUDGE_SAME). A judgement changes neither
record: it is kept with its reason, resolved whenever somebody reads, and undone without loss.
"""

from __future__ import annotations

from django.db import transaction

from rapport.access.algebra import Refused
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record
from rapport.register import policy
from rapport.register.models import Person, SamePerson
from rapport.register.rules import NotRegistered, reasoned
from rapport.register.same import roots_of
from rapport.register.services.keeping import PURPOSE


@transaction.atomic
def judge_same(viewer: Viewer, kept_ref: str, other_ref: str, *, reason: str) -> str:
    """Judge that the other record is of the person whose record is kept. Returns the judgement's reference.

    Raises `Refused`, or `NotRegistered` for one record twice, two that are one already, and no reason, one too long or
    one with a protected word.
    """
    asked = [Person.objects.by_ref(viewer, ref) for ref in (kept_ref, other_ref)]
    roots = roots_of(one.pk for one in asked)
    if asked[0].pk == asked[1].pk:
        raise NotRegistered("one_person_twice", asked[0].ref)
    if roots[asked[0].pk] == roots[asked[1].pk]:
        raise NotRegistered("already_one", asked[1].ref)
    visible = Person.objects.visible_to(viewer).in_bulk(set(roots.values()))
    kept, other = (visible.get(roots[one.pk], one) for one in asked)
    if kept.pk != roots[asked[0].pk] or other.pk != roots[asked[1].pk]:
        raise Refused("no_such_record", asked[1], exists=False)  # a record of his lies out of sight
    for one in (kept, other):
        policy.JUDGE_SAME.require(viewer, one)
    made = SamePerson.unfiltered.create(
        **SamePerson.held(on=viewer.now().date(), purpose=PURPOSE, legal_basis=basis_of(viewer, PURPOSE)),
        service_id=kept.service_id,
        kept=kept,
        other=other,
        reason=reasoned(reason),
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    record(viewer, Operation.COMBINATION, made, kept, other, reason=because("register.judged_to_be_one_person"))
    return made.ref


@transaction.atomic
def undo_same(viewer: Viewer, ref: str, *, reason: str) -> str:
    """Take the judgement back, for a reason: both records are read apart again. Returns the kept record's reference.

    Raises `Refused` as for a missing one where the viewer may not see both records, or `NotRegistered`.
    """
    found = SamePerson.unfiltered.filter(ref=normalise(ref), service_id=viewer.service_id).first()
    keys = {found.kept_id, found.other_id} if found is not None else set()
    people = Person.objects.visible_to(viewer).in_bulk(keys)
    if found is None or len(people) < len(keys):
        raise Refused("no_such_record", exists=False)
    for one in people.values():
        policy.JUDGE_SAME.require(viewer, one)
    if found.ended_at is not None:
        raise NotRegistered("ended", found.ref)
    found.ended_at, found.ended_by_id, found.ended_because = viewer.now(), viewer.staff_id, reasoned(reason)
    found.save(update_fields=["ended_at", "ended_by", "ended_because"])
    record(
        viewer, Operation.ALTERATION, found, *people.values(), reason=because("register.judged_to_be_two_people_again")
    )
    return people[found.kept_id].ref
