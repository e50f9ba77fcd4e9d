"""Yes, no, and what nobody wrote down."""

from __future__ import annotations

from enum import Enum
from typing import NoReturn


class Truth(Enum):
    """A decision in strong Kleene logic: `&` is the weaker of two, `|` the stronger, `~` turns yes and no round."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @classmethod
    def of(cls, fact: bool) -> Truth:
        """The truth of something that is known."""
        return cls.YES if fact else cls.NO

    def __and__(self, other: Truth) -> Truth:
        return Truth(min(self.value, other.value))

    def __or__(self, other: Truth) -> Truth:
        return Truth(max(self.value, other.value))

    def __invert__(self) -> Truth:
        return Truth(2 - self.value)

    def __bool__(self) -> NoReturn:
        raise TypeError("a Truth has three values: compare it with Truth.YES")
