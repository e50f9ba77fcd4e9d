"""The guards of what was asked of whom, and of what a briefing said and who signed it."""

from django.db import migrations

from rapport.ledger.guards import AllBut, Guard, GuardUntilErased

TASKING_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "requirement_id", "whom", "place_id", "office",
    "source", "aim", "method", "limits", "starts_on", "ends_on", "by_id", "at",
)  # fmt: skip
BRIEFING_COLUMNS = ("id", "ref", "held_since", "service_id", "establishment_id", "day", "by_id", "at")


MESSAGE = "what was graded or judged never changes"
GUARDED = {
    "intelligence_tasking": TASKING_COLUMNS,
    "intelligence_taskingend": (),
    "intelligence_brought": AllBut("ended_at"),
    "intelligence_briefing": BRIEFING_COLUMNS,
    "intelligence_briefingversion": (),
    "intelligence_briefingline": (),
    "intelligence_lineplace": (),
    "intelligence_lineperson": (),
    "intelligence_briefingsignature": (),
}


class Migration(migrations.Migration):
    dependencies = [("intelligence", "0011_direction"), ("ledger", "0008_erasure_guards")]
    operations = [
        Guard("intelligence", MESSAGE, GUARDED),
        GuardUntilErased("intelligence", MESSAGE, dict.fromkeys(GUARDED, ()), acts=("delete",)),
    ]
