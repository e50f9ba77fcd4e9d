"""The ledger's guards: triggers that refuse to change or delete an entry, or what kind of instance this is."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from rapport.ledger.guards import FUNCTION, lower_guards, raise_guards

GUARDED = ("ledger_entry", "ledger_instance")


def forwards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(FUNCTION)
    raise_guards(editor, *GUARDED)


def backwards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    lower_guards(editor, *GUARDED)
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION ledger_refuse()")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
