"""The records of an exercise: what was done, what was shown, what was written. Other rooms never import them."""

from rapport.training.models.exercise import (
    ActKind,
    Colleague,
    Exercise,
    ExerciseAct,
    Inhabitant,
    Pace,
    Seat,
    WorldState,
)
from rapport.training.models.scene import Approach, NotebookLine, Passage, Slot, Talk
from rapport.training.models.written import ColleagueReport, FieldReport, LastLookAnswer

__all__ = [
    "ActKind",
    "Approach",
    "Colleague",
    "ColleagueReport",
    "Exercise",
    "ExerciseAct",
    "FieldReport",
    "Inhabitant",
    "LastLookAnswer",
    "NotebookLine",
    "Pace",
    "Passage",
    "Seat",
    "Slot",
    "Talk",
    "WorldState",
]
