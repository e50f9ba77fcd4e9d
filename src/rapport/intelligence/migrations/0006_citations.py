"""Which items each note cites, in whichever version: filled from its statements, guarded by the next migration."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """One row for each item that a version of a note cites."""
    statement = apps.get_model("intelligence", "Statement")._base_manager.using(editor.connection.alias)
    rows = statement.filter(items__isnull=False).values_list("version__note_id", "items").distinct()
    citation = apps.get_model("intelligence", "Citation")
    citation._base_manager.using(editor.connection.alias).bulk_create(
        [citation(note_id=note, item_id=item) for note, item in rows], batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [
        ("intelligence", "0005_items_without_grades"),
    ]

    operations = [
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="citations", to="intelligence.item"
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="citations", to="intelligence.note"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("note", "item"), name="intelligence_citation_once")],
            },
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
