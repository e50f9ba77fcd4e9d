"""Questions put together once and asked many times.

    @prepared
    def _people(viewer: Viewer, *, keys: Collection[int]) -> QuerySet[Person]:
        return Person.objects.visible_to(viewer).filter(pk__in=keys)

    _people(viewer, keys=[1, 2, 3])        # a list, as the query set would give it

Putting a statement together costs more than most of its answers, and so does planning it. What stands before the star
decides its wording: the viewer, and whatever else the function looks at. What stands after it is only filled in: a
number, a text, a moment, or many of one kind. The function is called with stand-ins for those, once for each wording,
and may do nothing with them but hand them to a filter. Many numbers or texts are one value (`= ANY`, or
`json_each` on SQLite), so that one wording does, and one plan; else many are filled up to the next power of two with
the last of them, so that a few do.

The clock of an exercise, which moves with every scene, is filled in too: its viewer is asked with a stand-in for it.
What is asked for none of many is known to find nothing, where nothing else is filled in.

Nothing of an answer is kept, and no rule is left out: the rule is in the statement. Never kept is a statement for
which the wall's clock or the database was asked while it was made, in which a stand-in does not stand as it was given,
or whose maker looked at a stand-in (`access.stand_ins`): that one is put together each time. Of two viewers whose
statements read the same only the values are kept twice.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Collection, Hashable, KeysView, Mapping, Sequence, ValuesView
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar, cast, overload

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

from rapport.access import asking
from rapport.access.stand_ins import any_clock, is_plain, many, stand_in
from rapport.access.viewer import Viewer
from rapport.access.watching import watched

P = ParamSpec("P")
Row = TypeVar("Row")
Many = (list, tuple, set, frozenset, KeysView, ValuesView)

MOST_KEPT = 600
"""Values of one question, each for a viewer and a shape; those kept longest go first."""
MOST_WORDINGS = 100
"""Wordings of one question, each a statement with Django's way from its rows to records."""
MOST_MANY = 512
KINDS = (int, str, datetime)
NOTHING = (type(None), 0)
"""The shape of none of many."""
TOO_LARGE = 1 << 63
"""No column holds it: Django says so, where a database would complain."""


@dataclass(frozen=True)
class Around:
    """SQL around that of some rows, with values before theirs and after: its answer is rows as they come."""

    rows: QuerySet[Any] | None
    before: str
    after: str
    values: tuple[Any, ...] = ()


@overload
def prepared(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]: ...
@overload
def prepared(build: Callable[P, Around]) -> Callable[P, list[tuple[Any, ...]]]: ...
def prepared(build: Callable[..., Any]) -> Callable[..., list[Any]]:
    """Make a function that builds a query set into one that answers it."""
    kept = _Shelf()

    def ask(*fixed: Any, **given: Any) -> list[Any]:
        shape = tuple([(name, *_shape(value)) for name, value in given.items()])
        known = kept.of(build, fixed, shape)
        if known is None:
            return _afresh(build(*fixed, **given))
        return known.rows(given, fixed)

    asking_it: Any = wraps(build)(ask)
    asking_it.kept = kept  # for whoever measures or watches
    _questions.append(asking_it)
    return cast(Callable[..., list[Any]], asking_it)


_questions: list[Any] = []


def questions() -> list[Any]:
    """Every question that is put together once: for whoever watches them."""
    return list(_questions)


def _shape(value: Any) -> tuple[type | None, int]:
    """Of which kind a value is, and how many places it needs; 0 for one that stands alone, None for any other kind."""
    if not isinstance(value, Many):
        return (type(value) if _can_be_filled_in(value) else None), 0
    if not value:
        return NOTHING
    kinds = {type(one) for one in value}
    if len(kinds) != 1 or len(value) > MOST_MANY or not all(map(_can_be_filled_in, value)):
        return None, 0
    return kinds.pop(), 1 << (len(value) - 1).bit_length()


def _at(clock: datetime | None, one: Any) -> Any:
    """The viewer of an exercise, with this instead of its clock; everybody and everything else as they are."""
    return replace(one, clock_now=clock) if isinstance(one, Viewer) and one.clock_now is not None else one


def _can_be_filled_in(value: Any) -> bool:
    return type(value) in KINDS and (type(value) is not int or abs(value) < TOO_LARGE)


Shape = tuple[tuple[str, type | None, int], ...]
WHOLE = -1
"""In place of how many there are, and of which of them: all, as one value."""


