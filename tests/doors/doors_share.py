"""Which of ten thousand cases before the doors an ordinary run tries: a stratified share, another one each day.

What the house promises about its own people is tried in full each time; what repeats it for other prisons, and the many
ways to mean harm, by turns. `make torture` tries all of it. RAPPORT_TESTS_DAY repeats a day.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from django.db import connection

ON_POSTGRESQL = 4
"""There the engines' own difference is looked for: that many times fewer cases."""


@dataclass(frozen=True)
class Share:
    """Of so many cases one is tried, today this one."""

    of: int = 1
    day: int = 0

    def has(self, *case: str) -> bool:
        """Whether this case is tried in this run."""
        if connection.vendor != "sqlite" and crc32(" ".join(("engine", *case)).encode()) % ON_POSTGRESQL:
            return False
        return (crc32(" ".join(case).encode()) + self.day) % self.of == 0

    def among(self, cases: Iterable[str], *where: str) -> list[str]:
        """Those of these cases that are tried at this place."""
        return [case for case in cases if self.has(case, *where)]


def share_of_today() -> Share:
    """A quarter."""
    return Share(of=4, day=int(os.environ["RAPPORT_TESTS_DAY"]))
