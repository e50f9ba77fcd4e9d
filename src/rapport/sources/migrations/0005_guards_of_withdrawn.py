"""That a grade counts for nothing any more is not taken back."""

from django.db import migrations

from rapport.ledger.guards import Guard, GuardUntilErased

GUARDED: dict[str, tuple[str, ...]] = {"sources_withdrawngrade": ()}
MESSAGE = "what was sealed never changes"


class Migration(migrations.Migration):
    dependencies = [("sources", "0004_withdrawn_grades"), ("ledger", "0008_erasure_guards")]
    operations = [
        Guard("sources", MESSAGE, GUARDED),
        GuardUntilErased("sources", MESSAGE, GUARDED, acts=("delete",)),
    ]
