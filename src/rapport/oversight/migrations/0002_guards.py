"""What was decided at a review never changes; a hold is lifted by filling in when, by whom and why."""

from django.db import migrations

from rapport.ledger.guards import GuardUntilErased

HOLD_COLUMNS = (
    "id", "ref", "service_id", "record_class", "record_ref", "why", "law", "until", "by_id", "at",
)  # fmt: skip
EARLY_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "about_class", "about_ref", "reason", "requester_id",
    "asked_at",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        GuardUntilErased(
            "oversight",
            "what was decided of a record never changes",
            {
                "oversight_reviewmade": (),
                "oversight_hold": HOLD_COLUMNS,
                "oversight_earlyerasure": EARLY_COLUMNS,
            },
        )
    ]
