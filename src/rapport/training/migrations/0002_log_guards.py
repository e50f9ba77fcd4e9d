"""The log of an exercise is only ever added to: triggers refuse to change or delete an act."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "training_exerciseact"

POSTGRESQL_FUNCTION = """
CREATE FUNCTION training_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the log of an exercise is never changed'; END $$
"""


def raise_guards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the dialect of this database."""
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_FUNCTION)
    for act in ("update", "delete"):
        body = (
            "FOR EACH ROW EXECUTE FUNCTION training_refuse()"
            if editor.connection.vendor == "postgresql"
            else "BEGIN SELECT RAISE(ABORT, 'the log of an exercise is never changed'); END"
        )
        editor.execute(f"CREATE TRIGGER {TABLE}_no_{act} BEFORE {act.upper()} ON {TABLE} {body}")


def lower_guards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers: only for a database that is being thrown away."""
    for act in ("update", "delete"):
        on = f" ON {TABLE}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER {TABLE}_no_{act}{on}")
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION training_refuse()")


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial")]
    operations = [migrations.RunPython(raise_guards, lower_guards)]
