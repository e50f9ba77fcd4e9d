"""Whoever a report names is a record of its own: *other*, for the shortest time, whatever the report says.

What was filed before is named since its report was filed, for the same purpose and on the same law.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import rapport.ledger.references
from rapport.ledger.guards import AllBut, Guard, GuardUntilErased
from rapport.ledger.references import new_reference

MESSAGE = "a filed report never changes"
TABLE = "reporting_reportperson"
MAY_CHANGE = AllBut("purpose", "legal_basis", "review_on", "max_until", "restricted", "disputed")
AT_ONCE = 5_000
FROM_REPORT = ("held_since", "purpose", "legal_basis", "restricted")
LATER = {"sqlite": "date(held_since, '+365 days')", "postgresql": "held_since + 365"}


def lower(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let the rows be filled: nothing of what was filed changes. (SQLite forgets its triggers with the old table.)"""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_update ON {TABLE}")


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Draw a reference for each, and take purpose, law and day from its report."""
    vendor = editor.connection.vendor
    copied = ", ".join(
        f"{name} = (SELECT r.{name} FROM reporting_report r WHERE r.id = {TABLE}.report_id)"  # noqa: S608
        for name in FROM_REPORT
    )
    if vendor == "postgresql":
        copied = ", ".join(f"{name} = r.{name}" for name in FROM_REPORT)
        copied += f" FROM reporting_report r WHERE r.id = {TABLE}.report_id"
    editor.execute(f"UPDATE {TABLE} SET {copied}")  # noqa: S608
    editor.execute(f"UPDATE {TABLE} SET review_on = {LATER[vendor]}, max_until = {LATER[vendor]}")  # noqa: S608
    rows = apps.get_model("reporting", "ReportPerson")._base_manager
    drawn: set[str] = set()
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(keys), AT_ONCE):
        some, refs = keys[at : at + AT_ONCE], []
        while len(refs) < len(some):
            ref = new_reference()
            if ref not in drawn:
                drawn.add(ref)
                refs.append(ref)
        with editor.connection.cursor() as cursor:
            if vendor == "postgresql":
                cursor.execute(
                    f"UPDATE {TABLE} SET ref = n.ref FROM unnest(%s::bigint[], %s::text[]) AS n (id, ref) "  # noqa: S608
                    f"WHERE n.id = {TABLE}.id",
                    [some, refs],
                )
            else:
                pairs = list(zip(refs, some, strict=True))
                cursor.executemany(f"UPDATE {TABLE} SET ref = %s WHERE id = %s", pairs)  # noqa: S608
    if vendor == "postgresql":
        # A row that is written twice in one transaction has its foreign keys looked at again, at the end: now instead,
        # or the table cannot be altered any more.
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        editor.execute("SET CONSTRAINTS ALL DEFERRED")


def added(name: str, field: models.Field) -> migrations.AddField:  # type: ignore[type-arg]
    """A column that is filled before this migration ends."""
    return migrations.AddField("reportperson", name, field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards"), ("reporting", "0005_copies")]

    operations = [
        migrations.RunPython(lower, migrations.RunPython.noop),
        migrations.AddField(
            "reportperson", "category", models.CharField(default="other", editable=False, max_length=9)
        ),
        migrations.AddField("reportperson", "restricted", models.BooleanField(default=False)),
        migrations.AddField("reportperson", "disputed", models.BooleanField(default=False)),
        added("held_since", models.DateField(default="2000-01-01")),
        added("review_on", models.DateField(default="2000-01-01")),
        added("max_until", models.DateField(default="2000-01-01")),
        added("purpose", models.CharField(default="", max_length=40)),
        added("legal_basis", models.CharField(default="", max_length=80)),
        migrations.AddField("reportperson", "ref", models.CharField(editable=False, max_length=9, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "reportperson",
            "ref",
            models.CharField(
                default=rapport.ledger.references.new_reference, editable=False, max_length=9, unique=True
            ),
        ),
        migrations.AddConstraint(
            "reportperson",
            models.CheckConstraint(
                condition=models.Q(("review_on__lte", models.F("max_until"))),
                name="reporting_reportperson_reviewed_in_time",
            ),
        ),
        migrations.AddConstraint(
            "reportperson",
            models.CheckConstraint(condition=models.Q(("category", "other")), name="reporting_report_accuses_nobody"),
        ),
        Guard("reporting", MESSAGE, {TABLE: MAY_CHANGE}, acts=("update", "truncate")),
        GuardUntilErased("reporting", MESSAGE, {TABLE: ()}, acts=("delete",)),
    ]
