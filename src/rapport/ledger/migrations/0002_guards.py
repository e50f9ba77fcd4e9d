"""The ledger's guards: triggers that refuse to change or delete an entry, or what kind of instance this is."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

GUARDED = ("ledger_entry", "ledger_instance")

POSTGRESQL_FUNCTION = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger is never changed'; END $$
"""


def raise_guards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the dialect of this database."""
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_FUNCTION)
    for table in GUARDED:
        for act in ("update", "delete"):
            if editor.connection.vendor == "postgresql":
                editor.execute(
                    f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                    f"FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"
                )
            else:
                editor.execute(
                    f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END"
                )


def lower_guards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers: only for a database that is being thrown away."""
    for table in GUARDED:
        for act in ("update", "delete"):
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER {table}_no_{act}{on}")
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION ledger_refuse()")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(raise_guards, lower_guards)]
