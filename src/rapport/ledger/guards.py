"""Guards: triggers by which the database itself refuses to change, delete or empty what must stay as it was.

A room raises them in a migration, as one operation:

    Guard("reporting", "a filed report never changes", {"reporting_addendum": (), "reporting_report": FROZEN})

`GuardUntilErased` lets a row go that an erasure names (`ledger.erasing`): nothing leaves without a trace that stays.
`GuardUnlessSaid` lets a column follow dated rows of another table, and nothing else.

A table's value says what never changes: `()` the whole row, a tuple of columns these, `AllBut(…)` all but these. A
guard raised again for a table takes the place of the one before. **That is needed after every later migration that
alters a guarded table**: SQLite knows no ALTER, Django builds the table anew, and its triggers go with the old one.
`tests/ledger/test_ledger_guards.py` finds a table that was left without.

Source: house plan, sections 2 and 6.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

ACTS = ("update", "delete", "truncate")
"""What a guard refuses; TRUNCATE is an act of its own on PostgreSQL only."""

INTEGRITY = "integrity_constraint_violation"
"""The error that Django shows as `IntegrityError`."""


@dataclass(frozen=True)
class AllBut:
    """Every column that the table has when the guard is raised, but these, which may change."""

    columns: tuple[str, ...]

    def __init__(self, *columns: str) -> None:
        object.__setattr__(self, "columns", columns)


Frozen = tuple[str, ...] | AllBut


class Guard(Operation):
    """The migration that raises the guards of some tables, and lowers them on the way back.

    It asks no model: `RunPython` would render all of the house for it, which is most of what a founding takes.
    `room` names the function behind the triggers (`<room>_refuse`): one message for each. `code` is PostgreSQL's name
    of the error raised, None for a plain exception; `always` holds the guard up against a session that calls itself a
    replica.
    """

    category = OperationCategory.PYTHON

    def __init__(
        self,
        room: str,
        message: str,
        tables: Mapping[str, Frozen],
        *,
        acts: tuple[str, ...] = ACTS,
        code: str | None = INTEGRITY,
        always: bool = True,
    ) -> None:
        self.function, self.message, self.tables = f"{room}_refuse", message, dict(tables)
        self.acts, self.error, self.always = acts, code, always

    def state_forwards(self, _room: str, _state: ProjectState) -> None:
        """No model is another one for it."""

    def database_forwards(
        self, _room: str, editor: BaseDatabaseSchemaEditor, _before: ProjectState, _after: ProjectState
    ) -> None:
        for statement in self._statements(editor):
            editor.execute(statement)

    def database_backwards(
        self, _room: str, editor: BaseDatabaseSchemaEditor, _before: ProjectState, _after: ProjectState
    ) -> None:
        """Only for a database that is being thrown away."""
        postgresql = editor.connection.vendor == "postgresql"
        for table in self.tables:
            for name in guard_names(table, editor.connection.vendor, self.acts):
                editor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else ""))
        if postgresql and not self._still_used(editor):
            editor.execute(f"DROP FUNCTION IF EXISTS {self.function}()")

    def describe(self) -> str:
        return f"Guard {', '.join(self.tables)}"

    def names(self, vendor: str) -> set[str]:
        """The triggers that stand after this operation on this engine."""
        return {name for table in self.tables for name in guard_names(table, vendor, self.acts)}

    @property
    def body(self) -> str:
        """What the function does on PostgreSQL, as it is kept there."""
        using = f" USING ERRCODE = '{self.error}'" if self.error else ""
        return f"\nBEGIN RAISE EXCEPTION '{self.message}'{using}; END "

    def misses(self, connection: BaseDatabaseWrapper) -> set[str]:
        """The triggers of this guard that do not stand as they were raised: gone, switched off, or made harmless."""
        look = _kept_by_postgresql if connection.vendor == "postgresql" else _kept_by_sqlite
        kept = look(connection, list(self.tables))
        return {name for name, wanted in self._wanted(connection) if kept.get(name) not in wanted}

    def _wanted(self, connection: BaseDatabaseWrapper) -> Iterator[tuple[str, tuple[object, ...]]]:
        """Each trigger with what the database may keep for it."""
        for table, frozen in self.tables.items():
            columns = _columns(connection, table, frozen)
            for name in guard_names(table, connection.vendor, self.acts):
                if connection.vendor == "sqlite":
                    yield name, (self._sqlite(name, table, _of(name, columns)),)
                    continue
                named = set(columns) if _act(name) == "UPDATE" else set()
                does = " ".join(self.body.split())
                yield name, tuple((table, on, frozenset(named), does) for on in ("A" if self.always else "AO"))

    def _sqlite(self, name: str, table: str, of: str) -> str:
        act = _act(name)
        return (
            f"CREATE TRIGGER {name} BEFORE {act}{of} ON {table} {self._unless(act, table)}"
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def _unless(self, _act: str, _table: str) -> str:
        """What a trigger on SQLite lets pass; nothing."""
        return ""

    def _statements(self, editor: BaseDatabaseSchemaEditor) -> Iterator[str]:
        vendor = editor.connection.vendor
        if vendor == "postgresql":
            yield (f"CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS $${self.body}$$")
        for table, frozen in self.tables.items():
            columns = _columns(editor.connection, table, frozen)
            for name in guard_names(table, vendor, self.acts):
                if vendor == "sqlite":
                    yield f"DROP TRIGGER IF EXISTS {name}"
                    yield self._sqlite(name, table, _of(name, columns))
                    continue
                act = _act(name)
                each = "STATEMENT" if act == "TRUNCATE" else "ROW"
                yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
                yield (
                    f"CREATE TRIGGER {name} BEFORE {act}{_of(name, columns)} ON {table} "
                    f"FOR EACH {each} EXECUTE FUNCTION {self.function}()"
                )
                if self.always:
                    yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"

    def _still_used(self, editor: BaseDatabaseSchemaEditor) -> bool:
        with editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE proname = %s", [self.function]
            )
            return cursor.fetchone() is not None


class GuardUntilErased(Guard):
    """A guard that lets a row be deleted once `ledger_erasedrow` names it, and never be changed.

    What names it stays, guarded itself: no row leaves its table without saying when and in which erasure. It has a
    function of its own beside the room's other guards.
    """

    def __init__(self, room: str, message: str, tables: Mapping[str, Frozen], *, acts: tuple[str, ...] = ACTS) -> None:
        super().__init__(room, message, tables, acts=acts)
        self.function = f"{room}_refuse_until_erased"

    @property
    def body(self) -> str:
        """As any guard's, after looking whether an erasure names the row. TRUNCATE has no row."""
        named = "e.table_name = TG_TABLE_NAME AND e.key = OLD.id"
        look = f"IF EXISTS (SELECT 1 FROM ledger_erasedrow e WHERE {named}) THEN RETURN OLD; END IF;"  # noqa: S608
        refuse = f"RAISE EXCEPTION '{self.message}' USING ERRCODE = '{self.error}';"
        return f"\nBEGIN IF TG_OP = 'DELETE' THEN {look} END IF; {refuse} END "

    def _unless(self, act: str, table: str) -> str:
        if act != "DELETE":
            return ""
        named = f"e.table_name = '{table}' AND e.key = OLD.id"
        return f"WHEN NOT EXISTS (SELECT 1 FROM ledger_erasedrow e WHERE {named}) "  # noqa: S608


