"""Bringing in a file: read, say what its columns mean, look through it, take it over or throw it away.

Who may: the head of the establishment, or the trainer of a simulated one; each sees the files that they brought
(policy.OWN_IMPORT). Nothing of a file is in the register before it is confirmed; its rows are thrown away when it is
done. In a simulated prison service every person bears a simulated number, in a live one nobody does.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

from django.db import transaction

from rapport.access import jobs
from rapport.access.establishments import EstablishmentValue, establishments
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register import columns, policy
from rapport.register.models import Import, ImportColumn, ImportKind
from rapport.register.planning import Terms
from rapport.register.rules import NotRegistered, folded
from rapport.register.services.keeping import PURPOSE
from rapport.register.sheets import Sheet

State = Import.State
JOB = "register.import"


@dataclass(frozen=True)
class Table:
    """The rows of a file as they are kept: without the columns that were refused."""

    header: list[str]
    refused: list[str]
    first_row: int
    letters: str
    rows: list[list[str]]

    def packed(self) -> bytes:
        """As bytes, to be kept."""
        return zlib.compress(json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode(), 3)

    @classmethod
    def of(cls, brought: Import) -> Table:
        """The rows of this file, to be read and not changed; none once it is done or thrown away."""
        if not brought.rows:
            return cls([], [], 1, "", [])
        return _opened(bytes(brought.rows))


@lru_cache(maxsize=1)
def _opened(packed: bytes) -> Table:
    """A job asks for the same file slice after slice. `forget` ends its stay in memory."""
    return Table(**json.loads(zlib.decompress(packed)))


def forget() -> None:
    """Keep no file in memory: it is done, or thrown away."""
    _opened.cache_clear()


@transaction.atomic
def bring(viewer: Viewer, establishment_id: int, *, kind: str, file_name: str, sheet: Sheet) -> str:
    """Keep the rows of a file until they are taken over or thrown away. Returns its reference.

    Columns whose label bears a protected word are thrown away here, unread. Raises `Refused`, or `NotRegistered` for
    an unknown kind and a file of which no column is left.
    """
    made = Import(
        **Import.held(on=viewer.now().date(), purpose=PURPOSE, legal_basis=basis_of(viewer, PURPOSE)),
        service_id=viewer.service_id,
        establishment_id=establishment_id,
        kind=kind,
        file_name="".join(filter(str.isprintable, file_name))[-120:],
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    policy.OWN_IMPORT.require(viewer, made)
    if kind not in ImportKind.values:
        raise NotRegistered("unknown_kind", kind)
    refused = [at for at, label in enumerate(sheet.header) if columns.refused(label)]
    kept = [at for at in range(len(sheet.header)) if at not in refused]
    if not kept:
        raise NotRegistered("no_column_left", "")
    table = Table(
        header=[sheet.header[at] for at in kept],
        refused=[sheet.header[at] for at in refused],
        first_row=sheet.first_row,
        letters=sheet.letters,
        rows=[[row[at] for at in kept] for row in sheet.rows],
    )
    made.rows = table.packed()
    made.count = len(sheet.rows)
    made.mapping = json.dumps(_remembered(viewer, kind, table.header))
    made.save(force_insert=True)
    record(viewer, Operation.COLLECTION, made, reason=because("register.file_brought", kind=kind))
    return made.ref


@transaction.atomic
def map_columns(viewer: Viewer, ref: str, mapping: Sequence[str]) -> None:
    """Say what each column means, "" for nothing; remembered for the prison service's next file.

    Raises `Refused`, or `NotRegistered` for a meaning that there is not, one given twice, and a needed one left out.
    """
    brought = standing(viewer, ref, State.MAPPING, State.CHECKED)
    labels = Table.of(brought).header
    given = [means for means in mapping if means]
    if len(mapping) != len(labels) or not set(given) <= set(columns.COLUMNS[brought.kind]):
        raise NotRegistered("unknown_kind", "")
    for means in given:
        if given.count(means) > 1:
            raise NotRegistered("meaning_given_twice", means)
    for group in columns.missing(brought.kind, given):
        raise NotRegistered("column_missing", group[0])
    brought.mapping, brought.state = json.dumps(list(mapping)), State.CHECKED
    brought.save(update_fields=["mapping", "state"])
    for label, means in zip(labels, mapping, strict=True):
        if label:
            ImportColumn.unfiltered.update_or_create(
                service_id=viewer.service_id, kind=brought.kind, label=folded(label)[:80], defaults={"means": means}
            )
    record(viewer, Operation.ALTERATION, brought, reason=because("register.columns_mapped"))


@transaction.atomic
def map_again(viewer: Viewer, ref: str) -> None:
    """Go back to saying what the columns mean. Raises `Refused`."""
    brought = standing(viewer, ref, State.CHECKED)
    brought.state = State.MAPPING
    brought.save(update_fields=["state"])
    record(viewer, Operation.ALTERATION, brought, reason=because("register.columns_again"))


@transaction.atomic
def confirm(viewer: Viewer, ref: str) -> None:
    """Take the file over, as a job; one that ended before its time goes on. Raises `Refused`, or `NotRegistered`."""
    brought = standing(viewer, ref, State.CHECKED, State.RUNNING)
    if brought.state == State.RUNNING and not jobs.progress(viewer, brought.job).over:
        raise NotRegistered("ended", brought.ref)
    brought.state = State.RUNNING
    brought.made = brought.altered = brought.same = brought.left_out = 0
    brought.job = jobs.start(viewer, JOB, brought.ref).ref
    brought.save(update_fields=["state", "job", "made", "altered", "same", "left_out"])
    record(viewer, Operation.ALTERATION, brought, reason=because("register.file_confirmed"))


@transaction.atomic
def drop(viewer: Viewer, ref: str) -> None:
    """Throw the file away. Raises `Refused`, or `NotRegistered` once it is being taken over."""
    brought = standing(viewer, ref, State.MAPPING, State.CHECKED)
    brought.state, brought.rows = State.DROPPED, b""
    brought.save(update_fields=["state", "rows"])
    forget()
    record(viewer, Operation.ERASURE, brought, reason=because("register.file_thrown_away"))


def standing(viewer: Viewer, ref: str, *states: str) -> Import:
    """One's own file in one of these states. Raises `Refused`, or `NotRegistered` in any other."""
    brought = Import.objects.by_ref(viewer, ref, "establishment")
    if brought.state not in states:
        raise NotRegistered("ended", brought.ref)
    return brought


