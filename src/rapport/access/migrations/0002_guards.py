"""The guards of what was signed, and of named laws.

No event of an account and no approval changes, and a request is only ever served. A law that was named never changes,
for records rest on it: another one takes its place.
"""

from django.db import migrations

from rapport.ledger.guards import AllBut, Guard

REQUEST_COLUMNS = (
    "id", "ref", "service_id", "establishment_id", "requester_id", "operation", "record_class", "record_ref", "content",
    "at", "until",
)  # fmt: skip
KEY_COLUMNS = ("id", "ref", "staff_id", "public", "sealed")
GUARDED: dict[str, tuple[str, ...]] = {
    "access_accountevent": (),
    "access_approval": (),
    "access_approvalrequest": REQUEST_COLUMNS,
    "access_signingkey": KEY_COLUMNS,
}
"""Table → the columns that never change; none named means the whole row."""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [
        Guard("access", "what was signed never changes", GUARDED, code=None, always=False),
        Guard("access_law", "a law that was named never changes", {"access_legalbasis": AllBut("replaced_at")}),
    ]
