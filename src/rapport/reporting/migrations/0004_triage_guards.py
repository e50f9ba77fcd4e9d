"""Guards of what was passed on; and those of the events once more: SQLite left them behind with the table it remade.

A matter's own dates, dispute and restriction can change, its words, road and digest cannot.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

PASSING_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "report_id", "road", "words", "digest", "at", "due_at",
    "by_id",
)  # fmt: skip
NEW: dict[str, tuple[str, ...]] = {"reporting_passing": PASSING_COLUMNS, "reporting_passinganswer": ()}
REMADE: dict[str, tuple[str, ...]] = {"reporting_reportevent": ()}


def raise_guards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the dialect of this database; PostgreSQL kept those of the events."""
    postgresql = editor.connection.vendor == "postgresql"
    then = (
        "FOR EACH ROW EXECUTE FUNCTION reporting_refuse()"
        if postgresql
        else "BEGIN SELECT RAISE(ABORT, 'a filed report never changes'); END"
    )
    for table, columns in (NEW if postgresql else {**NEW, **REMADE}).items():
        of = " OF " + ", ".join(f'"{column}"' for column in columns) if columns else ""
        for act, on in (("update", f"UPDATE{of}"), ("delete", "DELETE")):
            if not postgresql:
                editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
            editor.execute(f"CREATE TRIGGER {table}_no_{act} BEFORE {on} ON {table} {then}")


def lower_guards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers of the new tables: only for a database that is being thrown away."""
    for table in NEW:
        for act in ("update", "delete"):
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER {table}_no_{act}{on}")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_triage")]
    operations = [migrations.RunPython(raise_guards, lower_guards)]
