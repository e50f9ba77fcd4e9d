"""The gate in front of a view: the first line of every page that is for staff."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from rapport.access.sessions import is_locked
from rapport.access.viewers import SignedInRequest
from rapport.access.views.locking import sent_while_locked

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in who is signed in, and send everybody else to the sign-in page and then back to the page they asked for."""

    @wraps(view)
    def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(request, "viewer", None) is None:
            return to_sign_in(request)
        return view(cast(SignedInRequest, request), *args, **kwargs)

    return gate


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page, or to the locked one. A part of a page fetched alone sends the whole page there."""
    fetched_alone = request.headers.get("HX-Request") == "true"
    if request.method == "POST" and is_locked(request) and not fetched_alone:
        return sent_while_locked(request)
    asked_for = {"next": request.get_full_path()} if request.method == "GET" and not fetched_alone else {}
    address = reverse("access:locked" if is_locked(request) else "access:sign_in") + (
        f"?{urlencode(asked_for)}" if asked_for else ""
    )
    if fetched_alone:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
