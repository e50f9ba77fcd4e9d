"""An enclosure is not taken back."""

from django.db import migrations

from rapport.ledger.guards import Guard, GuardUntilErased

GUARDED: dict[str, tuple[str, ...]] = {"reporting_enclosure": ()}
MESSAGE = "a filed report never changes"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0014_enclosures"), ("ledger", "0008_erasure_guards")]
    operations = [
        Guard("reporting", MESSAGE, GUARDED),
        GuardUntilErased("reporting", MESSAGE, GUARDED, acts=("delete",)),
    ]
