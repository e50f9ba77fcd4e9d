"""The first migration of a room: its tables are made together, as Django makes them one by one, and go together."""

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState

from rapport.ledger.tables import Tables

pytestmark = pytest.mark.django_db

ROOM = "ledger"
KEY = ("id", models.BigAutoField(primary_key=True))
SHELF = CreateModel("Shelf", [KEY, ("label", models.CharField(max_length=9, unique=True))])
BOOK = CreateModel("Book", [KEY, ("shelf", models.ForeignKey("ledger.shelf", on_delete=models.PROTECT))])


def standing() -> set[str]:
    return {"ledger_shelf", "ledger_book"} & set(connection.introspection.table_names())


def test_the_tables_of_a_room_come_together_hold_to_each_other_and_go_together() -> None:
    before, after, tables = ProjectState(), ProjectState(), Tables([SHELF, BOOK])
    tables.state_forwards(ROOM, after)
    editor = connection.schema_editor()
    editor.deferred_sql = []
    tables.database_forwards(ROOM, editor, before, after)
    for statement in editor.deferred_sql:
        editor.execute(statement)
    assert standing() == {"ledger_shelf", "ledger_book"}
    with pytest.raises(IntegrityError), transaction.atomic():
        after.apps.get_model(ROOM, "Book").objects.create(shelf_id=1)
        connection.check_constraints()
    tables.database_backwards(ROOM, editor, after, before)
    assert standing() == set()


def test_what_was_rendered_before_is_not_rendered_again_for_each_table() -> None:
    """Nearly all models are tied to each other: a rendering for each table is most of a founding."""
    state = ProjectState()
    SHELF.state_forwards(ROOM, state)
    before = state.apps.get_model(ROOM, "Shelf")
    Tables([BOOK]).state_forwards(ROOM, state)
    assert "apps" not in state.__dict__
    assert state.apps.get_model(ROOM, "Book")._meta.get_field("shelf").related_model is not before
