"""Who asked to open an origin, when and why, stays; that it was opened is filled in."""

from django.db import migrations

from rapport.ledger.guards import AllBut, Guard, GuardUntilErased

MESSAGE = "what was sealed never changes"
OPENINGS = {
    "sources_opening": AllBut(
        "opened_at", "until", "locked", "purpose", "legal_basis", "review_on", "max_until", "restricted", "disputed"
    )
}


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_guards")]
    operations = [
        Guard("sources", MESSAGE, OPENINGS, acts=("update", "truncate")),
        GuardUntilErased("sources", MESSAGE, dict.fromkeys(OPENINGS, ()), acts=("delete",)),
    ]
