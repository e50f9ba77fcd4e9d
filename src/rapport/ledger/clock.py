"""The wall's clock, read in one place.

The desk asks its prison service what time it is (`viewer.now()`), because in an exercise a day may last a
minute. Only the ledger, sessions, sign-in and the pace of an exercise go by the wall.
"""

from datetime import UTC, datetime


def wall_now() -> datetime:
    """The time on the wall, aware, in UTC."""
    return datetime.now(tz=UTC)
