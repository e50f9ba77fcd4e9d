"""From when on a record was restricted, or free again: dated rows beside its flag, which never change."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from rapport.ledger.guards import Guard


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_guards"),
        ("access", "0004_nobody_writes_past_a_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Marking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_class", models.CharField(max_length=60)),
                ("record_ref", models.CharField(max_length=9)),
                ("mark", models.CharField(choices=[("restricted", "Restricted"), ("freed", "Freed")], max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.prisonservice"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["record_class", "record_ref"], name="access_marking_record")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["restricted", "freed"])), name="access_marking_is_known"
                    )
                ],
            },
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        Guard("access_marking", "what was set on a record never changes", {"access_marking": ()}),
    ]
