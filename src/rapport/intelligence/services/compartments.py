"""Where an item lies: put into a compartment after it was made, moved to another one, taken out.

Who may: the desk that provided it, whoever there is cleared for where it lies and for where it goes (policy.MOVE). One
dated row with the reason, one transaction: what is closed by it is closed at once. What rests on the item is read from
then on by who is cleared for where the item lies *now*; the report closes with the first of its items and opens with
the last that leaves. Nothing is refused for the sake of something that the mover may not see: that would tell of it.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef

from rapport.access import compartments
from rapport.access.algebra import Refused
from rapport.access.viewers import Viewer
from rapport.intelligence import policy, rules, searchable
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.models import Citation, Handing, Item, Moving, Note
from rapport.intelligence.services.notes import require_head_cleared
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import Because, because
from rapport.ledger.services import record
from rapport.reporting import services as reports
from rapport.sources import services as sources


@transaction.atomic
def move(viewer: Viewer, item_ref: str, *, compartment: str, reason: str) -> None:
    """Let the item lie in this compartment from now on, or in none (""), for a stated reason.

    Raises `Refused` for an item that the viewer may not see or move; `Incomplete` for a compartment for which they are
    not cleared, for the one in which it lies, without a reason, and where a note with it lies before a governor who
    would see it no more.
    """
    seen = Item.objects.by_ref(viewer, item_ref)
    policy.MOVE.require(viewer, seen)
    locked = Item.objects.visible_to(viewer).filter(pk=seen.pk).select_for_update(of=("self",))
    item = locked.select_related("report").first()
    if item is None:  # moved out of sight this moment
        raise Refused("no_such_record", seen, exists=False)
    if compartment and compartment not in {one.ref for one in compartments.cleared(viewer)}:
        raise Incomplete("choose", field="compartment")
    if compartment == item.compartment:
        raise Incomplete("lies_there", field="compartment")
    rules.require_said(reason, field="reason", longest=rules.LONGEST_REASON)
    if compartment:
        require_head_cleared(viewer, _before_a_governor(viewer, item), also=compartment)
    before = item.compartment
    Moving.unfiltered.create(
        item=item,
        before=before,
        compartment=compartment,
        reason=reason.strip(),
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    Item.unfiltered.filter(pk=item.pk).update(compartment=compartment)
    item.compartment = compartment
    sources.move_grades(item.ref, compartment=compartment)
    if compartment:
        reports.enclose(viewer, item.report.ref, compartment)
    if before and not Item.unfiltered.filter(report=item.report_id, compartment=before).exists():
        reports.disclose(viewer, item.report.ref, before)
    searchable.enter_again(item)
    record(viewer, Operation.ALTERATION, item, reason=_what(before, compartment))


def _before_a_governor(viewer: Viewer, item: Item) -> list[Note]:
    citing = Citation.unfiltered.filter(note=OuterRef("pk"), item=item)
    handed = Handing.unfiltered.filter(note=OuterRef("pk"))
    return list(Note.objects.visible_to(viewer).filter(Exists(citing), Exists(handed)).order_by("pk"))


def _what(before: str, compartment: str) -> Because:
    if not before:
        return because("intelligence.put_into_a_compartment")
    if not compartment:
        return because("intelligence.taken_out_of_a_compartment")
    return because("intelligence.moved_to_another_compartment")