def _together(shape: Shape) -> Shape:
    """The same where many that can be one value are."""
    return tuple([(name, kind, WHOLE if size and kind in {int, str} else size) for name, kind, size in shape])


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where a value stands: that of this name, the `nth` of many or all, as what the database's driver wants.

    A number instead of a name: the clock of the viewer who stands there.
    """

    name: str | int
    nth: int
    wrap: type | None


@dataclass(frozen=True, slots=True)
class _Wording:
    """A statement, and the way from its rows to what a query set gives; without one they are given as they come.

    How each column is read (a text as a moment, a number as yes or no) is worked out once: for a row of forty columns
    that took as long as everything else.
    """

    sql: str
    iterable: Any = None
    model: Any = None
    fields: Any = None
    compiler: Any = None
    reading: Any = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A statement and its values, some of them gaps."""

    wording: _Wording
    values: tuple[Any, ...]

    def rows(self, given: Mapping[str, Any], fixed: Sequence[Any]) -> list[Any]:
        """What the database says when the gaps are filled so."""
        adapt = connection.ops.adapt_datetimefield_value
        filled: dict[str | int, list[Any]] = {
            name: list(value) if isinstance(value, Many) else [value] for name, value in given.items()
        }
        values = []
        for one in self.values:
            if type(one) is _Gap:
                some = filled[one.name] if isinstance(one.name, str) else [fixed[one.name].clock_now]
                if one.nth == WHOLE:
                    values.append(asking.as_one(some if one.wrap is None else list(map(one.wrap, some))))
                    continue
                value = some[min(one.nth, len(some) - 1)]
                if type(value) is datetime:
                    value = adapt(value)
                values.append(value if one.wrap is None else one.wrap(value))
            else:
                values.append(one)
        if self.wording.iterable is None:
            return asking.answer(self.wording.sql, values) if self.wording.sql else []
        return list(self.wording.iterable(_Asked(self.wording, tuple(values))))


class _Shelf:
    """What is kept of one question: for each viewer and shape the values, for all of them the few wordings."""

    def __init__(self) -> None:
        self.asked: dict[Hashable, _Kept | None] = {}
        self.at_any_time: dict[Hashable, _Kept | None] = {}
        self.apart: set[tuple[str, ...]] = set()
        self.wordings: dict[Hashable, _Wording] = {}
        self._lock = Lock()

    def of(self, build: Callable[..., Any], fixed: tuple[Any, ...], shape: Shape) -> _Kept | None:
        """How it is asked with these before the star, and values of this shape after it; None if that cannot be kept.

        `apart` holds of which names many have to be values by themselves, because they stand in no list.
        """
        names = tuple([name for name, _kind, _size in shape])
        if names not in self.apart:
            whole = _together(shape)
            known = self._known(build, fixed, whole)
            if known is not None or whole == shape:
                return known
            self.apart.add(names)
        return self._known(build, fixed, shape)

    def _known(self, build: Callable[..., Any], fixed: tuple[Any, ...], shape: Shape) -> _Kept | None:
        """What is kept for this viewer now, or for this viewer at any time, or else put together and kept."""
        key = (connection.vendor, fixed, shape)
        try:
            return self.asked[key]
        except KeyError:
            whenever = (connection.vendor, tuple([_at(None, one) for one in fixed]), shape)
            known = self.at_any_time.get(whenever)
            if known is None and key != whenever and whenever not in self.at_any_time:
                known = self.keep(whenever, _prepare(build, fixed, shape, at_any_time=True), self.at_any_time)
            return self.keep(key, _prepare(build, fixed, shape) if known is None else known, self.asked)

    def keep(self, key: Hashable, made: _Kept | None, shelf: dict[Hashable, _Kept | None]) -> _Kept | None:
        """Keep it on this shelf, under the wording that is there already if it reads the same."""
        with self._lock:
            if made is not None:
                words = (connection.vendor, made.wording.sql)
                if len(self.wordings) >= MOST_WORDINGS:
                    self.wordings.pop(next(iter(self.wordings)))
                made = _Kept(self.wordings.setdefault(words, made.wording), made.values)
            if len(shelf) >= MOST_KEPT:
                shelf.pop(next(iter(shelf)))
            shelf[key] = made
        return made


class _Asked:
    """What Django's way from rows to records needs to know of a query set and its query."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: Mapping[Any, Any] = {}

    def __init__(self, wording: _Wording, values: tuple[Any, ...]) -> None:
        self.query = self
        self.model = wording.model
        self._fields = wording.fields
        self._wording = wording
        self._values = values

    def get_compiler(self, using: str = DEFAULT_DB_ALIAS) -> Any:  # noqa: ARG002  Django's name for it
        """The compiler of the kept statement, for this thread's connection."""
        one = copy.copy(self._wording.compiler)
        one.connection = _connection
        one.as_sql = lambda *_args, **_kwargs: (self._wording.sql, self._values)
        one.get_converters = lambda _columns: self._wording.reading
        return one


