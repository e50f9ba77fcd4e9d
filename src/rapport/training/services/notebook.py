"""The notebook: eight lines a day, each a passage seen or an answer heard. A line in a filed report stays.

Who may: the officer whose seat it is, while the scene lasts.
"""

from __future__ import annotations

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.training import log
from rapport.training.models import ActKind, NotebookLine, Passage, Seat, Slot, Talk
from rapport.training.models.scene import LINES_A_DAY
from rapport.training.rules import NotAllowed
from rapport.training.seats import playing
from rapport.training.services.scenes import require_time


@transaction.atomic
def note(viewer: Viewer, n: int, position: int) -> None:
    """Note a passage of the open scene. Noting it again changes nothing. Raises `NotAllowed`."""
    seat = playing(viewer)
    passage = _passage(seat, n, position)
    if not NotebookLine.unfiltered.filter(passage=passage).exists():
        _write(viewer, seat, passage.slot, passage=passage)


@transaction.atomic
def unnote(viewer: Viewer, n: int, position: int) -> None:
    """Cross a passage out again, unless a report has it already."""
    seat = playing(viewer)
    line = NotebookLine.unfiltered.filter(passage=_passage(seat, n, position)).first()
    if line is not None:
        _cross_out(viewer, seat, line)


@transaction.atomic
def note_talk(viewer: Viewer, n: int) -> None:
    """Note what somebody answered in the open scene: something told, not seen."""
    seat = playing(viewer)
    talk = _talk(seat, n)
    if not NotebookLine.unfiltered.filter(talk=talk).exists():
        _write(viewer, seat, talk.slot, talk=talk)


@transaction.atomic
def unnote_talk(viewer: Viewer, n: int) -> None:
    """Cross out what somebody answered, unless a report has it already."""
    seat = playing(viewer)
    line = NotebookLine.unfiltered.filter(talk=_talk(seat, n)).first()
    if line is not None:
        _cross_out(viewer, seat, line)


def _passage(seat: Seat, n: int, position: int) -> Passage:
    shown = Passage.unfiltered.select_related("slot").filter(slot__seat=seat, slot__n=n, position=position)
    passage = shown.filter(slot__closed_at__isnull=True).first()
    if passage is None:
        raise NotAllowed("not_now")
    require_time(seat, passage.slot)
    return passage


def _talk(seat: Seat, n: int) -> Talk:
    talk = (
        Talk.unfiltered.select_related("slot").filter(slot__seat=seat, slot__n=n, slot__closed_at__isnull=True).first()
    )
    if talk is None:
        raise NotAllowed("not_now")
    require_time(seat, talk.slot)
    return talk


def _write(viewer: Viewer, seat: Seat, slot: Slot, *, passage: Passage | None = None, talk: Talk | None = None) -> None:
    taken = set(NotebookLine.unfiltered.filter(seat=seat, day=slot.day).values_list("order", flat=True))
    free = next((order for order in range(1, LINES_A_DAY + 1) if order not in taken), None)
    if free is None:
        raise NotAllowed("notebook_full")
    NotebookLine.unfiltered.create(seat=seat, day=slot.day, order=free, passage=passage, talk=talk, noted_at=wall_now())
    what = {"n": slot.n, "position": None if passage is None else passage.position}
    log.write(seat.exercise, ActKind.NOTED, seat=seat, payload=what)
    record(viewer, Operation.COLLECTION, seat.exercise, reason=because("training.noted"))


def _cross_out(viewer: Viewer, seat: Seat, line: NotebookLine) -> None:
    if line.reports.exists():
        raise NotAllowed("in_a_report")
    slot = line.passage.slot if line.passage is not None else line.talk.slot if line.talk is not None else None
    position = None if line.passage is None else line.passage.position
    log.write(seat.exercise, ActKind.UNNOTED, seat=seat, payload={"n": slot.n if slot else None, "position": position})
    line.delete()
    record(viewer, Operation.ALTERATION, seat.exercise, reason=because("training.crossed_out"))
