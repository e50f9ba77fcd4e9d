"""The triggers that refuse to change or delete what the ledger holds, in the dialect of either database."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FUNCTION = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger is never changed'; END $$
"""


def guard_names(table: str, vendor: str) -> list[str]:
    """The triggers that guard a table; TRUNCATE is an act of its own on PostgreSQL only."""
    acts = ["update", "delete"] + (["truncate"] if vendor == "postgresql" else [])
    return [f"{table}_no_{act}" for act in acts]


def raise_guards(editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """Create the triggers of these tables."""
    vendor = editor.connection.vendor
    for table in tables:
        for name in guard_names(table, vendor):
            act = name.rpartition("_")[2].upper()
            if vendor == "postgresql":
                each = "STATEMENT" if act == "TRUNCATE" else "ROW"
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} EXECUTE FUNCTION ledger_refuse()"
                )
                editor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
            else:
                refuse = "SELECT RAISE(ABORT, 'the ledger is never changed');"
                editor.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN {refuse} END")


def lower_guards(editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """Remove the triggers: only for a database that is being thrown away."""
    for table in tables:
        for name in guard_names(table, editor.connection.vendor):
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER {name}{on}")
