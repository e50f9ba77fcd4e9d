"""Locking one's seat, opening it again, and leaving the desk to somebody else.

Who may: whoever came in by passphrase locks and unlocks their own seat; anybody may take a locked desk over, which ends
the session of whoever sat there. What that person was writing is a draft and stays.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rapport.access import kept, sessions
from rapport.access.forms.sign_in import Unlock
from rapport.access.throttle import Resting
from rapport.access.views.ways import wanted_page

IN_PLACE = "X-Rapport-Unlock"
"""The header with which a page that covered itself asks to be unlocked without being left."""


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock the seat now."""
    sessions.lock(request)
    if IN_PLACE in request.headers:
        return HttpResponse(status=204)
    return _cleared(redirect("access:locked" if sessions.is_locked(request) else "access:sign_in"))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def locked(request: HttpRequest) -> HttpResponse:
    """Whose passphrase opens it is not said: prisoners walk past."""
    in_place = IN_PLACE in request.headers
    if not sessions.is_locked(request):
        if in_place:
            return HttpResponse(status=204 if getattr(request, "viewer", None) is not None else 401)
        return redirect(wanted_page(request) or "access:sign_in")
    sealed = request.POST.get("kept", "")
    form = Unlock(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sessions.unlock(request, form.cleaned_data["passphrase"])
        except sessions.WrongPassphrase:
            form.wrong()
        except Resting as rest:
            form.resting(rest.minutes)
        else:
            return HttpResponse(status=204) if in_place else _on(request, sealed)
    status = 422 if form.errors else 200
    if in_place:
        return HttpResponse(
            " ".join(map(str, form.errors.get("passphrase", []))), status=status, content_type="text/plain"
        )
    shown = {"form": form, "next": wanted_page(request), "kept": sealed}
    return render(request, "access/locked.html", shown, status=status)


def sent_while_locked(request: HttpRequest) -> HttpResponse:
    """A form came from a desk that had locked itself: the locked page, with what was typed sealed in it."""
    seat = sessions.seat_of(request)
    shown = {"form": Unlock(), "next": "", "kept": kept.seal(request, seat) if seat is not None else ""}
    return render(request, "access/locked.html", shown, status=403)


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Leave the desk to whoever comes next, and go to the sign-in page."""
    if getattr(request, "viewer", None) is not None:
        sessions.sign_out(request)
    elif sessions.is_locked(request):
        sessions.leave_locked(request)
    return _cleared(redirect("access:sign_in"))


def _on(request: HttpRequest, sealed: str) -> HttpResponse:
    """Where one was, with what was sent from there if something was."""
    seat = sessions.seat_of(request)
    sent = kept.unseal(sealed, seat) if sealed and seat is not None else None
    if sent is None:
        return redirect(wanted_page(request) or "access:start")
    return render(request, "access/kept.html", {"sent": sent})


def _cleared(answer: HttpResponse) -> HttpResponse:
    """Nothing of the person before stays in the browser."""
    answer["Clear-Site-Data"] = '"cache"'
    return answer
