"""The first page that a stranger sees: play the walk, or sit down at the desk as one of the cast."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rapport.access import selectors as access
from rapport.access.links import on_this_machine
from rapport.access.views.pages import start
from rapport.demo.services import cast as written_cast


@never_cache
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """The way in, for whoever sits at this machine. Who is signed in goes to the first page of their role."""
    if getattr(request, "viewer", None) is not None:
        return start(request)
    people = access.cast() if on_this_machine(request) else []
    room = written_cast()["training_room"]
    newcomer = next((one for one in people if one.place == room), None)
    if newcomer is None:
        return redirect("access:sign_in")
    others = [one for one in people if one.place != room]
    return render(request, "demo/welcome.html", {"newcomer": newcomer, "cast": others})
