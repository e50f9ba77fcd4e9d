"""The guard of what notes cite: apart from filling it, for PostgreSQL alters no table with events still to come."""

from django.db import migrations

from rapport.ledger.guards import Guard


class Migration(migrations.Migration):
    dependencies = [("intelligence", "0006_citations")]
    operations = [Guard("intelligence", "what was graded or judged never changes", {"intelligence_citation": ()})]
