"""One's own account: passphrase, second factor, recovery codes, and the purpose for which one acts.

Who may: each their own. Whatever changes about how one signs in asks for the passphrase again.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from rapport.access import accounts, own_account, passkeys, second_factor, sessions, signing_in
from rapport.access.forms.sign_in import AddPasskey, ChangePassphrase, Code, Confirm
from rapport.access.own_account import NotYours
from rapport.access.passphrases import Weak
from rapport.access.second_factor import WrongCode
from rapport.access.throttle import Resting
from rapport.access.viewers import SignedInRequest
from rapport.access.views.entering import app_shown, show_codes
from rapport.access.views.guard import signed_in
from rapport.access.views.ways import wanted_page


@require_safe
@signed_in
def own(request: SignedInRequest) -> HttpResponseBase:
    """How one signs in, and what is still to do about it."""
    account = accounts.account_of(request.viewer)
    has = second_factor.standing(account) if account is not None else None
    return render(request, "access/account.html", {"account": account, "has": has})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: SignedInRequest) -> HttpResponseBase:
    """Another passphrase. Every other session of the account is over then."""
    form = ChangePassphrase(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            mark = own_account.change_passphrase(request, typed["present"], typed["passphrase"])
        except NotYours:
            form.wrong()
        except Resting as rest:
            form.resting(rest.minutes)
        except Weak as weak:
            form.weak(weak.code)
        else:
            sessions.keep_seat(request, mark)
            messages.success(
                request, _("Your passphrase is changed. Wherever else you were signed in, you are not any more.")
            )
            return redirect("access:account")
    return render(request, "access/change.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def app(request: SignedInRequest) -> HttpResponseBase:
    """An authenticator app as one's second factor, or another in its place."""
    account = accounts.account_of(request.viewer)
    if account is None:
        return redirect("access:account")
    form, confirm = (
        Code(request.POST if request.method == "POST" else None),
        Confirm(request.POST if request.method == "POST" else None),
    )
    sealed = signing_in.app_secret(request)
    if request.method == "POST" and form.is_valid() and confirm.is_valid():
        try:
            own_account.require_passphrase(request, confirm.cleaned_data["passphrase"])
            codes = own_account.set_up_app(request.viewer, account, sealed, form.cleaned_data["code"])
        except NotYours:
            confirm.wrong()
        except Resting as rest:
            confirm.resting(rest.minutes)
        except WrongCode:
            form.wrong()
        else:
            request.session.pop(signing_in.SECRET, None)
            sessions.now_two(request)
            return show_codes(request, codes, on_to="access:account")
    shown = {"form": form, "confirm": confirm, **app_shown(account, sealed)}
    return render(request, "access/app.html", shown, status=422 if form.errors or confirm.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def codes(request: SignedInRequest) -> HttpResponseBase:
    """New recovery codes in place of the old ones."""
    account = accounts.account_of(request.viewer)
    if account is None or not second_factor.standing(account).any:
        return redirect("access:account")
    form = Confirm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            own_account.require_passphrase(request, form.cleaned_data["passphrase"])
        except NotYours:
            form.wrong()
        except Resting as rest:
            form.resting(rest.minutes)
        else:
            made = second_factor.new_recovery_codes(request.viewer, account)
            return show_codes(request, made, on_to="access:account")
    return render(request, "access/new_codes.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def keys(request: SignedInRequest) -> HttpResponseBase:
    """One's passkeys, and the form to add one where the pages travel safely."""
    account = accounts.account_of(request.viewer)
    if account is None:
        return redirect("access:account")
    possible = passkeys.possible(request)
    form = AddPasskey(request.POST if request.method == "POST" else None)
    if request.method == "POST" and possible and form.is_valid():
        typed = form.cleaned_data
        try:
            own_account.require_passphrase(request, typed["passphrase"])
            passkeys.add(request.viewer, account, request.POST.get("credential", ""), name=typed["name"])
        except NotYours:
            form.wrong()
        except Resting as rest:
            form.resting(rest.minutes)
        except passkeys.NotTaken:
            form.refused()
        else:
            sessions.now_two(request)
            messages.success(request, _("The passkey is kept."))
            return redirect("access:passkeys")
    asked = passkeys.ask_to_add(account) if possible else ""
    shown = {"form": form, "held": passkeys.held(account), "possible": possible, "asked": asked}
    return render(request, "access/passkeys.html", shown, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remove_key(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Take a passkey away, after the passphrase."""
    account = accounts.account_of(request.viewer)
    one = next((key for key in passkeys.held(account) if key.ref == ref), None) if account is not None else None
    if account is None or one is None:
        raise Http404
    form = Confirm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            own_account.require_passphrase(request, form.cleaned_data["passphrase"])
        except NotYours:
            form.wrong()
        except Resting as rest:
            form.resting(rest.minutes)
        else:
            passkeys.take_away(request.viewer, account, ref)
            messages.success(request, _("The passkey is taken away."))
            return redirect("access:passkeys")
    return render(request, "access/remove_passkey.html", {"form": form, "one": one}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def purpose(request: SignedInRequest) -> HttpResponse:
    """For what one looks at records from now on: what the ledger notes with every look."""
    if request.method == "POST":
        sessions.act_for(request, request.POST.get("purpose", ""))
        return redirect(wanted_page(request) or "access:start")
    shown = {"purposes": own_account.purposes(request.viewer), "next": wanted_page(request)}
    return render(request, "access/purpose.html", shown)
