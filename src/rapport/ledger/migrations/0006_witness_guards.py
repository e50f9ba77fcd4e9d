"""Guards for the witness's key: neither what was proposed nor what was pinned is ever changed."""

from django.db import migrations

from rapport.ledger.guards import Guard

TABLES = {"ledger_witnesskey": (), "ledger_witnesspin": ()}


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_witnesses")]
    operations = [Guard("ledger", "the ledger is never changed", TABLES, code=None)]
