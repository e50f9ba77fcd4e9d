"""Every write of this room: reviews, holds and erasures in `keeping`."""

from rapport.oversight.services.keeping import (
    ACT,
    Blocked,
    NotDecided,
    ask_early,
    erase_at_review,
    erase_early,
    free,
    keep,
    lift_hold,
    place_hold,
    restrict,
)

__all__ = [
    "ACT",
    "Blocked",
    "NotDecided",
    "ask_early",
    "erase_at_review",
    "erase_early",
    "free",
    "keep",
    "lift_hold",
    "place_hold",
    "restrict",
]
