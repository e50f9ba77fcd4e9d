"""On PostgreSQL, by which entries somebody is named: a narrow table beside the tokens, kept in step by a trigger.

The marks that stand in the entries are read once (half a minute for a million of them); nothing is entered anew.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from rapport.search.proposing import naming

MADE = (
    "CREATE TABLE search_named (kind varchar(40) NOT NULL, person bigint NOT NULL, entry bigint NOT NULL)",
    "INSERT INTO search_named (kind, person, entry) SELECT kind, substr(mark, 3)::bigint, id "
    "FROM search_entry, unnest(tsvector_to_array(tokens)) mark WHERE mark ~ '^0p[0-9]+$'",
    "ALTER TABLE search_named ADD PRIMARY KEY (kind, person, entry)",
    "ANALYZE search_named",
)
BACK = (
    "DROP TRIGGER search_entry_names_nobody ON search_entry",
    "DROP TRIGGER search_entry_names ON search_entry",
    "DROP FUNCTION search_keep_named()",
    "DROP TABLE search_named",
)


def forwards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for said in (*MADE, *naming()) if editor.connection.vendor == "postgresql" else ():
        editor.execute(said)


def backwards(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for said in BACK if editor.connection.vendor == "postgresql" else ():
        editor.execute(said)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_entered_anew")]
    operations = [migrations.RunPython(forwards, backwards)]
