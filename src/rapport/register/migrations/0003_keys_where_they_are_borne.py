"""Beside each key of a name stands where the person is held, and the database keeps it so.

The keys are written anew, with their indexes after them: a table of a million is filled in seconds, where two columns
that are added and filled would be written twice.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CLASSES = ["varchar_pattern_ops", "int8_ops", "int8_ops", "int8_ops"]
WHERE = "service_id, establishment_id"
UNFIT = "a key stands where its person is held"
IN_STEP = {
    "postgresql": (
        f"ALTER TABLE register_person ADD CONSTRAINT register_person_where UNIQUE (id, {WHERE})",
        f"ALTER TABLE register_personkey ADD CONSTRAINT register_personkey_where FOREIGN KEY (person_id, {WHERE}) "
        f"REFERENCES register_person (id, {WHERE}) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED",
        "ANALYZE register_personkey",
    ),
    "sqlite": (
        *(
            f"CREATE TRIGGER register_personkey_{name} BEFORE {act} ON register_personkey WHEN NOT EXISTS (SELECT 1 "  # noqa: S608
            "FROM register_person WHERE id = NEW.person_id AND service_id = NEW.service_id AND "
            f"establishment_id = NEW.establishment_id) BEGIN SELECT RAISE(ABORT, '{UNFIT}'); END"
            for name, act in (("entered", "INSERT"), ("changed", f"UPDATE OF person_id, {WHERE}"))
        ),
        f"CREATE TRIGGER register_person_held_elsewhere AFTER UPDATE OF {WHERE} ON register_person "  # noqa: S608
        "WHEN OLD.service_id <> NEW.service_id OR OLD.establishment_id <> NEW.establishment_id BEGIN "
        "UPDATE register_personkey SET service_id = NEW.service_id, establishment_id = NEW.establishment_id "
        "WHERE person_id = NEW.id; END",
    ),
}
BACK = {
    "postgresql": (
        "ALTER TABLE register_personkey DROP CONSTRAINT register_personkey_where",
        "ALTER TABLE register_person DROP CONSTRAINT register_person_where",
    ),
    "sqlite": (
        "DROP TRIGGER register_person_held_elsewhere",
        "DROP TRIGGER register_personkey_changed",
        "DROP TRIGGER register_personkey_entered",
    ),
}


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    keys = apps.get_model("register", "PersonKey")
    editor.execute("CREATE TEMPORARY TABLE kept_keys AS SELECT id, person_id, key FROM register_personkey")
    editor.delete_model(keys)
    editor.create_model(keys)
    editor.execute(
        f"INSERT INTO register_personkey (id, person_id, key, {WHERE}) SELECT kept_keys.id, person_id, key, {WHERE} "  # noqa: S608
        "FROM kept_keys JOIN register_person ON register_person.id = person_id ORDER BY kept_keys.id"
    )
    editor.execute("DROP TABLE kept_keys")
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "SELECT setval(pg_get_serial_sequence('register_personkey', 'id'), max(id)) FROM register_personkey "
            "HAVING max(id) IS NOT NULL"
        )


def keep_in_step(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for said in IN_STEP[editor.connection.vendor]:
        editor.execute(said)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for said in BACK[editor.connection.vendor]:
        editor.execute(said)


def empty(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    # With the columns goes the wall that asks for them, and nothing is shown until one stands again (`rapport init`).
    classes, wall = ("", "")
    if editor.connection.vendor == "postgresql":
        classes, wall = " varchar_pattern_ops", " CASCADE"
    for said in (
        "DROP INDEX register_personkey_borne",
        "DROP INDEX register_personkey_here",
        f"ALTER TABLE register_personkey DROP COLUMN service_id{wall}",
        f"ALTER TABLE register_personkey DROP COLUMN establishment_id{wall}",
        f"CREATE INDEX register_personkey_key ON register_personkey (key{classes}, person_id)",
    ):
        editor.execute(said)


class Migration(migrations.Migration):
    dependencies = [("register", "0002_nobody_writes_past_a_guard")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField("personkey", "service_id", models.BigIntegerField(), preserve_default=False),
                migrations.AddField("personkey", "establishment_id", models.BigIntegerField(), preserve_default=False),
                migrations.RemoveIndex("personkey", "register_personkey_key"),
                *(
                    migrations.AddIndex("personkey", models.Index(fields=fields, name=name, opclasses=CLASSES))
                    for name, fields in (
                        ("register_personkey_borne", ["key", "person", "establishment_id", "service_id"]),
                        ("register_personkey_here", ["key", "establishment_id", "person", "service_id"]),
                    )
                ),
            ]
        ),
        migrations.RunPython(fill, empty),
        migrations.RunPython(keep_in_step, let_go),
    ]
