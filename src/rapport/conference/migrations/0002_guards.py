"""The guards of decisions: triggers that refuse to rewrite what was decided, or when it ends.

Review dates, dispute and restriction can change, as they must. Erasure at the end of a record's time comes with the
retention of the house, which will lower these guards for what it erases.
"""

from django.db import migrations

from rapport.ledger.guards import Guard

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


class Migration(migrations.Migration):
    dependencies = [("conference", "0001_initial")]
    operations = [
        Guard("conference", "what was decided never changes", GUARDED, acts=("update", "delete"), always=False),
    ]
