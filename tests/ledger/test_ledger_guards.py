"""Guards: the database refuses to change what must stay, and a guard that is gone, off or harmless is named."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from rapport.ledger.guards import AllBut, Guard, GuardUnlessSaid, guard_names, raised

pytestmark = pytest.mark.django_db


def test_every_guard_that_a_migration_raised_still_stands_after_all_migrations() -> None:
    """SQLite builds an altered table anew and forgets its triggers: raise the guard again in the same migration."""
    guards = raised(connection)
    assert len(guards) > 50
    missing = {name for name, guard in guards.items() if name in guard.misses(connection)}
    assert not missing, f"raise these guards again, in the migration that altered their table: {sorted(missing)}"


def test_no_room_writes_triggers_of_its_own() -> None:
    """One place for guards; what stands in the database was raised by it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        standing = {name for (name,) in cursor.fetchall() if "_no_" in name}
    assert standing == set(raised(connection))


CHANGES = {
    "access_account", "access_compartment", "access_desk", "access_establishment", "access_job", "access_posting",
    "access_prisonservice", "access_region", "access_staff", "access_tries",
    "register_association", "register_import", "register_importcolumn", "register_othername", "register_person",
    "register_personkey", "register_place", "register_placement", "register_protectedrole", "register_slippedkey",
    "reporting_attachment", "reporting_authorread", "reporting_draft", "reporting_draftperson", "reporting_draftside",
    "reporting_dutyturn", "reporting_noticerecipient", "reporting_waiting",
    "search_entry", "search_savedsearch", "search_words",
    "sources_custodiankey", "sources_matchingcheck", "sources_sealeddraft", "sources_source",
    "training_colleague", "training_colleaguereport", "training_exercise", "training_fieldreport",
    "training_fieldreport_lines", "training_inhabitant", "training_lastlookanswer", "training_notebookline",
    "training_passage", "training_seat", "training_slot", "training_talk", "training_worldstate",
}  # fmt: skip
"""Tables whose rows are corrected, ended or thrown away in use; what was done to them stands in the ledger."""


def test_every_table_of_ours_is_either_known_to_change_or_guarded_against_every_act_by_anybody() -> None:
    """A new table stands on one of the two lists, whoever makes it."""
    guards = raised(connection)
    ours = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("rapport.")
    }
    assert len(ours) > 100
    assert ours >= CHANGES
    wanted = {name for table in ours - CHANGES for name in guard_names(table, connection.vendor)}
    following = {name for name, guard in guards.items() if isinstance(guard, GuardUnlessSaid)}
    assert wanted == set(guards) - following
    assert following == {"intelligence_item_no_unsaid"}
    assert not [name for name, guard in guards.items() if not guard.always], "a replica could write there"


def test_nobody_empties_a_guarded_table_not_even_as_a_replica() -> None:
    if connection.vendor != "postgresql":
        return  # SQLite knows neither
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    emptied = []
    for table in {name.rpartition("_no_")[0] for name in raised(connection)}:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {table} CASCADE")
                emptied.append(table)
                transaction.set_rollback(True)
        except DatabaseError as refusal:
            assert "never change" in str(refusal), refusal  # noqa: PT017
    assert emptied == []


# --- a table of our own ----------------------------------------------------------------------------------------------


@contextmanager
def sealed(guard: Guard) -> Iterator[None]:
    """Two rows in a table under this guard."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE sealed (id integer, word text, review text)")
        cursor.execute("INSERT INTO sealed VALUES (1, 'one', 'may'), (2, 'two', 'june')")
    raise_it(guard)
    yield


def raise_it(guard: Guard, *, lower: bool = False) -> None:
    editor = BaseDatabaseSchemaEditor.__new__(type(connection.schema_editor()))
    editor.connection, editor.collect_sql, editor.deferred_sql = connection, False, []
    state = ProjectState()
    (guard.database_backwards if lower else guard.database_forwards)("ledger", editor, state, state)


def refused(statement: str) -> bool:
    """Whether the guard refuses this; any other error is an error."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as refusal:
        if SEALED not in str(refusal):
            raise
        return True
    return False


SEALED = "what is sealed stays"


