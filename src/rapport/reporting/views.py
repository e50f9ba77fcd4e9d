"""Pages."""

from django.http import HttpRequest, HttpResponse


def mine(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


new = report = write = save = people = settle = discard = mine
