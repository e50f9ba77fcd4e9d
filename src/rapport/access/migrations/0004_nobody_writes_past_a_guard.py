"""Not even a session that calls itself a replica changes what was signed."""

from django.db import migrations

from rapport.ledger.guards import Guard

GUARDED = {
    "access_accountevent": (),
    "access_approval": (),
    "access_approvalrequest": (
        "id", "ref", "service_id", "establishment_id", "requester_id", "operation", "record_class", "record_ref",
        "content", "at", "until",
    ),
    "access_signingkey": ("id", "ref", "staff_id", "public", "sealed"),
}  # fmt: skip
"""Table → the columns that never change; none named means the whole row. As in `0002_guards`."""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_served_once")]
    operations = [Guard("access", "what was signed never changes", GUARDED, code=None)]
