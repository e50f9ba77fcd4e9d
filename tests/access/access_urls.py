"""The addresses of the house, and a few more that try the gate."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _

from rapport.access.algebra import holds
from rapport.access.models import Posting, Region
from rapport.access.roles import Role
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.instance.urls import urlpatterns as of_the_house
from rapport.ledger.acting import Operation
from rapport.ledger.services import record


@signed_in
def read(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Read a posting of one's own prison service."""
    return HttpResponse(Posting.objects.by_ref(request.viewer, ref).ref)


@signed_in
def act(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Begin something, record it, and find that one may not."""
    posting = Posting.objects.by_ref(request.viewer, ref)
    with transaction.atomic():
        record(request.viewer, Operation.ALTERATION, posting, reason="begun")
        Region.unfiltered.create(service_id=request.viewer.service_id, name="Half done")
        holds(Role.GOVERNOR).require(request.viewer, posting)
    return HttpResponse("done")


def word(_request: HttpRequest) -> HttpResponse:
    """A word of the page's language."""
    return HttpResponse(_("English"))


urlpatterns = [
    *of_the_house,
    path("try/read/<str:ref>/", read),
    path("try/act/<str:ref>/", act),
    path("try/word/", word),
]
