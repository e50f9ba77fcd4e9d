"""The guards of decisions: triggers that refuse to rewrite what was decided, or when it ends.

Review dates, dispute and restriction can change, as they must. A row leaves its table in one way only: named by an
erasure, of which the trace stays.
"""

from django.db import migrations

from rapport.ledger.guards import Guard, GuardUntilErased

DECISION_COLUMNS = (
    "id", "ref", "held_since", "service_id", "establishment_id", "note_id", "note_version", "outcome", "grounds",
    "necessity", "proportionality", "alternatives", "decided_on", "review_due", "ends_on", "by_id", "at",
)  # fmt: skip
MEASURE_COLUMNS = ("id", "ref", "held_since", "decision_id", "about", "person_id", "place_id", "what", "starts", "ends")
GUARDED: dict[str, tuple[str, ...]] = {
    "conference_decision": DECISION_COLUMNS,
    "conference_measure": MEASURE_COLUMNS,
    "conference_ending": (),
}
"""Table → the columns that never change; none named means the whole row."""

MESSAGE = "what was decided never changes"


class Migration(migrations.Migration):
    dependencies = [("conference", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        Guard("conference", MESSAGE, GUARDED, acts=("update",), always=False),
        GuardUntilErased("conference", MESSAGE, dict.fromkeys(GUARDED, ()), acts=("delete",)),
    ]
