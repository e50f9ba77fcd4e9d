"""The guards of filed reports: triggers that refuse to change or delete what was filed, added or became of it.

A report's own dates, dispute and restriction can change, its texts and all that says who, when and where cannot.
Erasure at the end of its time comes with the retention of the house, which will lower these guards for what it erases.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REPORT_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "author_id", "posting_id", "place_id", "about", "seen",
    "told", "view", "unsure", "happened_at", "filed_at", "told_origin",
)  # fmt: skip
ADDENDUM_COLUMNS = ("id", "ref", "held_since", "report_id", "author_id", "added_at", "text")
GUARDED: dict[str, tuple[str, ...]] = {
    "reporting_report": REPORT_COLUMNS,
    "reporting_addendum": ADDENDUM_COLUMNS,
    "reporting_reportperson": (),
    "reporting_reportsubject": (),
    "reporting_reportevent": (),
}
"""Table → the columns that never change; none named means the whole row."""

POSTGRESQL_FUNCTION = """
CREATE FUNCTION reporting_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a filed report never changes'; END $$
"""


def raise_guards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the dialect of this database."""
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_FUNCTION)
        then = "FOR EACH ROW EXECUTE FUNCTION reporting_refuse()"
    else:
        then = "BEGIN SELECT RAISE(ABORT, 'a filed report never changes'); END"
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
        editor.execute("DROP FUNCTION reporting_refuse()")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [migrations.RunPython(raise_guards, lower_guards)]
