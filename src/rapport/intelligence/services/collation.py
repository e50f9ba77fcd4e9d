"""Collation: what belongs together in somebody's judgement, kept as theirs with its reason.

Who may: intelligence officers posted to the establishment, analysts whose posting reaches it (policy.WORK).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.intelligence import assembling, policy, rules
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.inputs import LinkInput, TellingInput
from rapport.intelligence.models import Event, Group, Item, Link, Retelling, Tie
from rapport.intelligence.values import LinkValue
from rapport.language import protected
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record, together
from rapport.register import selectors as register
from rapport.register.values import PersonValue
from rapport.reporting import selectors as reporting


@transaction.atomic
def link(viewer: Viewer, item_refs: Sequence[str], *, person_ref: str, reason: str) -> LinkValue:
    """Link items through one person whom they all name, under whichever of their records: a judgement with its reason.

    Raises `Refused` for an item or person that the viewer may not see, `Incomplete` for fewer than two items, for one
    that does not name the person, and without a reason.
    """
    refs = link_all(viewer, [LinkInput(item_refs, person_ref, reason)])
    return assembling.link_values(viewer, Link.unfiltered.filter(ref__in=refs))[0]


@transaction.atomic
def link_all(viewer: Viewer, wanted: Sequence[LinkInput]) -> list[str]:
    """Make all these links, one entry each; returns their references. Errors as for `link`, for the first of them."""
    if not wanted:
        return []
    items = assembling.items_of_each(viewer, [one.item_refs for one in wanted])
    people = _linked_people(viewer, [one.person_ref for one in wanted])
    for item in dict.fromkeys(item for some in items for item in some):
        policy.WORK.require(viewer, item)
    records = register.records_of_each(viewer, {person.id for person in people})
    named = set(assembling.named_in(items={item.pk for some in items for item in some}))
    law = basis_of(viewer)
    made = []
    for one, some, person in zip(wanted, items, people, strict=True):
        if len(some) < 2:
            raise Incomplete("two_items", field="items")
        rules.require_said(one.reason, field="reason", longest=rules.LONGEST_REASON)
        if any(all((item.pk, key) not in named for key in records[person.id]) for item in some):
            raise Incomplete("item_without_person", field="items")
        closed = rules.one_compartment((item.compartment for item in some), field="items")
        made.append(_link(viewer, some[0], person, one.reason.strip(), law, closed))
    Link.unfiltered.bulk_create(made)
    through = Link.items.through
    through.objects.bulk_create(
        through(link_id=link.pk, item_id=item.pk) for link, some in zip(made, items, strict=True) for item in some
    )
    with together():
        for link, some, person in zip(made, items, people, strict=True):
            record(viewer, Operation.COMBINATION, link, *some, person.entry, reason=because("intelligence.linked"))
    return [link.ref for link in made]


def _linked_people(viewer: Viewer, refs: Sequence[str]) -> list[PersonValue]:
    """The people of these references, as often as they are named. Raises `Refused` for a missing one."""
    found = {one.ref: one for one in register.person_values(viewer, set(refs))}
    missing = next((ref for ref in refs if normalise(ref) not in found), None)
    if missing is not None:
        register.person(viewer, missing)  # refuses, and says as what
    return [found[normalise(ref)] for ref in refs]


def _link(viewer: Viewer, item: Item, person: PersonValue, reason: str, law: str, compartment: str) -> Link:
    return Link(
        **Link.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=law),
        service_id=item.service_id,
        establishment_id=item.establishment_id,
        person_id=person.id,
        reason=reason,
        compartment=compartment,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )


@transaction.atomic
def open_group(viewer: Viewer, *, label: str, reason: str) -> str:
    """Begin a group under a label, to lay items at. Raises `Incomplete`, also for a label with a protected word."""
    establishment = _own_establishment(viewer)
    _require_label(label, reason)
    if Group.unfiltered.filter(establishment_id=establishment, label=label.strip()).exists():
        raise Incomplete("label_taken", field="label")
    made = Group.unfiltered.create(
        **Group.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=viewer.service_id,
        establishment_id=establishment,
        label=label.strip(),
        reason=reason.strip(),
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    record(viewer, Operation.COLLECTION, made, reason=because("intelligence.group_opened"))
    return made.ref


@transaction.atomic
def open_event(viewer: Viewer, *, label: str, on: date, reason: str) -> str:
    """Begin an event under a label, to lay items at. Raises `Incomplete`, also for a label with a protected word."""
    establishment = _own_establishment(viewer)
    _require_label(label, reason)
    if Event.unfiltered.filter(establishment_id=establishment, label=label.strip(), on=on).exists():
        raise Incomplete("label_taken", field="label")
    made = Event.unfiltered.create(
        **Event.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=viewer.service_id,
        establishment_id=establishment,
        label=label.strip(),
        on=on,
        reason=reason.strip(),
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    record(viewer, Operation.COLLECTION, made, reason=because("intelligence.event_opened"))
    return made.ref


def _own_establishment(viewer: Viewer) -> int:
    policy.DESK.require_acting(viewer)
    if viewer.establishment_id is None:
        raise Incomplete("no_prison", field="label")
    return viewer.establishment_id


def _require_label(label: str, reason: str) -> None:
    rules.require_said(label, field="label", longest=rules.LONGEST_LABEL)
    if protected.found(label):
        raise Incomplete("protected_word", field="label")
    rules.require_said(reason, field="reason", longest=rules.LONGEST_REASON)


@transaction.atomic
def tie(viewer: Viewer, item_ref: str, *, to: str, ref: str, passage: str = "") -> None:
    """Lay an item at a place, a group or an event (`to`), as suggested from its text or by oneself.

    Laying it there again changes nothing. Raises `Refused` for what the viewer may not see, `Incomplete`.
    """
    item = Item.objects.by_ref(viewer, item_ref)
    policy.WORK.require(viewer, item)
    if to == "place":
        key, entry = register.place(viewer, ref).id, ("register.place", ref)
    elif to == "group":
        group = Group.objects.by_ref(viewer, ref)
        key, entry = group.pk, ("intelligence.group", group.ref)
    elif to == "event":
        event = Event.objects.by_ref(viewer, ref)
        key, entry = event.pk, ("intelligence.event", event.ref)
    else:
        raise Incomplete("choose", field="to")
    fields = {f"{to}_id": key}
    if Tie.unfiltered.filter(item=item, ended_at__isnull=True, **fields).exists():
        return
    made = Tie.unfiltered.create(
        **Tie.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        item=item,
        passage=passage[: rules.LONGEST_PASSAGE],
        by_id=viewer.staff_id,
        at=viewer.now(),
        **fields,
    )
    record(viewer, Operation.COMBINATION, made, item, entry, reason=because("intelligence.laid_together"))


@transaction.atomic
def untie(viewer: Viewer, item_ref: str, *, tie_ref: str) -> None:
    """Take a tie back; that it was there is kept. Raises `Incomplete` for one that is not there."""
    item = Item.objects.by_ref(viewer, item_ref)
    policy.WORK.require(viewer, item)
    one = Tie.unfiltered.select_for_update().filter(item=item, ref=normalise(tie_ref), ended_at__isnull=True).first()
    if one is None:
        raise Incomplete("choose", field="to")
    one.ended_at, one.ended_by_id = viewer.now(), viewer.staff_id
    one.save(update_fields=["ended_at", "ended_by"])
    record(viewer, Operation.ALTERATION, one, item, reason=because("intelligence.taken_apart"))


@transaction.atomic
def judge_one_telling(viewer: Viewer, report_ref: str, others: Sequence[TellingInput], *, reason: str) -> None:
    """Judge that this report and others tell one thing: each then counts as the telling that was filed first.

    One judgement for each later report, with its reason; each can be taken back. Raises `Refused` for a report that
    the viewer may not see, `Incomplete` for what must be mended first.
    """
    report = reporting.report(viewer, report_ref)
    parts = {(report.id, one.kind): report for one in others}
    for one in others:
        other = reporting.report(viewer, one.other_ref)
        if other.id == report.id:
            raise Incomplete("same_report", field="other")
        parts[other.id, one.other_kind] = other
    if not others:
        raise Incomplete("choose", field="other")
    for (_, kind), told in parts.items():
        policy.WORK.require(viewer, told)
        rules.require_kind(kind, seen=told.seen, told=told.told)
    rules.require_said(reason, field="reason", longest=rules.LONGEST_REASON)
    (_, first_kind), first = min(parts.items(), key=lambda part: (part[1].filed_at, part[1].id))
    later = [(key, kind) for key, kind in parts if key != first.id]
    before = Retelling.unfiltered.filter(later__in=[key for key, _ in later], ended_at__isnull=True)
    if {(one.later_id, one.later_kind) for one in before} & set(later):
        raise Incomplete("judged_before", field="other")
    made = Retelling.unfiltered.bulk_create(
        Retelling(
            **Retelling.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
            later_id=key,
            later_kind=kind,
            earlier_id=first.id,
            earlier_kind=first_kind,
            reason=reason.strip(),
            by_id=viewer.staff_id,
            at=viewer.now(),
        )
        for key, kind in later
    )
    told_in = dict.fromkeys(("reporting.report", told.ref) for told in parts.values())
    record(viewer, Operation.COMBINATION, *made, *told_in, reason=because("intelligence.judged_one_telling"))


@transaction.atomic
def take_back_telling(viewer: Viewer, report_ref: str, *, retelling_ref: str, reason: str) -> None:
    """Take back that two reports tell one thing. Raises `Incomplete` without a reason or for one that is not there."""
    report = reporting.report(viewer, report_ref)
    policy.WORK.require(viewer, report)
    rules.require_said(reason, field="reason", longest=rules.LONGEST_REASON)
    one = Retelling.unfiltered.select_for_update().filter(ref=normalise(retelling_ref), ended_at__isnull=True).first()
    if one is None or report.id not in {one.later_id, one.earlier_id}:
        raise Incomplete("choose", field="reason")
    one.ended_at, one.ended_by_id, one.ended_because = viewer.now(), viewer.staff_id, reason.strip()
    one.save(update_fields=["ended_at", "ended_by", "ended_because"])
    record(viewer, Operation.ALTERATION, one, reason=because("intelligence.taken_back"))
