"""The guards of items, links and notes: triggers that refuse to rewrite what somebody graded, judged or handed over.

Review dates, dispute and restriction can change, as they must. Erasure at the end of a record's time comes with the
retention of the house, which will lower these guards for what it erases.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

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

POSTGRESQL_FUNCTION = """
CREATE FUNCTION intelligence_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was graded or judged never changes'
  USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def raise_guards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the dialect of this database."""
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_FUNCTION)
        then = "FOR EACH ROW EXECUTE FUNCTION intelligence_refuse()"
    else:
        then = "BEGIN SELECT RAISE(ABORT, 'what was graded or judged never changes'); END"
    for table, columns in GUARDED.items():
        of = " OF " + ", ".join(f'"{column}"' for column in columns) if columns else ""
        editor.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{of} ON {table} {then}")
        editor.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {then}")


def lower_guards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers: only for a database that is being thrown away."""
    for table in GUARDED:
        for act in ("update", "delete"):
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER {table}_no_{act}{on}")
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION intelligence_refuse()")


class Migration(migrations.Migration):
    dependencies = [("intelligence", "0001_initial")]
    operations = [migrations.RunPython(raise_guards, lower_guards)]
