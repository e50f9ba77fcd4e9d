"""What a governor gives to the services of this room."""

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
