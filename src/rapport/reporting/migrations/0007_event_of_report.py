"""What became of a report by its kind: the rules ask it of every report that a search finds."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0006_named")]

    operations = [
        migrations.AddIndex(
            model_name="reportevent",
            index=models.Index(fields=["report", "kind"], name="reporting_event_of_report"),
        ),
    ]
