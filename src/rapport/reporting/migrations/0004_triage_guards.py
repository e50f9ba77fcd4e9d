"""Guards of what was passed on, and those of the events once more.

SQLite left these behind with the table it remade. A matter's own dates, dispute and restriction can change, its words,
road and digest cannot.
"""

from django.db import migrations

from rapport.ledger.guards import Guard

PASSING_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "report_id", "road", "words", "digest", "at", "due_at",
    "by_id",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_triage")]
    operations = [
        Guard(
            "reporting",
            "a filed report never changes",
            {"reporting_reportevent": (), "reporting_passing": PASSING_COLUMNS, "reporting_passinganswer": ()},
        )
    ]