@pytest.mark.parametrize(
    ("frozen", "word", "review", "identity"),
    [((), True, True, True), (("id", "word"), True, False, True), (AllBut("review"), True, False, True)],
)
def test_a_guard_lets_change_what_may_and_nothing_else(
    frozen: tuple[str, ...] | AllBut, word: bool, review: bool, identity: bool
) -> None:
    with sealed(Guard("sealed", SEALED, {"sealed": frozen})):
        assert refused("UPDATE sealed SET word = 'other'") is word
        assert refused("UPDATE sealed SET review = 'july'") is review
        assert refused("UPDATE sealed SET id = 3, review = 'july'") is identity
        assert refused("DELETE FROM sealed WHERE id = 1")
        assert refused("DELETE FROM sealed")
        if connection.vendor == "postgresql":
            assert refused("TRUNCATE sealed")


def test_a_column_that_is_not_there_cannot_be_let_change() -> None:
    with (
        pytest.raises(ValueError, match="no column reviews"),
        sealed(Guard("sealed", SEALED, {"sealed": AllBut("reviews")})),
    ):
        pass


def test_what_a_guard_refuses_is_an_integrity_error_to_the_services() -> None:
    with (
        sealed(Guard("sealed", SEALED, {"sealed": ()})),
        pytest.raises(IntegrityError, match=SEALED),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM sealed")


def test_raised_again_it_takes_the_place_of_the_one_before_and_lowered_it_is_gone() -> None:
    first, second = Guard("sealed", SEALED, {"sealed": ()}), Guard("sealed", SEALED, {"sealed": ("word",)})
    with sealed(first):
        assert first.misses(connection) == set()
        raise_it(second)
        assert second.misses(connection) == set()
        assert first.misses(connection) == {"sealed_no_update"}
        assert not refused("UPDATE sealed SET review = 'july'")
        raise_it(second, lower=True)
        assert second.misses(connection) == second.names(connection.vendor)
        assert not refused("DELETE FROM sealed")


def test_a_column_follows_the_newest_row_that_speaks_of_it_and_nothing_else() -> None:
    guard = GuardUnlessSaid("sealed", SEALED, "sealed", "word", said_in="said", of="sealed_id")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE said (id integer, sealed_id integer, word text)")
    with sealed(guard), connection.cursor() as cursor:
        assert refused("UPDATE sealed SET word = 'shut' WHERE id = 1")
        cursor.execute("INSERT INTO said VALUES (1, 1, 'shut')")
        assert refused("UPDATE sealed SET word = 'open' WHERE id = 1")
        assert refused("UPDATE sealed SET word = 'shut' WHERE id = 2")
        assert not refused("UPDATE sealed SET word = 'shut' WHERE id = 1")
        cursor.execute("INSERT INTO said VALUES (2, 1, 'open')")
        assert refused("UPDATE sealed SET word = 'shut' WHERE id = 1")
        assert not refused("UPDATE sealed SET word = 'open' WHERE id = 1")
        assert not refused("UPDATE sealed SET review = 'july'")
        assert guard.misses(connection) == set()


def test_a_guard_that_was_made_harmless_counts_as_missing() -> None:
    guard = Guard("sealed", SEALED, {"sealed": ()})
    with sealed(guard), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER sealed_no_delete")
            cursor.execute("CREATE TRIGGER sealed_no_delete BEFORE DELETE ON sealed WHEN 0 BEGIN SELECT 1; END")
            assert guard.misses(connection) == {"sealed_no_delete"}
            return
        for act in ("DISABLE TRIGGER", "ENABLE REPLICA TRIGGER", "ENABLE TRIGGER"):
            cursor.execute(f"ALTER TABLE sealed {act} sealed_no_delete")
            assert guard.misses(connection) == {"sealed_no_delete"}
        cursor.execute("ALTER TABLE sealed ENABLE ALWAYS TRIGGER sealed_no_delete")
        assert guard.misses(connection) == set()
        cursor.execute(
            "CREATE OR REPLACE FUNCTION sealed_refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$"
        )
        assert guard.misses(connection) == guard.names("postgresql")


def test_guards_are_operations_that_migrations_can_be_written_with() -> None:
    assert isinstance(Guard("sealed", SEALED, {}), Operation)
