"""The role that serves, for tests on PostgreSQL: it owns nothing, and the walls bind it.

with behind_walls():   # what was built before was built by the owner of the tables
    client.get(…)
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from rapport.access import walls
from rapport.instance.walls import let_serve


def serving_role() -> str:
    """Its name in this database."""
    return f"serving_{connection.settings_dict['NAME']}"


def let_in() -> None:
    """Make the role of a founded database. Its walls do not bind the owner, as whom most tests run."""
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE ROLE "{serving_role()}" LOGIN')
    let_serve(serving_role())


@contextmanager
def behind_walls() -> Iterator[None]:
    """On PostgreSQL, do what follows as the role that serves; on SQLite, as always."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{serving_role()}"')
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")
        walls.forget()
