"""An address that is asked in a way it does not answer: an act opened like a page, or a page that is sent something.

It happens to anybody: a form was refused, its page stands under the address of the act, and then the reader changes the
language, unlocks the screen or opens the address again. They are led to the page that the act belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve

NO_WAY = HTTPStatus.METHOD_NOT_ALLOWED


class NoWay:
    """Gives the bare answer *method not allowed* a page, and leads a reader from an act to the page above it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code != NO_WAY:
            return answer
        if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
            return HttpResponseRedirect(above(request.path_info))
        page = render(request, "405.html", status=NO_WAY)
        page.headers["Allow"] = answer.headers["Allow"]
        return page


def above(path: str) -> str:
    """The nearest address above this one at which something stands: `/desk/` for `/desk/taskings/../end/`."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return path
