"""No record about a person without the law behind its purpose: a constraint that no table alone can hold.

Triggers on every table of `Held` compare what a record rests on with the laws that its prison service named for that
purpose. They are lowered before migrations and raised after them (`apps`), because SQLite builds altered tables anew
and will not rename one while a trigger asks another that is not there.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from rapport.ledger.guards import columns_of
from rapport.ledger.models import Held

LAWS = "access_legalbasis"
MESSAGE = "a record about a person rests on the law named for its purpose"


def raise_all(**_signal: object) -> None:
    """Raise the triggers of every table that is there."""
    with connection.cursor() as cursor:
        for statement in _raised():
            cursor.execute(statement)


def lower_all(**_signal: object) -> None:
    """Take the triggers down, for as long as tables are altered."""
    with connection.cursor() as cursor:
        for name, table in _standing().items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if _on_postgresql() else ""))


def missing() -> set[str]:
    """Triggers that do not stand."""
    return {name for table, _of_service in _tables() for name in _names(table)} - set(_standing())


def _on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _names(table: str) -> tuple[str, str]:
    return f"{table}_rests", f"{table}_still_rests"


def _tables() -> Iterator[tuple[str, bool]]:
    """Every table of records about persons that is there, and whether its rows say of which service they are."""
    there = set(connection.introspection.table_names())
    if LAWS not in there:
        return
    for model in apps.get_models():
        if issubclass(model, Held) and model._meta.db_table in there:
            columns = set(columns_of(connection, model._meta.db_table))
            if {"purpose", "legal_basis"} <= columns:
                yield model._meta.db_table, "service_id" in columns


def _rests(*, of_service: bool) -> str:
    where = f"SELECT 1 FROM {LAWS} law WHERE law.ref = NEW.legal_basis AND law.purpose = NEW.purpose"  # noqa: S608
    return where + (" AND law.service_id = NEW.service_id" if of_service else "")


def _raised() -> Iterator[str]:
    tables = list(_tables())
    if _on_postgresql():
        for of_service in {of_service for _table, of_service in tables}:
            yield (
                f"CREATE OR REPLACE FUNCTION {_function(of_service=of_service)}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN IF NOT EXISTS ({_rests(of_service=of_service)}) THEN RAISE EXCEPTION '{MESSAGE}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
            )
    for table, of_service in tables:
        of = "legal_basis, purpose, service_id" if of_service else "legal_basis, purpose"
        other = "IS DISTINCT FROM" if _on_postgresql() else "IS NOT"
        changed = " OR ".join(f"NEW.{one} {other} OLD.{one}" for one in of.split(", "))
        made, altered = _names(table)
        if _on_postgresql():
            does = f"EXECUTE FUNCTION {_function(of_service=of_service)}()"
            yield f"DROP TRIGGER IF EXISTS {made} ON {table}"
            yield f"CREATE TRIGGER {made} BEFORE INSERT ON {table} FOR EACH ROW {does}"
            yield f"DROP TRIGGER IF EXISTS {altered} ON {table}"
            yield f"CREATE TRIGGER {altered} BEFORE UPDATE OF {of} ON {table} FOR EACH ROW WHEN ({changed}) {does}"
        else:
            rests, refuse = _rests(of_service=of_service), f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            yield f"DROP TRIGGER IF EXISTS {made}"
            yield f"CREATE TRIGGER {made} BEFORE INSERT ON {table} WHEN NOT EXISTS ({rests}) {refuse}"
            yield f"DROP TRIGGER IF EXISTS {altered}"
            yield (
                f"CREATE TRIGGER {altered} BEFORE UPDATE OF {of} ON {table} "
                f"WHEN ({changed}) AND NOT EXISTS ({rests}) {refuse}"
            )


def _function(*, of_service: bool) -> str:
    return "access_rests_in_its_service" if of_service else "access_rests"


def _standing() -> dict[str, str]:
    """The triggers that stand, with their tables."""
    with connection.cursor() as cursor:
        if _on_postgresql():
            cursor.execute(
                "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace AND tgname LIKE '%rests' "
                "AND tgenabled IN ('O', 'A')"
            )
        else:
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%rests'")
        return dict(cursor.fetchall())
