"""Nobody empties the tables of notes, and no session that calls itself a replica changes one."""

from django.db import migrations

from rapport.ledger.guards import Guard

GUARDED: dict[str, tuple[str, ...]] = {
    "intelligence_naming": ("id", "ref", "held_since", "item_id", "person_id", "category", "grounds"),
    "intelligence_link_items": (),
    "intelligence_version": (),
    "intelligence_statement": (),
    "intelligence_statement_items": (),
    "intelligence_handing": (),
    "intelligence_answer": (),
}
"""Table → the columns that never change; none named means the whole row. As in `0002_guards`."""


class Migration(migrations.Migration):
    dependencies = [("intelligence", "0002_guards")]
    operations = [
        Guard("intelligence", "what was graded or judged never changes", GUARDED, acts=("update", "truncate"))
    ]
