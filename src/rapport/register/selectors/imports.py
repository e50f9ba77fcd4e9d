"""Reading files that are being brought in: one's own, how far each is, and what it would do.

What a file says of people is shown to whoever brought it, and entered as a consultation of the file.
"""

from __future__ import annotations

import json

from django.db import transaction

from rapport.access import jobs
from rapport.access.jobs import JobValue
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import answering, record
from rapport.register.models import Import
from rapport.register.planning import Planned, plan
from rapport.register.services.imports import Table, terms_of
from rapport.register.values import ImportPreview, ImportValue

SHOWN = 100
SAMPLES = 3


@answering
def imports(viewer: Viewer) -> list[ImportValue]:
    """The files that the viewer brought, the last first."""
    found = Import.objects.visible_to(viewer).select_related("establishment").order_by("-pk")[:30]
    brought = list(found)
    if brought:
        record(viewer, Operation.CONSULTATION, *brought, reason=because("register.files_listed"))
    return [_value(viewer, one, Table([], [], 1, "", [])) for one in brought]


@transaction.atomic
def import_file(viewer: Viewer, ref: str) -> ImportValue:
    """One of one's own files, with a few cells of each column. Raises `Refused` as for a missing one."""
    brought = Import.objects.by_ref(viewer, ref, "establishment")
    table = Table.of(brought)
    if table.rows:
        record(viewer, Operation.CONSULTATION, brought, reason=because("register.looked_at_a_file_brought_in"))
    return _value(viewer, brought, table)


@transaction.atomic
def import_preview(viewer: Viewer, ref: str, *, only: str = "", skip: int = 0) -> ImportPreview:
    """What the file would do, row by row; `only` rows of this outcome. Raises `Refused` as for a missing one."""
    brought = Import.objects.by_ref(viewer, ref)
    table = Table.of(brought)
    planned = plan(terms_of(viewer, brought, table), table.rows)
    record(viewer, Operation.CONSULTATION, brought, reason=because("register.looked_through_a_file_brought_in"))
    counts: dict[str, int] = dict.fromkeys(("new", "changed", "same", "bad"), 0)
    for one in planned:
        counts[one.outcome] += 1
    wanted: list[Planned] = [one for one in planned if not only or one.outcome == only]
    return ImportPreview(
        counts=counts,
        rows=tuple(wanted[skip : skip + SHOWN]),
        only=only,
        skip=skip,
        more=len(wanted) > skip + SHOWN,
        total=len(wanted),
    )


def import_progress(viewer: Viewer, ref: str) -> JobValue | None:
    """How far the taking over of a file is; None before it is confirmed. Raises `Refused` as for a missing one."""
    brought = Import.objects.by_ref(viewer, ref)
    return jobs.progress(viewer, brought.job) if brought.job else None


def _value(viewer: Viewer, one: Import, table: Table) -> ImportValue:
    mapping: list[str] = json.loads(one.mapping or "[]")
    samples = [
        tuple(dict.fromkeys(row[at] for row in table.rows[:50] if row[at]))[:SAMPLES] for at in range(len(table.header))
    ]
    return ImportValue(
        ref=one.ref,
        kind=one.kind,
        label=str(one.get_kind_display()),
        state=one.state,
        file_name=one.file_name,
        establishment=one.establishment.name,
        at=one.at,
        count=one.count,
        header=tuple(table.header),
        refused=tuple(table.refused),
        letters=table.letters,
        samples=tuple(samples),
        mapping=tuple(mapping),
        done={"new": one.made, "changed": one.altered, "same": one.same, "bad": one.left_out},
        job=jobs.progress(viewer, one.job) if one.job and one.state == Import.State.RUNNING else None,
    )
