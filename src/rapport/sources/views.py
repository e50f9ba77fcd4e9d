"""The pages of this room: the custodians' register and key, an origin, an asking and its opening.

What was sealed stands in one page only, for its asker, for ten minutes; no cache, no title and no address tells it.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access.holders import holders_of
from rapport.access.roles import Role
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.ledger.references import is_reference, normalise
from rapport.ledger.sequencing import NoWitness
from rapport.sources import matching, policy, sealing, selectors, services
from rapport.sources.forms import AskForm, DayForm, FindForm, KeyForm, OpenForm
from rapport.sources.services.keys import Waiting
from rapport.sources.services.opening import LASTS, NoReason, close_overdue
from rapport.sources.services.register import NotKept

COOKIE = "rapport_opened"


@require_safe
@signed_in
def register(request: SignedInRequest) -> HttpResponseBase:
    """The register of sources, for its custodians."""
    found = selectors.register(request.viewer)
    close_overdue(request.viewer)
    context = {
        "sources": [one for one in found if one.ended_at is None],
        "ended": [one for one in found if one.ended_at is not None],
        "key": selectors.key_of_service(request.viewer),
        "openings": selectors.openings(request.viewer),
        "form": FindForm(),
        "compares": matching.there_is_a_key(),
    }
    return render(request, "sources/register.html", context)


@require_safe
@signed_in
def find(request: SignedInRequest) -> HttpResponseBase:
    """From a reference to its origin's page: the same way whether there is one or not."""
    policy.CUSTODIAN.require_acting(request.viewer)
    ref = normalise(request.GET.get("ref", "")[:20])
    if not is_reference(ref):
        messages.warning(request, _("This is no reference. It looks like %(example)s.") % {"example": "K7Q-4MX9"})
        return redirect("sources:register")
    return redirect("sources:origin", ref)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def key(request: SignedInRequest) -> HttpResponseBase:
    """Where two custodians make their key."""
    viewer = request.viewer
    standing = selectors.key_of_service(viewer)
    others = [one for one in holders_of(viewer, Role.CUSTODIAN) if one.id != viewer.staff_id]
    form = KeyForm(request.POST if request.method == "POST" else None, holders=others)
    if request.method == "POST" and form.is_valid():
        try:
            services.found_key(viewer, **form.cleaned_data)
        except sealing.WeakPassphrase:
            form.add_error(None, _("Take at least 12 letters each, different ones, and not the same passphrase."))
        except matching.NoMatchingKey:
            form.add_error(None, _("This server was started without the key by which tellers are compared."))
        else:
            messages.success(request, _("The key is made. From now on a report can say, sealed, who told it."))
            return redirect("sources:register")
    return render(request, "sources/key.html", {"form": form, "key": standing, "others": others})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def origin(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """An origin: a reference, whoever asked to open it, and the place to ask. Never whether it has a name."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = services.ask_to_open(request.viewer, ref, form.cleaned_data["reason"])
        except NoReason:
            form.add_error("reason", _("Say why. Nothing is opened without a reason."))
        else:
            messages.success(request, _("Asked. It takes the signatures of two people."))
            return redirect("sources:opening", asked)
    known, asked_before = selectors.origin(request.viewer, ref)
    custodian = policy.CUSTODIAN.allows(request.viewer, None)
    context = {"origin": known, "openings": asked_before, "form": form, "custodian": custodian}
    return render(request, "sources/origin.html", context)


@require_POST
@signed_in
def enter(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Enter whoever is behind an origin in the register."""
    try:
        return redirect("sources:source", services.enter_source(request.viewer, ref))
    except NotKept:
        messages.warning(request, _("This server was started without the key by which tellers are compared."))
        return redirect("sources:origin", ref)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def opening(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """An asking; and what was sealed, for its asker, while its time lasts."""
    form = OpenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            browser_key = services.open_origin(request.viewer, ref, **form.cleaned_data)
        except sealing.WrongPassphrase:
            form.add_error(None, _("These two passphrases do not open it. Each holder types their own."))
        except NoWitness:
            form.add_error(
                None, _("Nobody has witnessed the ledger for seven days. Nothing is opened before they have.")
            )
        except Waiting:
            form.add_error(None, _("Too many wrong passphrases. Try again in a quarter of an hour."))
        else:
            return _with_key(redirect("sources:opening", ref), browser_key, address=_address(ref))
    value = selectors.opening(request.viewer, ref)
    told_by = services.open_window(request.viewer, ref, _key_in(request)) if value.own else None
    response = render(request, "sources/opening.html", {"opening": value, "form": form, "told_by": told_by})
    response["Cache-Control"] = "no-store"
    if told_by is not None:  # the page leaves the screen by itself, without a script
        response["Refresh"] = f"{int(LASTS.total_seconds())}; url={reverse('access:start')}"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def source(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """One entry of the register, and what a custodian does about it."""
    form = DayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = _do(request, ref, form)
        if done is not None:
            return done
    return render(request, "sources/source.html", {"page": selectors.source(request.viewer, ref), "form": form})


def _do(request: SignedInRequest, ref: str, form: DayForm) -> HttpResponse | None:
    act = request.POST.get("do", "")
    if act == "end":
        services.end_source(request.viewer, ref)
        messages.success(request, _("Ended."))
        return redirect("sources:source", ref)
    if not form.is_valid():
        return None
    try:
        if act == "authorise":
            services.authorise(request.viewer, ref, until=form.cleaned_data["on"])
        else:
            services.looked_after(request.viewer, ref, next_on=form.cleaned_data["on"])
    except NotKept:
        form.add_error("on", _("Take a day from tomorrow on, at most ninety days away."))
        return None
    messages.success(request, _("Kept."))
    return redirect("sources:source", ref)


def _address(ref: str) -> str:
    return reverse("sources:opening", args=[normalise(ref)])


def _with_key(response: HttpResponse, browser_key: bytes, *, address: str) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        urlsafe_b64encode(browser_key).decode(),
        max_age=int(LASTS.total_seconds()),
        path=address,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _key_in(request: HttpRequest) -> bytes:
    try:
        return urlsafe_b64decode(request.COOKIES.get(COOKIE, "").encode("ascii", "ignore"))
    except ValueError:
        return b""
