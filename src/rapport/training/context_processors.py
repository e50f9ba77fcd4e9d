"""What every page shows of an exercise: its code in the watermark. Never its title, which would give it away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from rapport.training.selectors import label_of


def exercise(request: HttpRequest) -> dict[str, Any]:
    """`exercise_label`: the code of the exercise in which the reader is posted ("B-14"); empty outside one."""
    viewer = getattr(request, "viewer", None)
    return {"exercise_label": "" if viewer is None else label_of(viewer)}
