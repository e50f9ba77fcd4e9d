"""The guards of what was signed: no event of an account and no approval changes, and a request is only ever served."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REQUEST_COLUMNS = (
    "id", "ref", "service_id", "establishment_id", "requester_id", "operation", "record_class", "record_ref", "content",
    "at", "until",
)  # fmt: skip
KEY_COLUMNS = ("id", "ref", "staff_id", "public", "sealed")
GUARDED: dict[str, tuple[str, ...]] = {
    "access_accountevent": (),
    "access_approval": (),
    "access_approvalrequest": REQUEST_COLUMNS,
    "access_signingkey": KEY_COLUMNS,
}
"""Table → the columns that never change; none named means the whole row."""

POSTGRESQL_FUNCTION = """
CREATE FUNCTION access_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was signed never changes'; END $$
"""


def raise_guards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the dialect of this database."""
    postgresql = editor.connection.vendor == "postgresql"
    if postgresql:
        editor.execute(POSTGRESQL_FUNCTION)
        then = "FOR EACH ROW EXECUTE FUNCTION access_refuse()"
    else:
        then = "BEGIN SELECT RAISE(ABORT, 'what was signed never changes'); END"
    for table, columns in GUARDED.items():
        of = " OF " + ", ".join(f'"{column}"' for column in columns) if columns else ""
        editor.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{of} ON {table} {then}")
        editor.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {then}")
        if postgresql:
            editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION access_refuse()"
            )


def lower_guards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers: only for a database that is being thrown away."""
    postgresql = editor.connection.vendor == "postgresql"
    for table in GUARDED:
        for act in ("update", "delete") + (("truncate",) if postgresql else ()):
            editor.execute(f"DROP TRIGGER {table}_no_{act}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        editor.execute("DROP FUNCTION access_refuse()")


class Migration(migrations.Migration):
    dependencies = [("access", "0002_approvals")]
    operations = [migrations.RunPython(raise_guards, lower_guards)]
