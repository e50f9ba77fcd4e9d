"""The index itself: FTS5 over the stored tokens, kept in step by triggers, or GIN over the tsvector.

On PostgreSQL every entry also bears the mark of its block (`search.proposing`).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from rapport.search.proposing import marking

SQLITE = (
    # Tokens are set apart by blanks and hold nothing else that is ASCII and no letter or digit: nothing is folded here.
    "CREATE VIRTUAL TABLE search_words USING fts5("
    "tokens, content='search_entry', content_rowid='id', tokenize='ascii', detail='none', columnsize=0)",
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN "
    "INSERT INTO search_words(rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN "
    "INSERT INTO search_words(search_words, rowid, tokens) VALUES ('delete', old.id, old.tokens); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE OF tokens ON search_entry BEGIN "
    "INSERT INTO search_words(search_words, rowid, tokens) VALUES ('delete', old.id, old.tokens); "
    "INSERT INTO search_words(rowid, tokens) VALUES (new.id, new.tokens); END",
)
POSTGRESQL = (
    "CREATE INDEX search_entry_tokens ON search_entry USING gin (tokens) WITH (fastupdate = off)",
    *marking(),
)
BACK = {
    "sqlite": (
        "DROP TRIGGER search_entry_added",
        "DROP TRIGGER search_entry_gone",
        "DROP TRIGGER search_entry_changed",
        "DROP TABLE search_words",
    ),
    "postgresql": (
        "DROP TRIGGER search_entry_block ON search_entry",
        "DROP FUNCTION search_mark_block()",
        "DROP INDEX search_entry_tokens",
    ),
}


def forwards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for said in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(said)


def backwards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for said in BACK[editor.connection.vendor]:
        editor.execute(said)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
