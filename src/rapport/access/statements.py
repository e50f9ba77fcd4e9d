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

Viewers who are alike (`access.alike`) share a statement: it is put together for one of their kind whose own numbers
and names are stand-ins, twice, and serves them all if it reads the same both times. Else it is put together for each
viewer; but the clock of an exercise, which moves with every scene, is filled in there too.
What can find nothing is known to, where no number is filled in: of one that is too large Django says the same.

Nothing of an answer is kept, and no rule is left out: the rule is in the statement. Never kept is a statement for
which the wall's clock or the database was asked while it was made, in which a stand-in does not stand as it was given,
or whose maker looked at a stand-in (`access.stand_ins`): that one is put together each time. Of two viewers whose
statements read the same only the values are kept twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar, cast, overload

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

from rapport.access import alike, asking
from rapport.access.stand_ins import any_clock, is_plain, many, stand_in
from rapport.access.watching import watched
from rapport.access.wordings import WHOLE, Gap, Kept, Many, Wording, adapted

P = ParamSpec("P")
Row = TypeVar("Row")

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
        here = asking.connection()
        known = kept.of(here.vendor, build, fixed, shape)
        if known is None:
            return _afresh(here, build(*fixed, **given))
        return known.rows(here, given, fixed)

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
    kind, *others = set(map(type, value))
    if others or kind not in KINDS or len(value) > MOST_MANY:
        return None, 0
    if kind is int and not (_can_be_filled_in(min(value)) and _can_be_filled_in(max(value))):
        return None, 0
    return kind, 1 << (len(value) - 1).bit_length()


def _at(clock: datetime | None, one: Any) -> Any:
    """The viewer of an exercise, with this instead of its clock; everybody and everything else as they are."""
    viewer = alike.viewer_of(one)
    return one if viewer is None or viewer.clock_now is None else alike.seen_by(one, replace(viewer, clock_now=clock))


def _can_be_filled_in(value: Any) -> bool:
    return type(value) in KINDS and (type(value) is not int or abs(value) < TOO_LARGE)


Shape = tuple[tuple[str, type | None, int], ...]


def _together(shape: Shape) -> Shape:
    """The same where many that can be one value are."""
    return tuple([(name, kind, WHOLE if size and kind in {int, str} else size) for name, kind, size in shape])


class _Shelf:
    """What is kept of one question: for each viewer and shape the values, for all of them the few wordings."""

    def __init__(self) -> None:
        self.asked: dict[Hashable, Kept | None] = {}
        self.of_kind: dict[Hashable, Kept | None] = {}
        self.at_any_time: dict[Hashable, Kept | None] = {}
        self.apart: set[tuple[str, ...]] = set()
        self.wordings: dict[Hashable, Wording] = {}
        self._lock = Lock()

    def of(self, vendor: str, build: Callable[..., Any], fixed: tuple[Any, ...], shape: Shape) -> Kept | None:
        """How it is asked with these before the star, and values of this shape after it; None if that cannot be kept.

        `apart` holds of which names many have to be values by themselves, because they stand in no list.
        """
        names = tuple([name for name, _kind, _size in shape])
        if names not in self.apart:
            whole = _together(shape)
            known = self._known(vendor, build, fixed, whole)
            if known is not None or whole == shape:
                return known
            known = self._known(vendor, build, fixed, shape)
            if known is not None:  # else it says nothing of the list: there is nothing for this viewer, or never kept
                self.apart.add(names)
            return known
        return self._known(vendor, build, fixed, shape)

    def _known(self, vendor: str, build: Callable[..., Any], fixed: tuple[Any, ...], shape: Shape) -> Kept | None:
        """What is kept for this viewer now, for their kind, or for them at any time, or else put together and kept."""
        key = (vendor, fixed, shape)
        try:
            return self.asked[key]
        except KeyError:
            kind = (vendor, alike.kinds_of(fixed), shape)
            known = None if kind == key else self._put_together(self.of_kind, kind, _of_kind, build, fixed, shape)
            if known is not None:
                return self.keep(key, known.settled(fixed), self.asked)
            whenever = (vendor, tuple([_at(None, one) for one in fixed]), shape)
            if whenever != key:
                known = self._put_together(self.at_any_time, whenever, _at_any_time, build, fixed, shape)
            return self.keep(key, _prepare(build, fixed, {}, shape) if known is None else known, self.asked)

    def _put_together(self, shelf: dict[Hashable, Kept | None], key: Hashable, make: Any, *asked: Any) -> Kept | None:
        """What stands on a shelf for several; made if nobody has tried it yet."""
        if key in shelf:
            return shelf[key]
        return self.keep(key, make(*asked), shelf)

    def keep(self, key: Hashable, made: Kept | None, shelf: dict[Hashable, Kept | None]) -> Kept | None:
        """Keep it on this shelf, under the wording that is there already if it reads the same."""
        with self._lock:
            if made is not None:
                words = (connection.vendor, made.wording.sql)
                if len(self.wordings) >= MOST_WORDINGS:
                    self.wordings.pop(next(iter(self.wordings)))
                made = Kept(self.wordings.setdefault(words, made.wording), made.values)
            if len(shelf) >= MOST_KEPT:
                shelf.pop(next(iter(shelf)))
            shelf[key] = made
        return made


