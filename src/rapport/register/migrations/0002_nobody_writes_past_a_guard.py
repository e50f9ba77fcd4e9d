"""That two records were judged to be of one person, by whom and why, stays; that it was taken back is filled in."""

from django.db import migrations

from rapport.ledger.guards import AllBut, Guard, GuardUntilErased

MESSAGE = "a judgement on two records never changes"
JUDGED = {
    "register_sameperson": AllBut(
        "ended_at", "ended_by_id", "ended_because", "purpose", "legal_basis", "review_on", "max_until", "restricted",
        "disputed",
    )
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial"), ("ledger", "0002_guards")]
    operations = [
        Guard("register", MESSAGE, JUDGED, acts=("update", "truncate")),
        GuardUntilErased("register", MESSAGE, dict.fromkeys(JUDGED, ()), acts=("delete",)),
    ]
