"""The log of an exercise: every act, in order, written in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict, Unpack

from django.db.models import QuerySet

from rapport.access.statements import prepared
from rapport.ledger.clock import wall_now
from rapport.training.models import ActKind, Exercise, ExerciseAct, Seat


class More(TypedDict, total=False):
    """What belongs to an act beside its kind: see `NewAct`."""

    seat: Seat | None
    payload: dict[str, Any]
    world: dict[str, Any] | None
    clock: int | None
    once: str | None


@dataclass(frozen=True)
class NewAct:
    """An act to be added. `world` and `clock` where the world answers to it: what, after how many simulated slots."""

    kind: ActKind
    seat: Seat | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    world: dict[str, Any] | None = None
    clock: int | None = None
    once: str | None = None


def write(exercise: Exercise, kind: ActKind, **more: Unpack[More]) -> None:
    """Add an act: see `NewAct`."""
    write_all(exercise, [NewAct(kind, **more)])


def write_all(exercise: Exercise, acts: Sequence[NewAct]) -> None:
    """Add these acts in their order."""
    if not acts:
        return
    first = next(iter(_last(exercise=exercise.pk)), -1) + 1
    ExerciseAct.unfiltered.bulk_create(
        ExerciseAct(
            exercise=exercise,
            n=n,
            at=wall_now(),
            seat=one.seat,
            kind=one.kind,
            payload=one.payload,
            world=one.world,
            clock=one.clock,
            once=one.once,
        )
        for n, one in enumerate(acts, start=first)
    )


def happened(exercise: Exercise, once: str) -> bool:
    """Whether the act that may be done a single time under this name was done."""
    return bool(_done_once(exercise=exercise.pk, once=once))


@prepared
def _last(*, exercise: int) -> QuerySet[ExerciseAct, int]:
    return ExerciseAct.unfiltered.filter(exercise=exercise).order_by("-n").values_list("n", flat=True)[:1]


@prepared
def _done_once(*, exercise: int, once: str) -> QuerySet[ExerciseAct, int]:
    return ExerciseAct.unfiltered.filter(exercise=exercise, once=once).values_list("pk", flat=True)
