"""Nobody empties the tables of decisions, and no session that calls itself a replica changes one."""

from django.db import migrations

from rapport.ledger.guards import Guard

GUARDED = {
    "conference_decision": (
        "id", "ref", "held_since", "service_id", "establishment_id", "note_id", "note_version", "outcome", "grounds",
        "necessity", "proportionality", "alternatives", "decided_on", "review_due", "ends_on", "by_id", "at",
    ),
    "conference_measure": (
        "id", "ref", "held_since", "decision_id", "about", "person_id", "place_id", "what", "starts", "ends"
    ),
    "conference_ending": (),
}  # fmt: skip
"""Table → the columns that never change; none named means the whole row. As in `0002_guards`."""


class Migration(migrations.Migration):
    dependencies = [("conference", "0002_guards")]
    operations = [Guard("conference", "what was decided never changes", GUARDED, acts=("update", "truncate"))]
