"""The guards of items, links and notes: triggers that refuse to rewrite what somebody graded, judged or handed over.

Review dates, dispute and restriction can change, as they must. Erasure at the end of a record's time comes with the
retention of the house, which will lower these guards for what it erases.
"""

from django.db import migrations

from rapport.ledger.guards import Guard

ITEM_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "report_id", "kind", "origin", "text", "scheme",
    "source", "source_reason", "information", "information_reason", "handling", "conditions", "obtained", "by_id", "at",
)  # fmt: skip
NAMING_COLUMNS = ("id", "ref", "held_since", "item_id", "person_id", "category", "grounds")
LINK_COLUMNS = ("id", "ref", "held_since", "service_id", "establishment_id", "person_id", "reason", "by_id", "at")
NOTE_COLUMNS = ("id", "ref", "held_since", "service_id", "establishment_id", "by_id", "at")
GUARDED: dict[str, tuple[str, ...]] = {
    "intelligence_item": ITEM_COLUMNS,
    "intelligence_naming": NAMING_COLUMNS,
    "intelligence_link": LINK_COLUMNS,
    "intelligence_link_items": (),
    "intelligence_note": NOTE_COLUMNS,
    "intelligence_version": (),
    "intelligence_statement": (),
    "intelligence_statement_items": (),
    "intelligence_handing": (),
    "intelligence_answer": (),
}
"""Table → the columns that never change; none named means the whole row."""

MESSAGE = "what was graded or judged never changes"


class Migration(migrations.Migration):
    dependencies = [("intelligence", "0001_initial")]
    operations = [
        Guard(
            "intelligence", "what was graded or judged never changes", GUARDED, acts=("update", "delete"), always=False
        ),
    ]
