"""Questions that are put together before anybody asks them, so that nobody waits for it (`access.statements`).

Nothing is looked for in the database. For which values a question is asked says its own signature; for which viewers,
who calls: one of a kind does for all who are alike.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from rapport.access.statements import questions
from rapport.access.viewer import Viewer

SHAPES: Mapping[str, tuple[type, int]] = {
    "int": (int, 0),
    "str": (str, 0),
    "datetime": (datetime, 0),
    "Collection[int]": (int, 2),
    "Collection[str]": (str, 2),
}
"""What stands after the star, as a signature says it: of which kind, and whether one or many."""


def named() -> dict[str, Any]:
    """Every question by room, file and name: `intelligence.assembling.notes._statements`."""
    return {f"{one.__module__.removeprefix('rapport.')}.{one.__name__}": one for one in questions()}


def put_together(question: Any, viewer: Viewer | None) -> None:
    """Put a question together for whoever is alike this viewer; for None one that reads the same for everybody."""
    after = [one for one in inspect.signature(question).parameters.values() if one.kind is one.KEYWORD_ONLY]
    shape = tuple([(one.name, *SHAPES[one.annotation]) for one in after])
    before = () if viewer is None else (viewer,)
    question.kept.of(connection.vendor, question.__wrapped__, before, shape)
