"""What is written here leaves its table in one way only: named by an erasure, of which the trace stays."""

from django.db import migrations

from rapport.ledger.guards import GuardUntilErased

TABLES = (
    "reporting_addendum",
    "reporting_alarmcall",
    "reporting_alarmevent",
    "reporting_noticereview",
    "reporting_passing",
    "reporting_passinganswer",
    "reporting_report",
    "reporting_reportevent",
    "reporting_reportperson",
    "reporting_reportsubject",
    "reporting_roadevent",
    "reporting_slipconfirmed",
    "reporting_urgentnotice",
)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0008_guards_of_alarms"), ("ledger", "0008_erasure_guards")]
    operations = [
        GuardUntilErased("reporting", "a filed report never changes", dict.fromkeys(TABLES, ()), acts=("delete",)),
    ]
