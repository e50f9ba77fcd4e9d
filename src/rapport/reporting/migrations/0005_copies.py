"""That somebody read what changed since a copy was handed to them: never changed, and gone only with an erasure."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import rapport.ledger.references
from rapport.ledger.guards import Guard, GuardUntilErased

MESSAGE = "a filed report never changes"
COLUMNS = ("id", "ref", "held_since", "service_id", "copy_class", "copy_ref", "change", "by_id", "at")


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_guards"),
        ("access", "0005_copies"),
        ("reporting", "0004_enclosure_ends"),
    ]

    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.CharField(
                        default=rapport.ledger.references.new_reference, editable=False, max_length=9, unique=True
                    ),
                ),
                ("held_since", models.DateField()),
                ("purpose", models.CharField(max_length=40)),
                ("legal_basis", models.CharField(max_length=80)),
                ("review_on", models.DateField()),
                ("max_until", models.DateField()),
                ("restricted", models.BooleanField(default=False)),
                ("disputed", models.BooleanField(default=False)),
                ("copy_class", models.CharField(max_length=60)),
                ("copy_ref", models.CharField(max_length=9)),
                ("change", models.CharField(max_length=16)),
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
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("review_on__lte", models.F("max_until"))),
                        name="reporting_acknowledgement_reviewed_in_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("copy_class", ""), _negated=True),
                            models.Q(("copy_ref", ""), _negated=True),
                            models.Q(("change", ""), _negated=True),
                        ),
                        name="reporting_acknowledgement_of_something",
                    ),
                    models.UniqueConstraint(
                        fields=("copy_class", "copy_ref", "change", "by"), name="reporting_acknowledged_once"
                    ),
                ],
            },
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        Guard("reporting", MESSAGE, {"reporting_acknowledgement": COLUMNS}, acts=("update",)),
        Guard("reporting", MESSAGE, {"reporting_acknowledgement": ()}, acts=("truncate",)),
        GuardUntilErased("reporting", MESSAGE, {"reporting_acknowledgement": ()}, acts=("delete",)),
    ]
