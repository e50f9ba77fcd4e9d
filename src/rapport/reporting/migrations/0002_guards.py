"""The guards of filed reports: triggers that refuse to change what was filed, added, passed on, called or sent.

A report's own dates, dispute and restriction can change, its texts and all that says who, when and where cannot; of a
matter that was passed on neither words, road nor digest. An enclosure is not taken back. A row leaves its table in one
way only: named by an erasure, of which the trace stays.
"""

from django.db import migrations

from rapport.ledger.guards import Guard, GuardUntilErased

MESSAGE = "a filed report never changes"
REPORT_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "author_id", "posting_id", "place_id", "about", "seen",
    "told", "view", "unsure", "happened_at", "filed_at", "told_origin", "road", "protected_role", "keyed_by_id",
    "necessity_asked",
)  # fmt: skip
PASSING_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "report_id", "road", "words", "digest", "at", "due_at",
    "by_id",
)  # fmt: skip
REPORTS: dict[str, tuple[str, ...]] = {
    "reporting_report": REPORT_COLUMNS,
    "reporting_addendum": ("id", "ref", "held_since", "report_id", "author_id", "added_at", "text"),
    "reporting_reportperson": (),
    "reporting_reportsubject": (),
    "reporting_roadevent": (),
    "reporting_slipconfirmed": (),
    "reporting_alarmcall": (),
    "reporting_alarmevent": (),
    "reporting_noticereview": (),
    "reporting_urgentnotice": ("ref", "alarm_id", "recipient_id", "danger", "where", "protection", "sent_at", "by_id"),
}
"""Table → the columns that never change; none named means the whole row."""

ROADS: dict[str, tuple[str, ...]] = {
    "reporting_reportevent": (),
    "reporting_passing": PASSING_COLUMNS,
    "reporting_passinganswer": (),
    "reporting_enclosure": (),
}
"""What became of a report: these tables are not emptied either."""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        Guard("reporting", MESSAGE, REPORTS, acts=("update",)),
        Guard("reporting", MESSAGE, ROADS, acts=("update", "truncate")),
        GuardUntilErased("reporting", MESSAGE, dict.fromkeys([*REPORTS, *ROADS], ()), acts=("delete",)),
    ]
