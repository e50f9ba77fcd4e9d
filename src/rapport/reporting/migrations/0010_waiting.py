"""What the desk has still to do, beside the events from which it follows."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

FILL = """
INSERT INTO reporting_waiting (report_id, establishment_id, filed_at)
SELECT id, establishment_id, filed_at FROM reporting_report r WHERE road = '' AND NOT EXISTS (
    SELECT 1 FROM reporting_reportevent e WHERE e.report_id = r.id
    AND e.kind IN ('evaluated', 'closed', 'duplicate', 'elsewhere', 'prosecutor', 'outside'))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_roles_outside"),
        ("reporting", "0009_guards_until_erased"),
    ]

    operations = [
        migrations.CreateModel(
            name="Waiting",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="reporting.report",
                    ),
                ),
                ("filed_at", models.DateTimeField()),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.establishment"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "waiting",
                "indexes": [
                    models.Index(fields=["establishment", "filed_at", "report"], name="reporting_waiting_queue")
                ],
            },
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
