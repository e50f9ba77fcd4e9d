"""Nobody empties the log of an exercise, and no session that calls itself a replica changes it."""

from django.db import migrations

from rapport.ledger.guards import Guard


class Migration(migrations.Migration):
    dependencies = [("training", "0002_guards")]
    operations = [Guard("training", "the log of an exercise is never changed", {"training_exerciseact": ()}, code=None)]
