"""An item may be put into a compartment after it was made, moved or taken out: dated rows that never change.

The item's own column, which the second wall compares, follows the newest of them and nothing else.
"""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from rapport.ledger.guards import Guard, GuardUnlessSaid, GuardUntilErased

MESSAGE = "what was graded or judged never changes"
ITEM = (
    "id", "ref", "held_since", "service_id", "establishment_id", "report_id", "kind", "origin", "text", "obtained",
    "necessity", "by_id", "at",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("intelligence", "0003_nobody_writes_past_a_guard"),
        ("access", "0001_initial"),
        ("ledger", "0002_guards"),
    ]
    operations = [
        migrations.CreateModel(
            "Moving",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(blank=True, max_length=9)),
                ("compartment", models.CharField(blank=True, max_length=9)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="movings", to="intelligence.item"
                    ),
                ),
            ],
            managers=[("unfiltered", django.db.models.manager.Manager())],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="intelligence_moving_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("before", models.F("compartment")), _negated=True),
                        name="intelligence_moving_to_another",
                    ),
                ]
            },
        ),
        Guard("intelligence", MESSAGE, {"intelligence_item": ITEM}, acts=("update",)),
        Guard("intelligence", MESSAGE, {"intelligence_moving": ()}, acts=("update", "truncate")),
        GuardUntilErased("intelligence", MESSAGE, {"intelligence_moving": ()}, acts=("delete",)),
        GuardUnlessSaid(
            "intelligence", MESSAGE, "intelligence_item", "compartment", said_in="intelligence_moving", of="item_id"
        ),
    ]
