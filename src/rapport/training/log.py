"""The log of an exercise: every act, in order, written in the transaction of the act itself."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from rapport.ledger.clock import wall_now
from rapport.training.models import ActKind, Exercise, ExerciseAct, Seat


def write(
    exercise: Exercise,
    kind: ActKind,
    *,
    seat: Seat | None = None,
    payload: dict[str, Any] | None = None,
    world: dict[str, Any] | None = None,
    clock: int | None = None,
    once: str | None = None,
) -> ExerciseAct:
    """Add an act. `world` and `clock` for one that the world answers to: what, after how many simulated slots."""
    last = ExerciseAct.unfiltered.filter(exercise=exercise).aggregate(last=Max("n"))["last"]
    return ExerciseAct.unfiltered.create(
        exercise=exercise,
        n=0 if last is None else last + 1,
        at=wall_now(),
        seat=seat,
        kind=kind,
        payload=payload or {},
        world=world,
        clock=clock,
        once=once,
    )


def happened(exercise: Exercise, once: str) -> bool:
    """Whether the act that may be done a single time under this name was done."""
    return ExerciseAct.unfiltered.filter(exercise=exercise, once=once).exists()
