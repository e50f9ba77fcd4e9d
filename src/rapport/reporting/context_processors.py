"""What stands on top of every page for somebody whom an alarm calls, and on one's first page if a copy changed."""

from functools import cache, partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from rapport.access.viewers import Viewer
from rapport.reporting.calls import calling
from rapport.reporting.corrections import to_read


def urgent(request: HttpRequest) -> dict[str, Any]:
    """The way to the newest alarm that calls the reader and that nobody has answered: asked by whole pages alone."""
    viewer = getattr(request, "viewer", None)
    return {"urgent_call": cache(partial(_way, viewer))} if viewer is not None else {}


def _way(viewer: Viewer) -> str:
    refs = calling(viewer)
    return reverse("reporting:alarm", args=[refs[0]]) if refs else ""


def corrections(request: HttpRequest) -> dict[str, Any]:
    """What was handed to the reader and has changed since. Asked for by the pages that show it, and by no other."""
    viewer = getattr(request, "viewer", None)
    return {"corrections": SimpleLazyObject(lambda: to_read(viewer))} if viewer is not None else {}