class GuardUnlessSaid(Guard):
    """A guard that lets one column change, and only to what the newest dated row of another table says of this one.

    The column is there for whoever has to compare it row by row (a policy of row-level security); the dated rows are
    what happened, and are guarded whole. `said_in` is their table, `of` its key of the guarded row; both tables call
    the column the same.
    """

    def __init__(self, room: str, message: str, table: str, column: str, *, said_in: str, of: str) -> None:
        super().__init__(room, message, {table: (column,)}, acts=("unsaid",))
        self.function = f"{room}_refuse_unsaid"
        self.column = column
        self.said = f"SELECT {column} FROM {said_in} WHERE {of} = OLD.id ORDER BY id DESC LIMIT 1"  # noqa: S608

    @property
    def body(self) -> str:
        """As any guard's, unless the newest row says so. A row of which none says anything stays as it is."""
        refuse = f"RAISE EXCEPTION '{self.message}' USING ERRCODE = '{self.error}';"
        return f"\nBEGIN IF NEW.{self.column} IS DISTINCT FROM ({self.said}) THEN {refuse} END IF; RETURN NEW; END "

    def _unless(self, _act: str, _table: str) -> str:
        return f"WHEN NEW.{self.column} IS NOT ({self.said}) "


def raised(connection: BaseDatabaseWrapper) -> dict[str, Guard]:
    """Trigger → the last guard that a migration of this release raised with it."""
    graph = MigrationLoader(None).graph
    order = [node for leaf in graph.leaf_nodes() for node in graph.forwards_plan(leaf)]
    found: dict[str, Guard] = {}
    for node in dict.fromkeys(order):
        for operation in graph.nodes[node].operations:
            if isinstance(operation, Guard):
                found |= dict.fromkeys(operation.names(connection.vendor), operation)
    return found


def _act(name: str) -> str:
    """The statement that a trigger of this name refuses."""
    return name.rpartition("_")[2].replace("unsaid", "update").upper()


def guard_names(table: str, vendor: str, acts: tuple[str, ...] = ACTS) -> list[str]:
    """The triggers that guard a table on this engine."""
    return [f"{table}_no_{act}" for act in acts if act != "truncate" or vendor == "postgresql"]


def _of(name: str, columns: tuple[str, ...]) -> str:
    named = columns and _act(name) == "UPDATE"
    return " OF " + ", ".join(f'"{column}"' for column in columns) if named else ""


def columns_of(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """A table's columns, in their order. Django's own description of a table reads all of its text on SQLite, and
    whoever starts or checks a house asks for a hundred tables."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")  # noqa: S608
        return [str(one[0]) for one in cursor.description]


def _columns(connection: BaseDatabaseWrapper, table: str, frozen: Frozen) -> tuple[str, ...]:
    """The columns that never change; none for the whole row."""
    if not isinstance(frozen, AllBut):
        return frozen
    columns = columns_of(connection, table)
    unknown = set(frozen.columns) - set(columns)
    if unknown:
        raise ValueError(f"{table} has no column {', '.join(sorted(unknown))} that could change")
    return tuple(column for column in columns if column not in frozen.columns)


def _kept_by_sqlite(connection: BaseDatabaseWrapper, tables: list[str]) -> dict[str, object]:
    places = ", ".join(["%s"] * len(tables))
    with connection.cursor() as cursor:
        asked = f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({places})"  # noqa: S608
        cursor.execute(asked, tables)
        return dict(cursor.fetchall())


def _kept_by_postgresql(connection: BaseDatabaseWrapper, tables: list[str]) -> dict[str, object]:
    """Trigger of these tables → its table, whether it is on, the columns it watches, and what it does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, relname, tgenabled::text, prosrc, (SELECT array_agg(attname::text) FROM pg_attribute "
            "  WHERE attrelid = tgrelid AND attnum = ANY (tgattr)) "
            "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace AND tgqual IS NULL "
            "AND relname = ANY (%s)",
            [tables],
        )
        return {
            name: (table, on, frozenset(columns or ()), " ".join(source.split()))
            for name, table, on, source, columns in cursor.fetchall()
        }
