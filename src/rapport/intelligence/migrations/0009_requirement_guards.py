"""The guards of what was asked and answered: a question is not reworded, and lives no longer than it was said to."""

from django.db import migrations

from rapport.ledger.guards import Guard

REQUIREMENT_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "question", "why", "due_on", "ends_on", "by_id", "at",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("intelligence", "0008_requirements")]
    operations = [
        Guard(
            "intelligence",
            "what was graded or judged never changes",
            {
                "intelligence_requirement": REQUIREMENT_COLUMNS,
                "intelligence_requirementpost": (),
                "intelligence_shiftanswer": (),
            },
        )
    ]
