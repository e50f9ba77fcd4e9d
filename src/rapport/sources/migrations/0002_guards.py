"""What was sealed, graded and done never changes; its own dates and restriction can, as they must.

That a grade counts for nothing any more is not taken back. A row leaves its table in one way only: named by an
erasure, of which the trace stays.
"""

from django.db import migrations

from rapport.ledger.guards import Guard, GuardUntilErased

MESSAGE = "what was sealed never changes"
SEALED = ("ref", "held_since", "service_id", "establishment_id", "key_id", "sealed", "marks")
GUARDED: dict[str, tuple[str, ...]] = {
    "sources_origin": SEALED,
    "sources_origingrade": (),
    "sources_withdrawngrade": (),
    "sources_sourceevent": (),
}
"""Table → the columns that never change; none named means the whole row."""


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        Guard("sources", MESSAGE, GUARDED, acts=("update", "truncate")),
        GuardUntilErased("sources", MESSAGE, dict.fromkeys(GUARDED, ()), acts=("delete",)),
    ]
