"""Remembering is part of acting: no entry, no effect.

Who may: every room's services and those selectors that show content, inside their own transaction.
Source: Directive (EU) 2016/680, article 25; house plan, section 6.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, transaction

from rapport.ledger.acting import Acting, Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.keys import key
from rapport.ledger.leaves import content, fields_of
from rapport.ledger.models import Entry, Instance, Mode
from rapport.ledger.reasons import kept

P = ParamSpec("P")
R = TypeVar("R")
_SHOWN: ContextVar["list[Entry] | None"] = ContextVar("shown", default=None)
_GATHERED: ContextVar["list[_Waiting] | None"] = ContextVar("gathered", default=None)


class Referenced(Protocol):
    """A record that has an outward reference."""

    @property
    def ref(self) -> str: ...


class NotInTransaction(RuntimeError):
    """`record` was called outside a transaction: the act could happen and its entry be lost."""


def record(
    who: Acting,
    operation: Operation,
    *records: Referenced | tuple[str, str],
    reason: str = "",
    to: str = "",
) -> None:
    """Enter what `who` does to `records` in the ledger, in the transaction of the act itself.

    One entry commits to all records of one service call or one answer. A record is a model instance with a `ref`,
    or a pair (class, reference). `reason` and `to` are `because(…)` where the software says them, otherwise what a
    person typed. Raises `NotInTransaction` outside a transaction.
    """
    shown = _SHOWN.get() if not connection.in_atomic_block else None
    if not connection.in_atomic_block and shown is None:
        raise NotInTransaction(f"{operation} must be recorded inside the transaction of the act")
    actor = who.actor
    fields = {
        "at": wall_now().isoformat(),
        "operation": operation.value,
        "staff": actor.staff,
        "role": actor.role,
        "service": actor.service,
        "purpose": actor.purpose,
        "records": [list(_named(one)) for one in records],
        "reason": kept(reason),
        "to": kept(to),
    }
    entry = Entry(**fields, mac=_mac(fields))
    gathered = _GATHERED.get()
    if shown is not None:
        shown.append(entry)
    elif gathered is None:
        _write([entry])
    else:
        gathered.append(_Waiting(entry))
        transaction.on_commit(gathered[-1])


def answering(select: Callable[P, R]) -> Callable[P, R]:
    """Make a selector give its answer only once all that it showed stands in the ledger.

    It reads first and holds nothing up meanwhile; its entries, and those of selectors that it asks, are then written by
    one statement, all or none. If that fails there is no answer. Inside a transaction of an act it is a part of that.
    """

    @wraps(select)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            with transaction.atomic():
                return select(*args, **kwargs)
        if _SHOWN.get() is not None:
            return select(*args, **kwargs)  # whoever asked answers for it
        shown: list[Entry] = []
        token = _SHOWN.set(shown)
        try:
            found = select(*args, **kwargs)
        finally:
            _SHOWN.reset(token)
        if shown:
            _write(shown)
        return found

    return answer


@contextmanager
def together() -> Iterator[None]:
    """Write all entries of a piece of work at its end, in their order, with one statement.

    For work of very many acts in one transaction, such as a day at the simulated desk. The entries and the acts are
    one: if the work fails, or a part of it is taken back, neither was. Raises `NotInTransaction` outside a transaction.
    """
    if not connection.in_atomic_block and _SHOWN.get() is not None:
        yield  # the answer writes them
        return
    if not connection.in_atomic_block:
        raise NotInTransaction("entries are gathered inside the transaction of their acts")
    if _GATHERED.get() is not None:
        yield  # an outer piece of work writes them
        return
    gathered: list[_Waiting] = []
    token = _GATHERED.set(gathered)
    try:
        yield
    finally:
        _GATHERED.reset(token)
    # Django forgets what waits for a commit when a savepoint is rolled back; an entry goes with its act the same way.
    stand = {id(waiting[1]) for waiting in connection.run_on_commit}
    _write([one.entry for one in gathered if id(one) in stand])


FIELDS = tuple(one for one in Entry._meta.concrete_fields if not one.primary_key)
AT_ONCE = 99
"""Entries of one statement: SQLite takes 999 values in one, wherever it was built."""


def _write(entries: Sequence[Entry]) -> None:
    """Write these entries, in their order. Each page writes one: the statement is spelled out, not put together.

    With RETURNING, as Django has it too: otherwise SQLite on a full disk takes back the whole transaction by itself
    instead of the statement, and Django does not know.
    """
    columns = ", ".join(f'"{one.column}"' for one in FIELDS)
    row = f"({', '.join(['%s'] * len(FIELDS))})"
    one_is_whole = nullcontext()
    whole = transaction.atomic(savepoint=False) if len(entries) > AT_ONCE else one_is_whole
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS), whole, connection.cursor() as cursor:
        for at in range(0, len(entries), AT_ONCE):
            some = entries[at : at + AT_ONCE]
            cursor.execute(
                f"INSERT INTO ledger_entry ({columns}) VALUES {', '.join([row] * len(some))} RETURNING id",  # noqa: S608
                [one.get_db_prep_save(getattr(entry, one.attname), connection) for entry in some for one in FIELDS],
            )
            cursor.fetchall()


class _Waiting:
    """An entry that waits to be written with others."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    def __call__(self) -> None:
        """At the commit nothing is left to do: it was written before."""


def entry_is_authentic(entry: Entry) -> bool:
    """Whether the entry's fields are those that were written with this instance's key."""
    return hmac.compare_digest(entry.mac, _mac(fields_of(entry)))


@transaction.atomic
def found_instance(mode: Mode) -> Instance:
    """Say once and for all which kind of instance this database is. A database that already says so keeps its answer.

    Raises `ValueError` when it already is of another kind.
    """
    existing = Instance.objects.first()
    if existing is None:
        return Instance.objects.create(mode=mode.value, stamp=secrets.token_hex(16))
    if existing.mode != mode.value:
        raise ValueError(f"this database is a {existing.mode} instance and cannot become a {mode.value} one")
    return existing


def _named(one: Referenced | tuple[str, str]) -> tuple[str, str]:
    if isinstance(one, tuple):
        return one
    meta = getattr(one, "_meta", None)
    return (meta.label_lower if meta is not None else type(one).__name__.lower(), one.ref)


def _mac(fields: Mapping[str, object]) -> str:
    return hmac.new(key("ledger"), content(fields), hashlib.sha256).hexdigest()
