"""The ledger's guards: triggers that refuse to change or delete an entry, or what kind of instance this is."""

from django.db import migrations

from rapport.ledger.guards import Guard


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        Guard("ledger", "the ledger is never changed", {"ledger_entry": (), "ledger_instance": ()}, code=None),
    ]
