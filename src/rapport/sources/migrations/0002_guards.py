"""What was sealed, graded and done never changes; its own dates and restriction can, as they must."""

from django.db import migrations

from rapport.ledger.guards import Guard

SEALED = ("ref", "held_since", "service_id", "establishment_id", "key_id", "sealed", "marks")


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_initial")]
    operations = [
        Guard(
            "sources",
            "what was sealed never changes",
            {"sources_origin": SEALED, "sources_origingrade": (), "sources_sourceevent": ()},
        )
    ]
