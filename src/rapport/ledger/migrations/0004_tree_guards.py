"""Guards for the tree: a place, a checkpoint and a witness's word are never changed."""

from django.db import migrations

from rapport.ledger.guards import Guard

TABLES = {"ledger_leaf": (), "ledger_checkpointnote": (), "ledger_cosignature": ()}


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_tree")]
    operations = [Guard("ledger", "the ledger is never changed", TABLES, code=None)]