def terms_of(viewer: Viewer, brought: Import, table: Table) -> Terms:
    """Under which terms this file is brought in."""
    return Terms(
        service_id=viewer.service_id,
        establishment_id=brought.establishment_id,
        kept=kept_by(viewer),
        simulated=viewer.mode != "live",
        kind=brought.kind,
        mapping=json.loads(brought.mapping or "[]"),
        first_row=table.first_row,
    )


def kept_by(viewer: Viewer) -> list[EstablishmentValue]:
    """The establishments for which the viewer may bring in files."""
    return [
        one
        for one in establishments(viewer)
        if policy.OWN_IMPORT.allows(
            viewer, Import(service_id=viewer.service_id, establishment_id=one.id, by_id=viewer.staff_id)
        )
    ]


def _remembered(viewer: Viewer, kind: str, labels: Sequence[str]) -> list[str]:
    """What these columns meant the last time, or probably mean; each meaning once."""
    known = dict(
        ImportColumn.unfiltered.filter(
            service_id=viewer.service_id, kind=kind, label__in=[folded(label)[:80] for label in labels]
        ).values_list("label", "means")
    )
    found: list[str] = []
    for label in labels:
        means = known.get(folded(label)[:80], columns.guessed(label, kind))
        found.append("" if means in found else means)
    return found
