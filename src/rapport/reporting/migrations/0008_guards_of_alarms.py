"""What was called, answered, sent and looked at never changes."""

from django.db import migrations

from rapport.ledger.guards import Guard

GUARDED: dict[str, tuple[str, ...]] = {
    "reporting_alarmcall": (),
    "reporting_alarmevent": (),
    "reporting_noticereview": (),
    "reporting_urgentnotice": ("ref", "alarm_id", "recipient_id", "danger", "where", "protection", "sent_at", "by_id"),
}


class Migration(migrations.Migration):
    dependencies = [("reporting", "0007_urgent_and_attachments")]
    operations = [
        Guard("reporting", "a filed report never changes", GUARDED, acts=("update", "delete")),
    ]
