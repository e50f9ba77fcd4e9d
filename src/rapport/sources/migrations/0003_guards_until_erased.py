"""What is written here leaves its table in one way only: named by an erasure, of which the trace stays."""

from django.db import migrations

from rapport.ledger.guards import GuardUntilErased

TABLES = (
    "sources_origin",
    "sources_origingrade",
    "sources_sourceevent",
)


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_guards"), ("ledger", "0008_erasure_guards")]
    operations = [
        GuardUntilErased("sources", "what was sealed never changes", dict.fromkeys(TABLES, ()), acts=("delete",)),
    ]
