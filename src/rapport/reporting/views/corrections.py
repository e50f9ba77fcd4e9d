"""The page of what was handed on and has changed since, and the button by which somebody says that they read it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.reporting import corrections as selectors
from rapport.reporting import services


@require_safe
@signed_in
def corrections(request: SignedInRequest) -> HttpResponse:
    """What one has still to read, what one read, and who read what one's desk handed on."""
    return render(request, "reporting/corrections.html", {"page": selectors.handed_on(request.viewer)})


@require_POST
@signed_in
def acknowledge(request: SignedInRequest, ref: str) -> HttpResponse:
    """Say that one read it."""
    sent = request.POST
    services.acknowledge(request.viewer, sent.get("class", ""), ref, changes=sent.getlist("change"))
    messages.success(request, _("Kept: you have read it. Whoever handed it to you sees that."))
    return redirect("access:start" if sent.get("from") == "start" else "reporting:corrections")
