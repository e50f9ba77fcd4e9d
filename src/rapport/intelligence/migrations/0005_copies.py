"""Whom a note was handed to, each by name."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from rapport.ledger.guards import Guard, GuardUntilErased

MESSAGE = "what was graded or judged never changes"


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_guards"),
        ("access", "0005_copies"),
        ("intelligence", "0004_movings"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandedTo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "handing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipients",
                        to="intelligence.handing",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("handing", "staff"), name="intelligence_handed_to_once")
                ],
            },
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        Guard("intelligence", MESSAGE, {"intelligence_handedto": ()}, acts=("update", "truncate")),
        GuardUntilErased("intelligence", MESSAGE, {"intelligence_handedto": ()}, acts=("delete",)),
    ]
