"""What became of a mention of worship, dress or the like when a report was evaluated: said once, never changed."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from rapport.ledger.guards import Guard, GuardUntilErased

MESSAGE = "what was graded or judged never changes"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_copies"),
        ("intelligence", "0005_copies"),
        ("reporting", "0005_copies"),
    ]

    operations = [
        migrations.CreateModel(
            name="MentionAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("left_out", "Left out of every item: it was not strictly necessary"),
                            ("kept", "Kept in an item, with the reason why it is necessary"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.report"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["left_out", "kept"])),
                        name="intelligence_mention_answer_known",
                    )
                ],
            },
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        Guard("intelligence", MESSAGE, {"intelligence_mentionanswer": ()}, acts=("update", "truncate")),
        GuardUntilErased("intelligence", MESSAGE, {"intelligence_mentionanswer": ()}, acts=("delete",)),
    ]
