"""One's own signature; and, for the inspector, those of the prison service.

Who may: everybody makes and revokes their own; an inspector confirms others' after meeting them.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access import keys, pending
from rapport.access.forms.signature import MakeSignature
from rapport.access.roles import Role
from rapport.access.signing import WeakPassphrase
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own(request: SignedInRequest) -> HttpResponseBase:
    """One's own signature: see its fingerprint, make it, make a new one."""
    form = MakeSignature(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            keys.make_key(request.viewer, form.cleaned_data["passphrase"])
        except WeakPassphrase:
            form.too_weak()
        else:
            messages.success(request, _("Your signature is made. Keep its passphrase to yourself."))
            return redirect("access:signature")
    return _own_page(request, form)


@require_POST
@signed_in
def revoke(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Revoke a key: one's own, or somebody's as their inspector."""
    keys.revoke_key(request.viewer, ref)
    messages.success(request, _("The signature is revoked. It signs nothing any more."))
    inspects = request.viewer.holds(Role.INSPECTOR)
    return redirect("access:signatures" if inspects else "access:signature")


@require_safe
@signed_in
def of_the_service(request: SignedInRequest) -> HttpResponseBase:
    """All signatures of the service, with the fingerprints to compare."""
    return render(request, "access/signatures.html", {"keys": pending.keys_of_service(request.viewer)})


@require_POST
@signed_in
def confirm(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Vouch for a key."""
    keys.confirm_key(request.viewer, ref)
    messages.success(request, _("Confirmed: you met the holder and the fingerprints were the same."))
    return redirect("access:signatures")


def _own_page(request: SignedInRequest, form: MakeSignature) -> HttpResponse:
    return render(request, "access/signature.html", {"key": pending.own_key(request.viewer), "form": form})
