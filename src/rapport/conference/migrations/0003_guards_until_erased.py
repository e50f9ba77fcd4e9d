"""What is written here leaves its table in one way only: named by an erasure, of which the trace stays."""

from django.db import migrations

from rapport.ledger.guards import GuardUntilErased

TABLES = (
    "conference_decision",
    "conference_ending",
    "conference_measure",
)


class Migration(migrations.Migration):
    dependencies = [("conference", "0002_guards"), ("ledger", "0008_erasure_guards")]
    operations = [
        GuardUntilErased("conference", "what was decided never changes", dict.fromkeys(TABLES, ()), acts=("delete",)),
    ]
