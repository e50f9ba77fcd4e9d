"""The guards of the desk: triggers that refuse to rewrite what somebody graded, judged, asked, said or handed over.

Review dates, dispute and restriction can change, as they must; in which compartment something lies cannot. A question
is not reworded, and lives no longer than it was said to. That two people allowed something is filled in once. A row
leaves its table in one way only: named by an erasure, of which the trace stays.
"""

from django.db import migrations

from rapport.ledger.guards import AllBut, Frozen, Guard, GuardUntilErased

MESSAGE = "what was graded or judged never changes"
HELD = ("id", "ref", "held_since")
OF_A_PRISON = (*HELD, "service_id", "establishment_id")
BY = ("by_id", "at")

NOTES: dict[str, Frozen] = {
    "intelligence_naming": (*HELD, "item_id", "person_id", "category", "grounds"),
    "intelligence_link_items": (),
    "intelligence_version": (),
    "intelligence_statement": (),
    "intelligence_statement_items": (),
    "intelligence_handing": (),
    "intelligence_answer": (),
}
"""Table → the columns that never change; none named means the whole row. Here a replica may write."""

DESK: dict[str, Frozen] = {
    "intelligence_item": (
        *OF_A_PRISON, "report_id", "kind", "origin", "text", "obtained", "necessity", "compartment", *BY
    ),
    "intelligence_grade": (),
    "intelligence_itemtheme": (),
    "intelligence_permission": (),
    "intelligence_retelling": (*HELD, "later_id", "later_kind", "earlier_id", "earlier_kind", "reason", *BY),
    "intelligence_group": (*OF_A_PRISON, "label", "reason", *BY),
    "intelligence_event": (*OF_A_PRISON, "label", "on", "reason", *BY),
    "intelligence_tie": (*HELD, "item_id", "place_id", "group_id", "event_id", "passage", *BY),
    "intelligence_link": (*OF_A_PRISON, "person_id", "reason", "compartment", *BY),
    "intelligence_note": (*OF_A_PRISON, "compartment", *BY),
    "intelligence_citation": (),
    "intelligence_requirement": (*OF_A_PRISON, "question", "why", "due_on", "ends_on", *BY),
    "intelligence_requirementpost": (),
    "intelligence_shiftanswer": (),
    "intelligence_tasking": (
        *OF_A_PRISON, "requirement_id", "whom", "place_id", "office", "source", "aim", "method", "limits", "starts_on",
        "ends_on", *BY,
    ),
    "intelligence_taskingend": (),
    "intelligence_brought": AllBut("ended_at"),
    "intelligence_briefing": (*OF_A_PRISON, "day", *BY),
    "intelligence_briefingversion": (),
    "intelligence_briefingline": (),
    "intelligence_lineplace": (),
    "intelligence_lineperson": (),
    "intelligence_briefingsignature": (),
    "intelligence_schemechoice": AllBut("chosen_at"),
    "intelligence_organisation": AllBut(
        "allowed_at", "purpose", "legal_basis", "review_on", "max_until", "restricted", "disputed"
    ),
}  # fmt: skip
"""Nobody writes here, and nobody empties these tables."""


class Migration(migrations.Migration):
    dependencies = [("intelligence", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        Guard("intelligence", MESSAGE, NOTES, acts=("update",), always=False),
        Guard("intelligence", MESSAGE, DESK, acts=("update", "truncate")),
        GuardUntilErased("intelligence", MESSAGE, dict.fromkeys([*NOTES, *DESK], ()), acts=("delete",)),
    ]
