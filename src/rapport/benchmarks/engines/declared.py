"""The small model as it is declared in `small_model.yaml`: one file of parameters for three engines."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

SUSCEPTIBLE, DRAWN_IN, RECRUITING = 0, 1, 2
_FILE = Path(__file__).parent / "small_model.yaml"
_SLOTS = 7


@dataclass(frozen=True)
class Declared:
    """Sizes, and rates a day."""

    people: int
    recruiters: int
    together: int
    days: int
    conversion: float
    turnover: float
    begins_recruiting: float
    ceases_recruiting: float
    recruits_at_once: float
    runs: int
    runs_quick: int

    @classmethod
    def read(cls) -> "Declared":
        """The parameters of the file."""
        raw: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
        return cls(**{field.name: raw[field.name] for field in fields(cls)})

    @property
    def slots(self) -> int:
        """How many slots are simulated."""
        return self.days * _SLOTS

    @property
    def a_slot(self) -> tuple[float, float, float]:
        """Chances a slot: to be turned over, to begin, to cease recruiting."""
        return self.turnover / _SLOTS, self.begins_recruiting / _SLOTS, self.ceases_recruiting / _SLOTS
