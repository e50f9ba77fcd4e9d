"""Items keep no grade of their own any more; guards of all that this room judges, raised once more where needed.

A tie and a judgement that two reports tell one thing are taken back by filling in when, by whom and why; nothing else
of them changes.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from rapport.ledger.guards import Guard

ITEM_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "report_id", "kind", "origin", "text", "obtained",
    "necessity", "by_id", "at",
)  # fmt: skip
HELD = ("id", "ref", "held_since")
GUARDED: dict[str, tuple[str, ...]] = {
    "intelligence_item": ITEM_COLUMNS,
    "intelligence_grade": (),
    "intelligence_itemtheme": (),
    "intelligence_permission": (),
    "intelligence_group": (*HELD, "service_id", "establishment_id", "label", "reason", "by_id", "at"),
    "intelligence_event": (*HELD, "service_id", "establishment_id", "label", "on", "reason", "by_id", "at"),
    "intelligence_tie": (*HELD, "item_id", "place_id", "group_id", "event_id", "passage", "by_id", "at"),
    "intelligence_retelling": (
        *HELD, "later_id", "later_kind", "earlier_id", "earlier_kind", "reason", "by_id", "at",
    ),
}  # fmt: skip
"""Table → the columns that never change; none named means the whole row."""


def lower_item_guards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The triggers name columns that go: they are taken down, and raised again below."""
    on = " ON intelligence_item" if editor.connection.vendor == "postgresql" else ""
    for act in ("update", "delete", *(["truncate"] if on else [])):
        editor.execute(f"DROP TRIGGER IF EXISTS intelligence_item_no_{act}{on}")


class Migration(migrations.Migration):
    dependencies = [("intelligence", "0004_grades")]
    operations = [
        migrations.RunPython(lower_item_guards, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="item",
            name="intelligence_item_grade_names_its_scheme",
        ),
        migrations.RemoveConstraint(
            model_name="item",
            name="intelligence_item_graded",
        ),
        migrations.RemoveConstraint(
            model_name="item",
            name="intelligence_item_graded_with_reasons",
        ),
        migrations.RemoveField(
            model_name="item",
            name="conditions",
        ),
        migrations.RemoveField(
            model_name="item",
            name="handling",
        ),
        migrations.RemoveField(
            model_name="item",
            name="information",
        ),
        migrations.RemoveField(
            model_name="item",
            name="information_reason",
        ),
        migrations.RemoveField(
            model_name="item",
            name="scheme",
        ),
        migrations.RemoveField(
            model_name="item",
            name="source",
        ),
        migrations.RemoveField(
            model_name="item",
            name="source_reason",
        ),
        migrations.AddField(
            model_name="item",
            name="necessity",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="intelligence_item_says_something"
            ),
        ),
        Guard("intelligence", "what was graded or judged never changes", GUARDED),
    ]
