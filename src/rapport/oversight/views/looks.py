"""The inspector's pages: who looked, and what was searched for with a protected word."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from rapport.access.roll import roll
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.oversight import policy, selectors
from rapport.oversight.forms import LooksForm, ReadForm


@require_safe
@signed_in
def looks(request: SignedInRequest) -> HttpResponseBase:
    """Who looked: newest first, narrowed as asked."""
    policy.LOOK.require_acting(request.viewer)
    staff = roll(request.viewer)
    form = LooksForm(request.GET or {}, staff=staff)
    if not form.is_valid():
        return render(request, "oversight/looks.html", {"form": form}, status=422)
    typed = request.GET.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else None
    page = selectors.who_looked(request.viewer, form.asked(before=before))
    narrowed = {name: value for name, value in request.GET.items() if name in form.fields and value}
    older = urlencode({**narrowed, "before": page.older}) if page.older is not None else ""
    return render(request, "oversight/looks.html", {"form": form, "page": page, "older": older, "narrowed": narrowed})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def searched(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """What was searched for with a protected word, once a reason for reading it is given."""
    policy.LOOK.require_acting(request.viewer)
    form = ReadForm(request.POST if request.method == "POST" else None)
    read = None
    if form.is_valid():
        read = selectors.protected_search(request.viewer, ref, reason=form.cleaned_data["reason"])
    else:
        selectors.require_protected_search(request.viewer, ref)
    status = 422 if form.is_bound and read is None else 200
    return render(request, "oversight/searched.html", {"form": form, "ref": ref, "read": read}, status=status)
