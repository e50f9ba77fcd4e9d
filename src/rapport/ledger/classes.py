"""Classes of record, each with a review date and a maximum (safeguard 3: kept for a reason, for a time).

A room declares its classes as `record_classes` on its AppConfig; nothing about a person is kept outside one.
Source: Directive (EU) 2016/680, article 5.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class RecordClass:
    """A kind of record and how long it may be kept, in days from the day it was made."""

    name: str
    review_days: int
    max_days: int

    def dates(self, made_on: date) -> tuple[date, date]:
        """The day of review and the last day for a record made on this day."""
        return made_on + timedelta(days=self.review_days), made_on + timedelta(days=self.max_days)
