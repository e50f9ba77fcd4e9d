"""Whether a record is kept: at its review, under a hold, or erased before its time by two people.

Who may: whoever the record's room says (`access.keeping.Kept`). Silence never keeps: after its last day a record can
only be erased, or held by law.
Source: Directive (EU) 2016/680, articles 4(1)(e), 5, 16; safeguards 3 and 10.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import DateField, F, Value
from django.db.models.functions import Least

from rapport.access import approvals, keeping
from rapport.access.algebra import Refused
from rapport.access.keeping import Doomed, Kept
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.erasing import Why
from rapport.ledger.models import Held
from rapport.ledger.reasons import because
from rapport.ledger.references import is_reference, normalise
from rapport.ledger.sequencing import require_witness
from rapport.ledger.services import record
from rapport.oversight.models import EarlyErasure, Hold, ReviewMade

ACT = "oversight.erase_early"
MOST_LETTERS = 400
MOST_LAW = 160
What = ReviewMade.What


class NotDecided(ValueError):
    """What was typed does not make a decision. `code` says why, `field` where."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"{code}: {field}")
        self.code = code
        self.field = field


class Blocked(Exception):
    """It may not be erased now. `codes` say what stands against it."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


def answerable(viewer: Viewer, record_class: str, ref: str) -> tuple[Kept, Held]:
    """A record for whose review the viewer answers. Raises `Refused` as for a missing one."""
    kept = keeping.kept_as(record_class)
    found = kept.of(viewer).filter(ref=normalise(ref)).first() if kept is not None else None
    if kept is None or found is None:
        about = [(record_class, normalise(ref))] if kept is not None and is_reference(normalise(ref)) else []
        raise Refused("no_such_record", *about, exists=False)
    return kept, found


@transaction.atomic
def keep(viewer: Viewer, record_class: str, ref: str, *, reason: str, until: date) -> None:
    """Keep a record, for a reason, and look at it again on a day within its maximum. Raises `Refused`, `NotDecided`."""
    kept, held = _locked(viewer, record_class, ref)
    said = _said(reason, "reason")
    if until <= viewer.now().date():
        raise NotDecided("past", "until")
    if until > held.max_until:
        raise NotDecided("beyond", "until")
    type(held)._base_manager.filter(pk=held.pk).update(review_on=until)
    for label, key in kept.parts:
        _parts(label, key, held).update(review_on=Least(F("max_until"), Value(until, output_field=DateField())))
    _decided(viewer, held, What.KEPT, said, until=until)
    record(viewer, Operation.ALTERATION, held, reason=because("oversight.kept_at_its_review"))


@transaction.atomic
def restrict(viewer: Viewer, record_class: str, ref: str, *, reason: str) -> None:
    """Let nobody work with a record, nor with what rests on it. It stays. Raises `Refused`, `NotDecided`."""
    _kept, held = _locked(viewer, record_class, ref)
    said = _said(reason, "reason")
    keeping.restrict(viewer, keeping.doomed_with(viewer, held))
    _decided(viewer, held, What.RESTRICTED, said)
    record(viewer, Operation.ALTERATION, held, reason=because("oversight.restricted"))


@transaction.atomic
def free(viewer: Viewer, record_class: str, ref: str, *, reason: str) -> None:
    """Lift a restriction. What rests on the record is free again too. Raises `Refused`, `NotDecided`."""
    _kept, held = _locked(viewer, record_class, ref)
    said = _said(reason, "reason")
    keeping.free(viewer, keeping.doomed_with(viewer, held))
    _decided(viewer, held, What.FREED, said)
    record(viewer, Operation.ALTERATION, held, reason=because("oversight.restriction_lifted"))


@transaction.atomic
def place_hold(viewer: Viewer, record_class: str, ref: str, *, why: str, law: str, until: date) -> str:
    """Hold a record by law until a day: nothing of it is erased. Returns the hold's reference."""
    _kept, held = _locked(viewer, record_class, ref)
    why, law = _said(why, "why"), _said(law, "law", most=MOST_LAW)
    if until <= viewer.now().date():
        raise NotDecided("past", "held_until")
    made = Hold.unfiltered.create(
        service_id=viewer.service_id,
        record_class=record_class,
        record_ref=held.ref,
        why=why,
        law=law,
        until=until,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    record(viewer, Operation.ALTERATION, held, made, reason=because("oversight.held_by_law"))
    return made.ref


@transaction.atomic
def lift_hold(viewer: Viewer, record_class: str, ref: str, hold: str, *, reason: str) -> None:
    """Lift a hold of this record, for a reason. One that is lifted stays as it was."""
    _kept, held = _locked(viewer, record_class, ref)
    said = _said(reason, "reason")
    mine = Hold.unfiltered.filter(
        ref=normalise(hold), record_class=record_class, record_ref=held.ref, lifted_at__isnull=True
    )
    if mine.update(lifted_at=viewer.now(), lifted_by_id=viewer.staff_id, lifted_because=said):
        record(
            viewer,
            Operation.ALTERATION,
            held,
            ("oversight.hold", normalise(hold)),
            reason=because("oversight.hold_lifted"),
        )


@transaction.atomic
def erase_at_review(viewer: Viewer, record_class: str, ref: str) -> None:
    """Erase a record whose review is due, with all that rests on it.

    Raises `Refused`, `NotDecided("early")` before its review, `Blocked` while something stands against it.
    """
    _kept, held = _locked(viewer, record_class, ref)
    today = viewer.now().date()
    if held.review_on > today:
        raise NotDecided("early", "")
    doomed = _free_to_go(viewer, held)
    why = Why.TIME if held.max_until <= today else Why.REVIEW
    gone = keeping.erase(viewer, held, doomed, why=why)
    record(viewer, Operation.ERASURE, *gone, reason=because("oversight.erased_at_its_review"))


@transaction.atomic
def ask_early(viewer: Viewer, record_class: str, ref: str, *, reason: str) -> str:
    """Ask two people to let a record be erased before its review; returns the reference of what was asked."""
    _kept, held = _locked(viewer, record_class, ref)
    said = _said(reason, "reason")
    waits = EarlyErasure.unfiltered.filter(
        about_class=record_class,
        about_ref=held.ref,
        requester_id=viewer.staff_id,
        reason=said,
        done_at__isnull=True,
    ).first()
    early = waits or EarlyErasure.unfiltered.create(
        **EarlyErasure.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=viewer.service_id,
        establishment_id=viewer.establishment_id,
        about_class=record_class,
        about_ref=held.ref,
        reason=said,
        requester_id=viewer.staff_id,
        asked_at=wall_now(),
    )
    approvals.request(viewer, ACT, early, content_of(early))
    if waits is None:
        record(viewer, Operation.COLLECTION, early, held, reason=because("oversight.asked_to_erase_before_its_time"))
    return early.ref


@transaction.atomic
def erase_early(viewer: Viewer, ref: str) -> None:
    """Erase what two people allowed to go before its time. Only who asked for it, while they still answer for it.

    Raises `Refused`, `Blocked`, and on live `NoWitness` where nobody witnessed the ledger for a week.
    """
    early = EarlyErasure.objects.by_ref(viewer, ref)
    if early.requester_id != viewer.staff_id:
        raise Refused("requester", early)
    _kept, held = _locked(viewer, early.about_class, early.about_ref)
    require_witness()
    release = approvals.require_two(ACT, early, content_of(early))
    doomed = _free_to_go(viewer, held)
    gone = keeping.erase(viewer, held, doomed, why=Why.EARLY)
    EarlyErasure.unfiltered.filter(pk=early.pk).update(done_at=wall_now())
    record(
        viewer, Operation.ERASURE, early, *gone, *release.records, reason=because("oversight.erased_before_its_time")
    )


def content_of(early: EarlyErasure) -> str:
    """The hash of what two people allow: that this record goes, for this reason, asked by this person."""
    return approvals.content_hash(
        {
            "class": early.about_class,
            "ref": early.about_ref,
            "reason": early.reason,
            "requester": early.requester_id,
        }
    )


def _free_to_go(viewer: Viewer, held: Held) -> Doomed:
    doomed = keeping.doomed_with(viewer, held)
    against = keeping.blocks(doomed, on=viewer.now().date())
    if against:
        raise Blocked(against)
    return doomed


def _locked(viewer: Viewer, record_class: str, ref: str) -> tuple[Kept, Held]:
    kept, seen = answerable(viewer, record_class, ref)
    return kept, type(seen)._base_manager.select_for_update(of=("self",)).get(pk=seen.pk)


def _parts(label: str, key: str, held: Held) -> Any:
    return apps.get_model(label)._base_manager.filter(**{key: held.pk})


def _said(text: str, field: str, *, most: int = MOST_LETTERS) -> str:
    said = " ".join(text.split())
    if not said:
        raise NotDecided("empty", field)
    if len(said) > most:
        raise NotDecided("too_long", field)
    return said


def _decided(viewer: Viewer, held: Held, what: str, reason: str, *, until: date | None = None) -> None:
    ReviewMade.unfiltered.create(
        service_id=viewer.service_id,
        record_class=held._meta.label_lower,
        record_ref=held.ref,
        what=what,
        reason=reason,
        until=until,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
