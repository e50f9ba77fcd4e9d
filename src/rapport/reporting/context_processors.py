"""What stands on top of every page for somebody whom an alarm calls."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from rapport.reporting.calls import calling


def urgent(request: HttpRequest) -> dict[str, Any]:
    """The way to the newest alarm that calls the reader and that nobody has answered."""
    viewer = getattr(request, "viewer", None)
    refs = calling(viewer) if viewer is not None else []
    return {"urgent_call": reverse("reporting:alarm", args=[refs[0]]) if refs else ""}
