"""Nobody empties the tables of filed reports; an urgent report stays as it was raised."""

from django.db import migrations

from rapport.ledger.guards import AllBut, Guard, GuardUntilErased

MESSAGE = "a filed report never changes"
FILED = (
    "reporting_report",
    "reporting_addendum",
    "reporting_reportperson",
    "reporting_reportsubject",
    "reporting_roadevent",
    "reporting_slipconfirmed",
    "reporting_alarmcall",
    "reporting_alarmevent",
    "reporting_noticereview",
    "reporting_urgentnotice",
)
ALARM = {"reporting_alarm": AllBut("purpose", "legal_basis", "review_on", "max_until", "restricted", "disputed")}


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_guards")]
    operations = [
        Guard("reporting", MESSAGE, dict.fromkeys(FILED, ()), acts=("truncate",)),
        Guard("reporting", MESSAGE, ALARM, acts=("update", "truncate")),
        GuardUntilErased("reporting", MESSAGE, dict.fromkeys(ALARM, ()), acts=("delete",)),
    ]
