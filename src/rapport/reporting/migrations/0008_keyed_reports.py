"""Which reports were keyed from somebody's slip, found without reading all that they wrote."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0007_event_of_report")]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["author"], condition=models.Q(keyed_by__isnull=False), name="reporting_report_keyed"
            ),
        ),
    ]
