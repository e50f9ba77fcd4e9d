"""What waits for two signatures.

Who may: whoever the act names, where it was asked for; and whoever asked.
"""

from __future__ import annotations

from math import ceil

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from rapport.access import approvals, pending
from rapport.access.forms.signature import SayNo, Sign
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.ledger.clock import wall_now


@require_safe
@signed_in
def waiting(request: SignedInRequest) -> HttpResponseBase:
    """What one may sign, and what one asked for."""
    return render(request, "access/approvals.html", {"requests": pending.waiting_for(request.viewer)})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """One request, and the place to sign it or to say no."""
    says_no = request.method == "POST" and "decline" in request.POST
    no = SayNo(request.POST if says_no else None)
    form = Sign(request.POST if request.method == "POST" and not says_no else None)
    if says_no and no.is_valid():
        approvals.decline(request.viewer, ref, no.cleaned_data["reason"])
        messages.success(request, _("You said no. The request has ended, and whoever asked sees it."))
        return redirect("access:approval", ref)
    if request.method == "POST" and not says_no and form.is_valid():
        try:
            approvals.approve(request.viewer, ref, form.cleaned_data["passphrase"])
        except approvals.WrongPassphrase:
            form.wrong()
        except approvals.Waiting as rest:
            form.wait(max(1, ceil((rest.until - wall_now()).total_seconds() / 60)))
        else:
            messages.success(request, _("Signed. Your signature counts for exactly this version."))
            return redirect("access:approval", ref)
    asked, key = pending.one_request(request.viewer, ref), pending.own_key(request.viewer)
    shown = {"asked": asked, "key": key, "form": form, "no": no}
    return render(request, "access/approval.html", shown)