_connection = asking.Connection()


def _afresh(made: QuerySet[Any, Any] | Around) -> list[Any]:
    """The answer of what cannot be kept."""
    if isinstance(made, QuerySet):
        return list(made)
    sql, values = _around(made, None if made.rows is None else _compiled(made.rows))
    return asking.answer(sql, values) if sql else []


def _prepare(
    build: Callable[..., Any], fixed: tuple[Any, ...], shape: Shape, *, at_any_time: bool = False
) -> _Kept | None:
    if any(kind is None for _name, kind, _size in shape):
        return None
    stand_ins: dict[str, Any] = {}
    gaps: dict[Any, tuple[str | int, int]] = {}
    for name, kind, size in shape:
        if (kind, size) == NOTHING:
            stand_ins[name] = []
            continue
        some = [stand_in(cast(type, kind)) for _ in range(2 if size == WHOLE else size or 1)]
        stand_ins[name] = many(some) if size else some[0]
        gaps |= {_adapted(one): (name, nth) for nth, one in enumerate(some)}
    needed = set(gaps.values())
    if at_any_time:
        clock = any_clock()
        gaps |= {_adapted(clock): (place, 0) for place, one in enumerate(fixed) if _at(None, one) is not one}
        fixed = tuple([_at(clock, one) for one in fixed])
    with watched() as watch:
        made = build(*fixed, **stand_ins)
        rows: Any = made.rows if isinstance(made, Around) else made
        if rows is not None and rows._prefetch_related_lookups:
            return None
        compiled = None if rows is None else _compiled(rows)
        if compiled is None and not isinstance(made, Around):
            return _Kept(_Wording(""), ()) if watch.lasting and not needed else None
        if isinstance(made, Around):
            sql, values = _around(made, compiled)
        else:
            _compiler, sql, values = cast(Any, compiled)
    found = tuple([_gap(value, gaps) for value in values])
    stand = {(one.name, one.nth) for one in found if isinstance(one, _Gap)}
    if not watch.lasting or (sql and not needed <= stand):
        return None
    wholes = {name for name, _kind, size in shape if size == WHOLE}
    if wholes and sql:
        sql, found = _lists_as_one(sql, found, wholes)
        if any(isinstance(one, _Gap) and one.name in wholes and one.nth != WHOLE for one in found):
            return None
    if isinstance(made, Around):
        return _Kept(_Wording(sql), found)
    compiler = cast(Any, compiled)[0]
    compiler.connection = connection.copy()  # never opened: it says how columns are read, and holds no thread's own
    reading = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
    compiler.connection = None
    return _Kept(_Wording(sql, made._iterable_class, made.model, made._fields, compiler, reading), found)


def _lists_as_one(sql: str, values: tuple[Any, ...], names: Collection[str]) -> tuple[str, tuple[Any, ...]]:
    """The statement with one value where two stand-ins of one of these names stood in a list."""
    places = [one.span() for one in _PLACE.finditer(sql) if one[0] == "%s"]
    said: list[str] = []
    found: list[Any] = []
    done, at = 0, 0
    while at < len(values):
        here = values[at : at + 2]
        begins, ends = places[at][0] - len("IN ("), places[min(at + 1, len(places) - 1)][1] + len(")")
        if (
            len(here) == 2
            and all(isinstance(one, _Gap) and one.name in names for one in here)
            and here[0].name == here[1].name
            and {here[0].nth, here[1].nth} == {0, 1}
            and sql[begins:ends] == "IN (%s, %s)"
        ):
            said += [sql[done:begins], asking.AMONG[connection.vendor]]
            found.append(_Gap(here[0].name, WHOLE, here[0].wrap))
            done, at = ends, at + 2
        else:
            found.append(here[0])
            at += 1
    return "".join([*said, sql[done:]]), tuple(found)


_PLACE = re.compile(r"%[%s]")


def _compiled(rows: Any) -> Any:
    """Compiler, SQL and values; None for rows of which there can be none."""
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        return (compiler, *compiler.as_sql())
    except EmptyResultSet:
        return None


def _around(made: Around, compiled: Any) -> tuple[str, Sequence[Any]]:
    """The whole of it; empty where its rows can be none."""
    if made.rows is None:
        return f"{made.before}{made.after}", made.values
    if compiled is None:
        return "", ()
    _compiler, sql, values = compiled
    return f"{made.before}{sql}{made.after}", (*values, *made.values)


def _gap(value: Any, gaps: Mapping[Any, tuple[str | int, int]]) -> Any:
    where = gaps.get(value) if isinstance(value, KINDS) else None
    return value if where is None else _Gap(*where, None if is_plain(type(value)) else type(value))


def _adapted(one: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(one) if isinstance(one, datetime) else one
