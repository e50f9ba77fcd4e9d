"""A colleague's no to a request for a signature: it never changes."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from rapport.ledger.guards import Guard


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_copies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Decline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("needless", "Needless"),
                            ("too_wide", "Too Wide"),
                            ("wrong", "Wrong"),
                            ("unclear", "Unclear"),
                            ("too_close", "Too Close"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.posting"
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.approvalrequest"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["needless", "too_wide", "wrong", "unclear", "too_close"])),
                        name="access_decline_reason_is_known",
                    )
                ],
            },
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        Guard("access_decline", "a no that was said never changes", {"access_decline": ()}),
    ]
