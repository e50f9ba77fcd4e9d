"""What every page shows of an exercise: its code in the watermark. Never its title, which would give it away."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from django.http import HttpRequest

from rapport.training.selectors import label_of


def exercise(request: HttpRequest) -> dict[str, Any]:
    """`exercise_label`: the code of the exercise in which the reader is posted ("B-14"); empty outside one.

    Asked by whole pages alone, not by the parts of one that are swapped in place.
    """
    viewer = getattr(request, "viewer", None)
    return {} if viewer is None else {"exercise_label": cache(partial(label_of, viewer))}
