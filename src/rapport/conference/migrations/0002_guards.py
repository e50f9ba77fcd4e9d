"""The guards of decisions: triggers that refuse to rewrite what was decided, or when it ends.

Review dates, dispute and restriction can change, as they must. Erasure at the end of a record's time comes with the
retention of the house, which will lower these guards for what it erases.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

DECISION_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "note_id", "note_version", "outcome", "grounds",
    "necessity", "proportionality", "alternatives", "decided_on", "review_due", "ends_on", "by_id", "at",
)  # fmt: skip
MEASURE_COLUMNS = ("id", "ref", "held_since", "decision_id", "about", "person_id", "place_id", "what", "starts", "ends")
GUARDED: dict[str, tuple[str, ...]] = {
    "conference_decision": DECISION_COLUMNS,
    "conference_measure": MEASURE_COLUMNS,
    "conference_ending": (),
}
"""Table → the columns that never change; none named means the whole row."""

POSTGRESQL_FUNCTION = """
CREATE FUNCTION conference_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was decided never changes' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def raise_guards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the dialect of this database."""
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_FUNCTION)
        then = "FOR EACH ROW EXECUTE FUNCTION conference_refuse()"
    else:
        then = "BEGIN SELECT RAISE(ABORT, 'what was decided never changes'); END"
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
        editor.execute("DROP FUNCTION conference_refuse()")


class Migration(migrations.Migration):
    dependencies = [("conference", "0001_initial")]
    operations = [migrations.RunPython(raise_guards, lower_guards)]
