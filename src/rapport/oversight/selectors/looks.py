"""Who looked. Every answer is itself a consultation in the ledger, with what it was narrowed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from rapport.access.roll import Colleague, roll
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.looks import Asked, Look, looks
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.oversight import policy, reasons, words
from rapport.oversight.words import ALL
from rapport.search import rules as searching
from rapport.search import selectors as search
from rapport.search.values import ProtectedValue

PAGE = 50
MOST_NAMED = 12


@dataclass(frozen=True)
class Row:
    """One thing that somebody did, in words. `protected` is the reference of a reason given for a protected word."""

    number: int
    at: datetime
    who: str
    role: str
    what: str
    records: tuple[tuple[str, str], ...]
    more: bool
    reason: str
    purpose: str
    to: str
    protected: str


@dataclass(frozen=True)
class Looks:
    """A page of the ledger. `older` is where the next one begins, None on the last."""

    rows: tuple[Row, ...]
    staff: tuple[Colleague, ...]
    older: int | None


@transaction.atomic
def who_looked(viewer: Viewer, asked: Asked) -> Looks:
    """What was done in the viewer's prison service, newest first. Raises `Refused` for anybody but an inspector."""
    policy.LOOK.require_acting(viewer)
    wanted = asked
    if asked.operation == words.PROTECTED:
        said = (because(searching.PROTECTED_WORD), searching.PROTECTED_WORD_BEFORE)
        wanted = replace(asked, operation=Operation.CONSULTATION.value, reasons=said)
    found = looks(viewer.service_ref, wanted, limit=PAGE + 1)
    staff = roll(viewer)
    names = {one.ref: one.name for one in staff}
    about = [("access.staff", asked.staff)] if asked.staff in names else []
    about += [("ledger.about", asked.record)] if asked.record else []
    record(viewer, Operation.CONSULTATION, ("ledger.entry", ALL), *about, reason=because("oversight.who_looked"))
    return Looks(
        rows=tuple(_row(one, names) for one in found[:PAGE]),
        staff=tuple(staff),
        older=found[PAGE - 1].number if len(found) > PAGE else None,
    )


@transaction.atomic
def protected_search(viewer: Viewer, ref: str, *, reason: str) -> ProtectedValue:
    """What was searched for with a protected word, for this reason. Raises `Refused` as for a missing one."""
    policy.LOOK.require_acting(viewer)
    return search.protected_search(viewer, ref, reason=reason)


def require_protected_search(viewer: Viewer, ref: str) -> None:
    """Raise `Refused` where there is no such search for this viewer. Shows nothing."""
    policy.LOOK.require_acting(viewer)
    search.require_protected_search(viewer, ref)


def _row(one: Look, names: dict[str, str]) -> Row:
    reason = reasons.refused(one.reason) if one.operation == Operation.REFUSAL else reasons.why(one.reason)
    if any(kind == "search.search" for kind, _ref in one.records) and reason == one.reason:
        reason = reason.rpartition(" ")[0]  # an earlier release kept the commitment to the words among its own
    return Row(
        number=one.number,
        at=one.at,
        who=names.get(one.staff, ""),
        role=words.role_label(one.role),
        what=str(words.OPERATIONS.get(one.operation, one.operation)),
        records=tuple(
            (str(words.RECORDS.get(kind, kind)), "" if ref == ALL else ref) for kind, ref in one.records[:MOST_NAMED]
        ),
        more=len(one.records) > MOST_NAMED,
        reason=reason,
        purpose=words.purpose_label(one.purpose),
        to=names.get(one.to) or reasons.why(one.to),
        protected=_protected(one.records),
    )


def _protected(records: Sequence[tuple[str, str]]) -> str:
    return next((ref for kind, ref in records if kind == "search.protectedsearch"), "")
