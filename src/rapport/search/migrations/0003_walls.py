"""Where an entry belongs, for the wall of the database; on PostgreSQL also the mark of its block.

The index is emptied: `rapport init` fills it anew, with all that an entry bears by now.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from rapport.search.proposing import marking

TRIGGERS = ("search_entry_added", "search_entry_gone", "search_entry_changed")
SQLITE = (
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN "
    "INSERT INTO search_words(rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN "
    "INSERT INTO search_words(search_words, rowid, tokens) VALUES ('delete', old.id, old.tokens); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE OF tokens ON search_entry BEGIN "
    "INSERT INTO search_words(search_words, rowid, tokens) VALUES ('delete', old.id, old.tokens); "
    "INSERT INTO search_words(rowid, tokens) VALUES (new.id, new.tokens); END",
)
NO_BLOCKS = ("DROP TRIGGER search_entry_block ON search_entry", "DROP FUNCTION search_mark_block()")


def empty(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite makes the table anew to add a column, and loses its triggers with the old one."""
    editor.execute("DELETE FROM search_entry")
    if editor.connection.vendor != "postgresql":
        for name in TRIGGERS:
            editor.execute(f"DROP TRIGGER {name}")


def mark(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for said in marking() if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(said)


def empty_again(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DELETE FROM search_entry")
    drops = [f"DROP TRIGGER {name}" for name in TRIGGERS]
    for said in NO_BLOCKS if editor.connection.vendor == "postgresql" else drops:
        editor.execute(said)


def triggers_again(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor != "postgresql":
        for said in SQLITE:
            editor.execute(said)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words")]
    operations = [
        migrations.RunPython(empty, triggers_again),
        *(
            migrations.AddField("entry", name, models.BigIntegerField(default=0), preserve_default=False)
            for name in ("service_id", "establishment_id", "made_by")
        ),
        migrations.AddField("entry", "compartment", models.CharField(blank=True, max_length=9)),
        migrations.RunPython(mark, empty_again),
    ]
