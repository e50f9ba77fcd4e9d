"""Guards again: SQLite built the tables of items, links and notes anew. In which compartment one lies never changes."""

from django.db import migrations

from rapport.ledger.guards import Guard, GuardUntilErased

MESSAGE = "what was graded or judged never changes"
HELD = ("id", "ref", "held_since", "service_id", "establishment_id")
GUARDED: dict[str, tuple[str, ...]] = {
    "intelligence_item": (*HELD, "report_id", "kind", "origin", "text", "obtained", "necessity", "compartment", "by_id",
                          "at"),
    "intelligence_link": (*HELD, "person_id", "reason", "compartment", "by_id", "at"),
    "intelligence_note": (*HELD, "compartment", "by_id", "at"),
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("intelligence", "0013_compartments"), ("ledger", "0008_erasure_guards")]
    operations = [
        Guard("intelligence", MESSAGE, GUARDED),
        GuardUntilErased("intelligence", MESSAGE, dict.fromkeys(GUARDED, ()), acts=("delete",)),
    ]
