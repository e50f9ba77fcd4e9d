"""A request that was served stays served: whoever may write its row cannot have the act done twice under it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE, NAME = "access_approvalrequest", "access_approvalrequest_served_once"
MESSAGE = "what was served stays served"


def raise_it(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE OR REPLACE FUNCTION access_served_once() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
        )
        editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE OF served_at ON {TABLE} FOR EACH ROW "
            "WHEN (OLD.served_at IS NOT NULL AND NEW.served_at IS DISTINCT FROM OLD.served_at) "
            "EXECUTE FUNCTION access_served_once()"
        )
        return
    editor.execute(
        f"CREATE TRIGGER {NAME} BEFORE UPDATE OF served_at ON {TABLE} "
        "WHEN OLD.served_at IS NOT NULL AND NEW.served_at IS NOT OLD.served_at "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def lower_it(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    on = f" ON {TABLE}" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER IF EXISTS {NAME}{on}")


class Migration(migrations.Migration):
    dependencies = [("access", "0002_guards")]
    operations = [migrations.RunPython(raise_it, lower_it)]
