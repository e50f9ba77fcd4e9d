"""The ledger's guards: triggers that refuse to change or delete an entry, or what kind of instance this is.

A place of the tree, a checkpoint and a witness's word are never changed, nor a witness's key, whether proposed or
pinned. What says that something was erased is itself never changed.
"""

from django.db import migrations

from rapport.ledger.guards import Guard

TABLES = (
    "ledger_entry",
    "ledger_instance",
    "ledger_leaf",
    "ledger_checkpointnote",
    "ledger_cosignature",
    "ledger_witnesskey",
    "ledger_witnesspin",
    "ledger_tombstone",
    "ledger_erasedrow",
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [Guard("ledger", "the ledger is never changed", dict.fromkeys(TABLES, ()), code=None)]
