"""A report opens again when nothing made of it lies in the compartment any more; when it closed stays written."""

from django.db import migrations, models

from rapport.ledger.guards import AllBut, Guard, GuardUntilErased

MESSAGE = "a filed report never changes"
TABLE = "reporting_enclosure"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_nobody_writes_past_a_guard")]
    operations = [
        migrations.AddField("enclosure", "ended_at", models.DateTimeField(blank=True, null=True)),
        migrations.RemoveConstraint("enclosure", "reporting_enclosure_once"),
        migrations.AddConstraint(
            "enclosure",
            models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("report", "compartment"),
                name="reporting_enclosure_once",
            ),
        ),
        Guard("reporting", MESSAGE, {TABLE: AllBut("ended_at")}, acts=("update", "truncate")),
        GuardUntilErased("reporting", MESSAGE, {TABLE: ()}, acts=("delete",)),
    ]
