"""Guards again: SQLite built the table of reports anew; what becomes of a report on its road never changes."""

from django.db import migrations

from rapport.ledger.guards import Guard

REPORT_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "author_id", "posting_id", "place_id", "about", "seen",
    "told", "view", "unsure", "happened_at", "filed_at", "told_origin", "road", "protected_role", "keyed_by_id",
    "necessity_asked",
)  # fmt: skip
GUARDED: dict[str, tuple[str, ...]] = {
    "reporting_report": REPORT_COLUMNS,
    "reporting_roadevent": (),
    "reporting_slipconfirmed": (),
}


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_roads_and_slips")]
    operations = [
        Guard("reporting", "a filed report never changes", GUARDED, acts=("update", "delete")),
    ]
