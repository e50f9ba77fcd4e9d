"""Guards for the tree: a place, a checkpoint and a witness's word are never changed."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from rapport.ledger.guards import lower_guards, raise_guards

GUARDED = ("ledger_leaf", "ledger_checkpointnote", "ledger_cosignature")


def forwards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    raise_guards(editor, *GUARDED)


def backwards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    lower_guards(editor, *GUARDED)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_tree")]
    operations = [migrations.RunPython(forwards, backwards)]
