"""What a governor gives to the services of this room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MeasureInput:
    """Something to be done about a person or about the place, from one day to another, both included."""

    about: str
    what: str
    starts: date
    ends: date
    person_ref: str = ""
    place_ref: str = ""


@dataclass(frozen=True)
class DecisionInput:
    """What is decided on a note: see `services.decide`."""

    note_ref: str
    outcome: str
    grounds: str
    review_on: date
    ends_on: date
    necessity: str = ""
    proportionality: str = ""
    alternatives: str = ""
    measures: Sequence[MeasureInput] = ()

    @property
    def texts(self) -> dict[str, str]:
        """The reasons, by field."""
        return {
            "grounds": self.grounds,
            "necessity": self.necessity,
            "proportionality": self.proportionality,
            "alternatives": self.alternatives,
        }
