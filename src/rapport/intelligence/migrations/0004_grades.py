"""Each item's grade becomes its first dated grade."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

STAYS_HERE = {("4x4", "H2"), ("4x4", "H3"), ("3x5x2", "C"), ("5x5x5", "5")}
STAYS_IN_SERVICE = {("5x5x5", "2"), ("5x5x5", "3"), ("5x5x5", "4")}
"""As the schemes' files said when grades became rows."""


def reach(scheme: str, handling: str) -> str:
    """How far an item of this handling code goes unasked."""
    code = (scheme.partition("@")[0], handling)
    if code in STAYS_HERE:
        return "here"
    return "service" if code in STAYS_IN_SERVICE or not handling else "partners"


def copy_grades(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """One row for each item, by whoever made it and when."""
    item, grade = apps.get_model("intelligence", "Item"), apps.get_model("intelligence", "Grade")
    made = (
        grade(
            item_id=one.pk,
            scheme=one.scheme,
            source=one.source,
            source_reason=one.source_reason,
            information=one.information,
            information_reason=one.information_reason,
            handling=one.handling,
            conditions=one.conditions,
            reach=reach(one.scheme, one.handling),
            by_id=one.by_id,
            at=one.at,
        )
        for one in item._base_manager.using(editor.connection.alias).order_by("pk").iterator()
    )
    grade._base_manager.using(editor.connection.alias).bulk_create(made, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("intelligence", "0003_collation")]
    operations = [migrations.RunPython(copy_grades, migrations.RunPython.noop)]
