"""The guards of filed reports: triggers that refuse to change or delete what was filed, added or became of it.

A report's own dates, dispute and restriction can change, its texts and all that says who, when and where cannot.
Erasure at the end of its time comes with the retention of the house, which will lower these guards for what it erases.
"""

from django.db import migrations

from rapport.ledger.guards import Guard

REPORT_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "author_id", "posting_id", "place_id", "about", "seen",
    "told", "view", "unsure", "happened_at", "filed_at", "told_origin",
)  # fmt: skip
ADDENDUM_COLUMNS = ("id", "ref", "held_since", "report_id", "author_id", "added_at", "text")
GUARDED: dict[str, tuple[str, ...]] = {
    "reporting_report": REPORT_COLUMNS,
    "reporting_addendum": ADDENDUM_COLUMNS,
    "reporting_reportperson": (),
    "reporting_reportsubject": (),
    "reporting_reportevent": (),
}
"""Table → the columns that never change; none named means the whole row."""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [
        Guard("reporting", "a filed report never changes", GUARDED, acts=("update", "delete")),
    ]
