"""Who comes in a protected role, and keeping that list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.register import selectors, services
from rapport.register.forms import ProtectedForm
from rapport.register.rules import NotRegistered


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def protected(request: SignedInRequest) -> HttpResponse:
    """The list, and for who keeps it the form for one more."""
    places = selectors.establishments_to_keep(request.viewer)
    if request.method == "POST":
        selectors.require_some_to_keep(places)
    form = ProtectedForm(
        request.POST if request.method == "POST" else None, establishments=[(one.ref, one.name) for one in places]
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        chosen = given.pop("establishment", places[0].ref)
        there = next(one for one in places if one.ref == chosen)
        try:
            services.note_protected_role(request.viewer, there.id, **given)
        except NotRegistered as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("Noted. Reports from or about this person are not taken as intelligence."))
            return redirect("register:protected")
    context = {"roles": selectors.protected_roles(request.viewer), "form": form, "keeps": bool(places)}
    return render(request, "register/protected.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in
def end_protected(request: SignedInRequest, ref: str) -> HttpResponse:
    """Say that somebody does not come in this role any more."""
    services.end_protected_role(request.viewer, ref)
    messages.success(request, _("The role ends today."))
    return redirect("register:protected")
