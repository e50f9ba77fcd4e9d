"""Reports that do not go to the desk: for whoever they lead to; and the slip that is filled in by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.reporting import policy, selectors, services
from rapport.reporting.forms import SAID, AnswerForm
from rapport.reporting.services import Unfilable


@require_safe
@signed_in
def roads(request: SignedInRequest) -> HttpResponseBase:
    """Reports that do not go to the desk and lead to the reader."""
    policy.RECEIVES.require_acting(request.viewer)
    found = selectors.on_a_road(request.viewer)
    context = {"reports": found, "now": request.viewer.now()}
    return render(request, "reporting/roads.html", context)


@require_POST
@signed_in
def road(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Receive it, or answer its author."""
    form = AnswerForm(request.POST)
    if request.POST.get("do") != "answer":
        services.receive_on_road(request.viewer, ref)
    elif form.is_valid():
        try:
            services.answer_on_road(request.viewer, ref, form.cleaned_data["text"])
        except Unfilable as refusal:
            messages.warning(request, str(SAID[refusal.findings[0].code]))
    else:
        services.receive_on_road(request.viewer, ref)
        messages.warning(request, " ".join(str(one) for one in form.errors["text"]))
    return redirect("reporting:report", ref)


@require_safe
@signed_in
def slip(request: SignedInRequest) -> HttpResponseBase:
    """An empty slip to print, for a wing without a computer."""
    return render(request, "reporting/slip.html")
