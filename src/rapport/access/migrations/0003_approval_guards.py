"""The guards of what was signed: no event of an account and no approval changes, and a request is only ever served."""

from django.db import migrations

from rapport.ledger.guards import Guard

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
    dependencies = [("access", "0002_approvals")]
    operations = [
        Guard("access", "what was signed never changes", GUARDED, code=None, always=False),
    ]
