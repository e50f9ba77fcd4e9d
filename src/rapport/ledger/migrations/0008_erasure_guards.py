"""Guards of erasures: what says that something was erased is itself never changed."""

from django.db import migrations

from rapport.ledger.guards import Guard

TABLES = {"ledger_tombstone": (), "ledger_erasedrow": ()}


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_erasures")]
    operations = [Guard("ledger", "the ledger is never changed", TABLES, code=None)]
