"""Who is asking, in which language, and what a refusal looks like.

A refusal is recorded after whatever was begun has been rolled back, in a transaction of its own. A record that one
may not see is answered as one that does not exist; a forbidden act on a visible one is answered plainly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import get_resolver
from django.utils import translation

from rapport.access import keeping, walls
from rapport.access.algebra import Refused
from rapport.access.sessions import locked_language, viewer_of
from rapport.access.viewers import NOBODY, Request, Viewer
from rapport.ledger.acting import Acting, Actor, Operation
from rapport.ledger.models import Tombstone
from rapport.ledger.services import record


class ViewerMiddleware:
    """Sets `request.viewer`, speaks the viewer's language, answers refusals, keeps pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        walls.forget()
        request.viewer = viewer_of(request)
        speak(request)
        was_somebody = request.viewer is not None
        response = self.get_response(request)
        if was_somebody or request.viewer is not None:
            response["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: Request, exception: Exception) -> HttpResponseBase | None:
        """Answer a refusal; leave anything else to Django."""
        if not isinstance(exception, Refused):
            return None
        remember(request.viewer, exception)
        if exception.exists:
            return plainly_refused(request, exception)
        asked = [one for one in exception.about if isinstance(one, tuple)]
        stone = keeping.stone_for(request.viewer, asked) if request.viewer is not None else None
        return erased(request, stone) if stone is not None else missing(request)


class _Nobody:
    """Somebody who is not signed in."""

    actor: Actor = NOBODY


@transaction.atomic
def remember(viewer: Viewer | None, refusal: Refused) -> None:
    """Enter a refusal in the ledger."""
    who: Acting = viewer or _Nobody()
    record(who, Operation.REFUSAL, *refusal.about, reason=refusal.code[:200])


def speak(request: Request) -> None:
    """Speak the viewer's own language, at a locked desk too, unless this browser was told another since."""
    viewer = request.viewer
    if viewer is None:
        locked = locked_language(request)
        if locked and not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
            translation.activate(locked)
            request.LANGUAGE_CODE = locked
        return
    if viewer.language and not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
        translation.activate(viewer.language)
        request.LANGUAGE_CODE = viewer.language
    request.viewer = replace(viewer, language=translation.get_language() or viewer.language)


def missing(request: HttpRequest) -> HttpResponse:
    """The answer for a page that does not exist, byte for byte the one that Django gives."""
    page = cast(Callable[..., HttpResponse], get_resolver().resolve_error_handler(404))
    return page(request, exception=Http404())


def erased(request: HttpRequest, stone: Tombstone) -> HttpResponse:
    """The answer about a record that is gone, to whoever could see it while it was there."""
    kept = keeping.kept_as(stone.record_class)
    context = {"stone": stone, "name": kept.name if kept is not None else ""}
    return render(request, "access/erased.html", context, status=410)


def plainly_refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The answer to an act that one may not do on something that one may see."""
    return render(request, "access/refused.html", {"codes": refusal.code.split("|")}, status=403)
