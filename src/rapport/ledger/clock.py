"""The wall's clock, read in one place.

The desk asks its prison service what time it is (`viewer.now()`), because in an exercise a day may last a
minute. Only the ledger, sessions, sign-in and the pace of an exercise go by the wall.
"""

import threading
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings


def wall_now() -> datetime:
    """The time on the wall, aware, in UTC."""
    _looks.taken += 1
    return datetime.now(tz=UTC)


class _Looks(threading.local):
    taken = 0


_looks = _Looks()


def looks_taken() -> int:
    """How often this thread looked at the wall's clock: what was made without a look stays right as time goes by."""
    return _looks.taken


def day_begins(day: date) -> datetime:
    """The first moment of a day where this instance is: for choosing what lies between two days."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))
