"""Guards again: SQLite built the table of grades anew."""

from django.db import migrations

from rapport.ledger.guards import Guard, GuardUntilErased

GUARDED: dict[str, tuple[str, ...]] = {"sources_origingrade": ()}
MESSAGE = "what was sealed never changes"


class Migration(migrations.Migration):
    dependencies = [("sources", "0006_grades_in_compartments"), ("ledger", "0008_erasure_guards")]
    operations = [
        Guard("sources", MESSAGE, GUARDED),
        GuardUntilErased("sources", MESSAGE, GUARDED, acts=("delete",)),
    ]
