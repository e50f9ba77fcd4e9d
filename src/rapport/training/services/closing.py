"""The last look, and the end: after it nothing changes any more and the truth may be opened.

Who may: the officer whose seat it is.
"""

from __future__ import annotations

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.training import log, rules, worlds
from rapport.training.models import ActKind, LastLookAnswer, Passage
from rapport.training.rules import NotAllowed, Phase, ShownEvent
from rapport.training.seats import playing, require_phase


@transaction.atomic
def draw_look(viewer: Viewer) -> None:
    """Draw the passages of the last look, by design: the same exercise asks the same. Asking again changes nothing."""
    seat = playing(viewer)
    if LastLookAnswer.unfiltered.filter(seat=seat).exists():
        return
    require_phase(seat, Phase.LOOK)
    exercise = seat.exercise
    shown = [
        ShownEvent(passage.pk, passage.event, passage.slot.day)
        for passage in Passage.unfiltered.filter(slot__seat=seat).select_related("slot").order_by("pk")
    ]
    truth = worlds.opened(exercise).unseal(bytes(exercise.nonce))
    of_cases = set(truth.events["event"].to_pylist())
    drawn = rules.draw_last_look(shown, of_cases, seed=exercise.seed)
    LastLookAnswer.unfiltered.bulk_create(
        LastLookAnswer(seat=seat, order=order, passage_id=passage) for order, passage in enumerate(drawn)
    )
    log.write(exercise, ActKind.LOOK_DRAWN, seat=seat, payload={"passages": len(drawn)}, once=ActKind.LOOK_DRAWN)
    record(viewer, Operation.CONSULTATION, exercise, reason=because("training.last_look_drawn"))


@transaction.atomic
def answer_look(viewer: Viewer, number: int, percent: int) -> None:
    """Answer the passage of this number (from 1), once. Raises `NotAllowed`, `ValueError`."""
    if not 0 <= percent <= 100:
        raise ValueError("an answer is in per cent")
    seat = playing(viewer)
    look = LastLookAnswer.unfiltered.filter(seat=seat, order=number - 1).first()
    if look is None:
        raise NotAllowed("not_now")
    if look.percent is not None:
        return
    look.percent = percent
    look.answered_at = wall_now()
    look.save(update_fields=["percent", "answered_at"])
    log.write(
        seat.exercise, ActKind.LOOKED, seat=seat, payload={"number": number, "percent": percent}, once=f"look:{number}"
    )
    record(viewer, Operation.COLLECTION, seat.exercise, reason=because("training.last_look_answered"))


@transaction.atomic
def close_exercise(viewer: Viewer) -> None:
    """Close the exercise, and try whether its acts lead to the same world again. Asking again changes nothing. Raises
    `NotAllowed` while something is left to answer.
    """
    seat = playing(viewer)
    if log.happened(seat.exercise, ActKind.CLOSED):
        return
    require_phase(seat, Phase.LAST)
    log.write(seat.exercise, ActKind.CLOSED, seat=seat, payload=worlds.ending(seat.exercise), once=ActKind.CLOSED)
    record(viewer, Operation.ALTERATION, seat.exercise, reason=because("training.exercise_closed"))
