"""Questions put together once and asked many times.

    @prepared
    def _people(viewer: Viewer, *, keys: Collection[int]) -> QuerySet[Person]:
        return Person.objects.visible_to(viewer).filter(pk__in=keys)

    _people(viewer, keys=[1, 2, 3])        # a list, as the query set would give it

Putting a statement together costs more than most of its answers. What stands before the star decides its wording: the
viewer, and whatever else the function looks at. What stands after it is only filled in: a number, a text, a moment, or
many of one kind. The function is called with stand-ins for those, once for each wording, and may do nothing with them
but hand them to a filter. Many are filled up to the next power of two with the last of them, so that a few wordings do.

Nothing of an answer is kept, and no rule is left out: the rule is in the statement. Never kept is a statement for
which the wall's clock or the database was asked while it was made, or in which a stand-in does not stand as it was
given: that one is put together each time.
"""

from __future__ import annotations

import copy
import secrets
from collections.abc import Callable, Hashable, Iterator, KeysView, Mapping, ValuesView
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

from rapport.ledger.clock import looks_taken

P = ParamSpec("P")
Row = TypeVar("Row")
Many = (list, tuple, set, frozenset, KeysView, ValuesView)

MOST_KEPT = 600
"""Wordings of one question; the one kept longest goes first."""
MOST_MANY = 512
KINDS = (int, str, datetime)
TOO_LARGE = 1 << 63
"""No column holds it: Django says so, where a database would complain."""


def prepared(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Make a function that builds a query set into one that answers it."""
    kept: dict[Hashable, _Kept | None] = {}

    @wraps(build)
    def ask(*fixed: P.args, **given: P.kwargs) -> list[Row]:
        shape = tuple([(name, *_shape(value)) for name, value in given.items()])
        key = (connection.vendor, fixed, shape)
        try:
            known = kept[key]
        except KeyError:
            known = _prepare(build, fixed, shape)
            if len(kept) >= MOST_KEPT:
                kept.pop(next(iter(kept)), None)
            kept[key] = known
        return list(build(*fixed, **given)) if known is None else known.rows(given)

    return ask


def _shape(value: Any) -> tuple[type | None, int]:
    """Of which kind a value is, and how many places it needs; 0 for one that stands alone, None for any other kind."""
    if not isinstance(value, Many):
        return (type(value) if _can_be_filled_in(value) else None), 0
    kinds = {type(one) for one in value}
    if len(kinds) != 1 or len(value) > MOST_MANY or not all(map(_can_be_filled_in, value)):
        return None, 0
    return kinds.pop(), 1 << (len(value) - 1).bit_length()


def _can_be_filled_in(value: Any) -> bool:
    return type(value) in KINDS and (type(value) is not int or abs(value) < TOO_LARGE)


@dataclass(frozen=True)
class _Gap:
    """Where a value stands: that of this name, the `nth` of many, as what the database's driver wants."""

    name: str
    nth: int
    wrap: type | None


class _Kept:
    """A statement with gaps, and the way from its rows to what a query set gives."""

    def __init__(self, rows: QuerySet[Any, Any], compiler: Any, sql: str, values: list[Any]) -> None:
        self.iterable = cast(Any, rows)._iterable_class
        self.fields = cast(Any, rows)._fields
        self.model = rows.model
        self.compiler = compiler
        self.sql = sql
        self.values = values

    def rows(self, given: Mapping[str, Any]) -> list[Any]:
        """What the database says when the gaps are filled so."""
        adapt = connection.ops.adapt_datetimefield_value
        filled = {name: list(value) if isinstance(value, Many) else [value] for name, value in given.items()}
        values = []
        for one in self.values:
            if type(one) is _Gap:
                some = filled[one.name]
                value = some[min(one.nth, len(some) - 1)]
                if type(value) is datetime:
                    value = adapt(value)
                values.append(value if one.wrap is None else one.wrap(value))
            else:
                values.append(one)
        return list(self.iterable(_Asked(self, tuple(values))))


class _Asked:
    """What Django's way from rows to records needs to know of a query set and its query."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: Mapping[Any, Any] = {}

    def __init__(self, kept: _Kept, values: tuple[Any, ...]) -> None:
        self.query = self
        self.model = kept.model
        self._fields = kept.fields
        self._kept = kept
        self._values = values

    def get_compiler(self, using: str = DEFAULT_DB_ALIAS) -> Any:  # noqa: ARG002  Django's name for it
        """The compiler of the kept statement, for this thread's connection."""
        one = copy.copy(self._kept.compiler)
        one.connection = connection
        one.as_sql = lambda *_args, **_kwargs: (self._kept.sql, self._values)
        return one


Shape = tuple[tuple[str, type | None, int], ...]


def _prepare(build: Callable[..., QuerySet[Any, Any]], fixed: tuple[Any, ...], shape: Shape) -> _Kept | None:
    if any(kind is None for _name, kind, _size in shape):
        return None
    stand_ins: dict[str, Any] = {}
    gaps: dict[Any, tuple[str, int]] = {}
    for name, kind, size in shape:
        some = [_stand_in(cast(type, kind)) for _ in range(size or 1)]
        stand_ins[name] = some if size else some[0]
        gaps |= {_adapted(one): (name, nth) for nth, one in enumerate(some)}
    with watched() as watch:
        rows = build(*fixed, **stand_ins)
        if cast(Any, rows)._prefetch_related_lookups:
            return None
        compiler = cast(Any, rows).query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return None
    found = [_gap(value, gaps) for value in values]
    stand = {(one.name, one.nth) for one in found if isinstance(one, _Gap)}
    if not watch.lasting or stand != set(gaps.values()):
        return None
    compiler.connection = None
    return _Kept(rows, compiler, sql, found)


def _gap(value: Any, gaps: Mapping[Any, tuple[str, int]]) -> Any:
    where = gaps.get(value) if isinstance(value, KINDS) else None
    return value if where is None else _Gap(*where, None if type(value) in KINDS else type(value))


def _adapted(one: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(one) if isinstance(one, datetime) else one


def _stand_in(kind: type) -> Any:
    """A value that stands nowhere else."""
    drawn = secrets.randbits(60) | 1 << 60
    if kind is int:
        return drawn
    return f"{drawn:x}" if kind is str else datetime(2500, 1, 1, tzinfo=UTC) + timedelta(microseconds=drawn >> 8)


class Watch:
    """What was looked at meanwhile beside the values that were given."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._looks = looks_taken()

    @property
    def lasting(self) -> bool:
        """Whether what was made stays right: neither the wall's clock nor the database was asked for it."""
        return not self.asked and looks_taken() == self._looks


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch what making a statement looks at; only a lasting one may be kept."""
    watch = Watch()

    def noting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        watch.asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noting):
        yield watch
