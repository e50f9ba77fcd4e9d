"""The pages of the ledger's witness: what key stands, proposing another, pinning it once two people have signed.

Who may: administrators, inspectors and governors read; the first two propose and pin.
"""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rapport.access import policy, witness
from rapport.access.algebra import Refused
from rapport.access.forms.administration import ProposeWitness
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def overview(request: SignedInRequest) -> HttpResponseBase:
    """The witness of this ledger, and the form to propose another key."""
    form = ProposeWitness(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        policy.PROPOSE_WITNESS.require_acting(request.viewer)
        if form.is_valid():
            try:
                asked = witness.propose(request.viewer, form.cleaned_data["key"])
            except witness.BadKey:
                form.bad()
            else:
                said = _("Proposed. Two people find it as %(ref)s among what waits for a signature.")
                messages.success(request, said % {"ref": asked.ref})
                return redirect("access:witness")
    shown = {"witnesses": witness.overview(request.viewer), "form": form}
    return render(request, "access/witness.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """One proposed key, as whoever signs reads it; sent, it is pinned if two people have signed."""
    if request.method == "POST":
        try:
            witness.pin(request.viewer, ref)
        except Refused as refusal:
            if not refusal.code.startswith("approval"):
                raise
            messages.warning(request, _("Two people have not signed for this key yet."))
        else:
            messages.success(request, _("The key is pinned. From now on only this witness counts."))
        return redirect("access:witness")
    return render(request, "access/witness_key.html", {"key": witness.key_value(request.viewer, ref)})