def _afresh(here: Any, made: QuerySet[Any, Any] | Around) -> list[Any]:
    """The answer of what cannot be kept."""
    if isinstance(made, QuerySet):
        return list(made)
    sql, values = _around(made, None if made.rows is None else _compiled(made.rows))
    return asking.answer(here, sql, values) if sql else []


def _of_kind(build: Callable[..., Any], fixed: tuple[Any, ...], shape: Shape) -> Kept | None:
    """For all who are alike: made for two that nobody is, and kept if they read the same. Whatever follows from a
    stand-in's own letters or digits would be another thing the second time.
    """
    first = _prepare(build, *alike.stand_ins_for(fixed), shape)
    if first is None:
        return None
    again = _prepare(build, *alike.stand_ins_for(fixed), shape)
    same = again is not None and (again.wording.sql, again.values) == (first.wording.sql, first.values)
    return first if same else None


def _at_any_time(build: Callable[..., Any], fixed: tuple[Any, ...], shape: Shape) -> Kept | None:
    """For this viewer whatever the clock of their exercise says."""
    places = [place for place, one in enumerate(fixed) if _at(None, one) is not one]
    clocks = {place: any_clock() if len(places) == 1 else stand_in(datetime) for place in places}
    where = {clock: (place, alike.CLOCK, 0) for place, clock in clocks.items()}
    return _prepare(build, tuple([_at(clocks.get(place), one) for place, one in enumerate(fixed)]), where, shape)


def _prepare(
    build: Callable[..., Any], fixed: tuple[Any, ...], own: Mapping[Any, alike.Where], shape: Shape
) -> Kept | None:
    """Put together; None if it cannot be kept. `own` are the stand-ins among what is before the star."""
    if any(kind is None for _name, kind, _size in shape):
        return None
    stand_ins: dict[str, Any] = {}
    gaps: dict[Any, tuple[str | tuple[int, str], int]] = {}
    for name, kind, size in shape:
        if (kind, size) == NOTHING:
            stand_ins[name] = []
            continue
        some = [stand_in(cast(type, kind)) for _ in range(2 if size == WHOLE else size or 1)]
        stand_ins[name] = many(some) if size else some[0]
        gaps |= {adapted(one): (name, nth) for nth, one in enumerate(some)}
    needed = set(gaps.values())
    gaps |= {adapted(one): ((place, name), nth) for one, (place, name, nth) in own.items()}
    with watched() as watch:
        made = build(*fixed, **stand_ins)
        rows: Any = made.rows if isinstance(made, Around) else made
        if rows is not None and rows._prefetch_related_lookups:
            return None
        compiled = None if rows is None else _compiled(rows)
        if compiled is None and not isinstance(made, Around):
            return Kept(Wording(""), ()) if watch.lasting and all(k is not int for _n, k, _s in shape) else None
        if isinstance(made, Around):
            sql, values = _around(made, compiled)
        else:
            _compiler, sql, values = cast(Any, compiled)
    found = tuple([_gap(value, gaps) for value in values])
    stand = {(one.name, one.nth) for one in found if isinstance(one, Gap)}
    if not watch.lasting or (sql and not needed <= stand):
        return None
    wholes = {name for name, _kind, size in shape if size == WHOLE}
    if wholes and sql:
        sql, found = _lists_as_one(sql, found, wholes)
        if any(isinstance(one, Gap) and one.name in wholes and one.nth != WHOLE for one in found):
            return None
    if isinstance(made, Around):
        return Kept(Wording(sql), found)
    compiler = cast(Any, compiled)[0]
    compiler.connection = connection.copy()  # never opened: it says how columns are read, and holds no thread's own
    reading = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
    compiler.connection = None
    return Kept(Wording(sql, made._iterable_class, made.model, made._fields, compiler, reading), found)


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
            and all(isinstance(one, Gap) and one.name in names for one in here)
            and here[0].name == here[1].name
            and {here[0].nth, here[1].nth} == {0, 1}
            and sql[begins:ends] == "IN (%s, %s)"
        ):
            said += [sql[done:begins], asking.AMONG[connection.vendor]]
            found.append(Gap(here[0].name, WHOLE, here[0].wrap))
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


def _gap(value: Any, gaps: Mapping[Any, tuple[str | tuple[int, str], int]]) -> Any:
    where = gaps.get(value) if isinstance(value, KINDS) else None
    return value if where is None else Gap(*where, None if is_plain(type(value)) else type(value))
