"""Addresses whose pages write until nothing more can be written."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.decorators import decorator_from_middleware

from rapport.ledger.acting import AtTheConsole, Operation
from rapport.ledger.services import record


def look(_request: HttpRequest) -> HttpResponse:
    """A page that leaves no entry."""
    return HttpResponse("shown")


@transaction.atomic
def write(_request: HttpRequest) -> HttpResponse:
    """A page that leaves more entries than there is room for."""
    for _ in range(2_000):
        record(AtTheConsole("clerk"), Operation.CONSULTATION, *[("reporting.report", "K7Q-4MX9")] * 500)
    return HttpResponse("written")


def mistake(_request: HttpRequest) -> HttpResponse:
    """A page of ours with a mistake in it."""
    raise ZeroDivisionError


class WritesFirst:
    """What writes before any page does: a session, a refusal."""

    def __init__(self, get_response: object) -> None:
        pass

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:
        return write(request)


urlpatterns = [
    path("look/", look),
    path("write/", write),
    path("write-before-any-page/", decorator_from_middleware(WritesFirst)(look)),  # type: ignore[arg-type]
    path("mistake/", mistake),
]
handler500 = "rapport.instance.closed.our_mistake"
