"""What is written here leaves its table in one way only: named by an erasure, of which the trace stays."""

from django.db import migrations

from rapport.ledger.guards import GuardUntilErased

TABLES = (
    "intelligence_answer",
    "intelligence_citation",
    "intelligence_event",
    "intelligence_grade",
    "intelligence_group",
    "intelligence_handing",
    "intelligence_item",
    "intelligence_itemtheme",
    "intelligence_link",
    "intelligence_link_items",
    "intelligence_naming",
    "intelligence_note",
    "intelligence_permission",
    "intelligence_requirement",
    "intelligence_requirementpost",
    "intelligence_retelling",
    "intelligence_shiftanswer",
    "intelligence_statement",
    "intelligence_statement_items",
    "intelligence_tie",
    "intelligence_version",
)


class Migration(migrations.Migration):
    dependencies = [("intelligence", "0009_requirement_guards"), ("ledger", "0008_erasure_guards")]
    operations = [
        GuardUntilErased(
            "intelligence", "what was graded or judged never changes", dict.fromkeys(TABLES, ()), acts=("delete",)
        ),
    ]
