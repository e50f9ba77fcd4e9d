"""What two people were asked to allow never changes; that they did is filled in once."""

from django.db import migrations

from rapport.ledger.guards import AllBut, Guard, GuardUntilErased

GUARDED = {
    "intelligence_schemechoice": AllBut("chosen_at"),
    "intelligence_organisation": AllBut(
        "allowed_at", "purpose", "legal_basis", "review_on", "max_until", "restricted", "disputed"
    ),
}
MESSAGE = "what was graded or judged never changes"


class Migration(migrations.Migration):
    dependencies = [("intelligence", "0015_allowed_by_two"), ("ledger", "0008_erasure_guards")]
    operations = [
        Guard("intelligence", MESSAGE, GUARDED),
        GuardUntilErased("intelligence", MESSAGE, dict.fromkeys(GUARDED, ()), acts=("delete",)),
    ]
