"""Who searched with a protected word, for which case and why, stays as it was said."""

from django.db import migrations

from rapport.ledger.guards import AllBut, Guard, GuardUntilErased

MESSAGE = "a reason for a protected search never changes"
REASONS = {
    "search_protectedsearch": AllBut("purpose", "legal_basis", "review_on", "max_until", "restricted", "disputed")
}


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words"), ("ledger", "0002_guards")]
    operations = [
        Guard("search", MESSAGE, REASONS, acts=("update", "truncate")),
        GuardUntilErased("search", MESSAGE, dict.fromkeys(REASONS, ()), acts=("delete",)),
    ]
