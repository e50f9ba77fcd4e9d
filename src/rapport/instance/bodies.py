"""What is too large to be received at all: refused by what the request says of its length, before a byte of it is read.

Ten megabytes is the largest file that is kept (`reporting.attachment_files`); the texts of a form come on top.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

MOST_BYTES = 12_000_000


class RefuseLargeBodies:
    """Answers 413 with a page that says what to do. Nothing of the request is read, so nothing of it was kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request.META.get("CONTENT_LENGTH") or "0"
        length = int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else MOST_BYTES + 1
        if length <= MOST_BYTES:
            return self.get_response(request)
        response = render(request, "interface/too_large.html", status=413)
        response["Cache-Control"] = "no-store"
        return response
