"""Guards again: SQLite built the tables of events and of matters that were passed on anew."""

from django.db import migrations

from rapport.ledger.guards import Guard, GuardUntilErased

PASSING_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "report_id", "road", "words", "digest", "at", "due_at",
    "by_id",
)  # fmt: skip
GUARDED: dict[str, tuple[str, ...]] = {"reporting_reportevent": (), "reporting_passing": PASSING_COLUMNS}
MESSAGE = "a filed report never changes"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0012_leaving_the_prison"), ("ledger", "0008_erasure_guards")]
    operations = [
        Guard("reporting", MESSAGE, GUARDED),
        GuardUntilErased("reporting", MESSAGE, dict.fromkeys(GUARDED, ()), acts=("delete",)),
    ]
