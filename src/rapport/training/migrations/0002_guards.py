"""The log of an exercise is only ever added to: triggers refuse to change or delete an act."""

from django.db import migrations

from rapport.ledger.guards import Guard

MESSAGE = "the log of an exercise is never changed"


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial")]
    operations = [
        Guard("training", MESSAGE, {"training_exerciseact": ()}, acts=("update", "delete"), code=None, always=False)
    ]
