"""An exercise that a newer release can no longer play: it says so, and nothing is played differently."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.training.worlds import OtherVersion

CONFLICT = 409


class OtherVersionMiddleware:
    """Answers `OtherVersion` with a page instead of an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page that says what to do."""
        if not isinstance(error, OtherVersion):
            return None
        return render(request, "training/other_version.html", {"exercise_label": str(error)}, status=CONFLICT)
