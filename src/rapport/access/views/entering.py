"""Coming in by number and passphrase: a page for each step that is owed, and the way on.

Who may: anybody may try; what is wrong is said in the same words whoever's number it was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rapport.access import passkeys, second_factor, signing_in
from rapport.access.forms.sign_in import ChoosePassphrase, Code, SignIn
from rapport.access.links import on_this_machine
from rapport.access.models import Account
from rapport.access.passphrases import Weak
from rapport.access.pictures import square
from rapport.access.selectors import cast, postings_of
from rapport.access.signing_in import Half, NoPosting, Wrong
from rapport.access.throttle import Resting
from rapport.access.viewers import Viewer
from rapport.access.views.ways import wanted_page

STEPS = {"second": "access:second", "passphrase": "access:choose", "set_up": "access:set_up"}
Step = Callable[[HttpRequest, Half], HttpResponse]


def step(view: Step) -> Callable[[HttpRequest], HttpResponse]:
    """A page between the steps: for whoever has shown a passphrase a moment ago, and nobody else."""

    @never_cache
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def gate(request: HttpRequest) -> HttpResponse:
        half = signing_in.half_of(request)
        return redirect("access:sign_in") if half is None else view(request, half)

    return gate


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Number and passphrase; and for whoever sits at this machine the cast as buttons, where there is one."""
    form = SignIn(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            half = signing_in.begin(request, typed["number"], typed["passphrase"], next_page=wanted_page(request))
        except Wrong:
            form.wrong()
        except Resting as rest:
            form.resting(rest.minutes)
        else:
            return on(request, half)
    people = cast() if on_this_machine(request) else []
    shown = {"cast": people, "next": wanted_page(request), "form": form}
    return render(request, "access/sign_in.html", shown, status=422 if form.errors else 200)


@step
def second(request: HttpRequest, half: Half) -> HttpResponse:
    """The code of the app, or a recovery code."""
    if half.owes != "second":
        return on(request, half)
    said = request.POST.get("credential", "")
    form = Code(request.POST if request.method == "POST" and not said else None)
    try:
        if said:
            signing_in.show_passkey(request, half, said)
            return further(request)
        if request.method == "POST" and form.is_valid():
            signing_in.show_second(request, half, form.cleaned_data["code"])
            return further(request)
    except Wrong:
        if not said:
            form.wrong()
    except Resting as rest:
        form = Code(request.POST)
        form.resting(rest.minutes)
    shown = {
        "form": form,
        "has": second_factor.standing(half.account),
        "passkey": passkeys.ask_to_use(half.account) if passkeys.possible(request) else "",
        "passkey_refused": bool(said),
    }
    return render(request, "access/second.html", shown, status=422 if form.errors or said else 200)


@step
def choose(request: HttpRequest, half: Half) -> HttpResponse:
    """One's own passphrase, in place of the one-time code."""
    if half.owes != "passphrase":
        return on(request, half)
    form = ChoosePassphrase(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            signing_in.choose(request, half, form.cleaned_data["passphrase"])
        except Weak as weak:
            form.weak(weak.code)
        else:
            messages.success(request, _("Your passphrase is kept. The one-time code is used up."))
            return further(request)
    return render(request, "access/choose.html", {"form": form}, status=422 if form.errors else 200)


@step
def set_up(request: HttpRequest, half: Half) -> HttpResponse:
    """An authenticator app as the second factor: the picture to scan, and a first code that proves it."""
    if half.owes != "set_up":
        return on(request, half)
    form = Code(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = signing_in.set_up(request, half, form.cleaned_data["code"])
        except Wrong:
            form.wrong()
        else:
            return show_codes(request, codes, on_to="access:arrive")
    sealed = signing_in.app_secret(request)
    shown = {"form": form, **app_shown(half.account, sealed)}
    return render(request, "access/set_up.html", shown, status=422 if form.errors else 200)


@step
def arrive(request: HttpRequest, half: Half) -> HttpResponse:
    """The way on after the recovery codes were read."""
    return on(request, half)


def further(request: HttpRequest) -> HttpResponse:
    """On from what the session says now."""
    half = signing_in.half_of(request)
    return redirect("access:sign_in") if half is None else on(request, half)


def on(request: HttpRequest, half: Half) -> HttpResponse:
    """To the next step that is owed; when none is, in."""
    owed = half.owes
    if owed:
        return redirect(STEPS[owed])
    try:
        viewer = signing_in.arrive(request, half)
    except NoPosting:
        messages.warning(
            request, _("You work nowhere at the moment: your last posting has ended. Ask whoever posts staff.")
        )
        return redirect("access:sign_in")
    return welcome(viewer, half.next)


def welcome(viewer: Viewer, next_page: str) -> HttpResponse:
    """In, to the page that was asked for; whoever has several postings chooses among them first."""
    several = len(postings_of(viewer)) > 1 and not next_page
    answer = redirect("access:posting" if several else next_page or "access:start")
    if viewer.language:  # the language that the last person chose on this browser is not theirs
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return answer


def app_shown(account: Account, sealed: str) -> dict[str, object]:
    """What the page shows of an app's secret: the picture, and the same in letters."""
    secret = second_factor.secret_shown(sealed)
    return {
        "picture": square(second_factor.address_for_app(account, sealed)),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }


def show_codes(request: HttpRequest, codes: list[str], *, on_to: str) -> HttpResponse:
    """Recovery codes, on a page that is shown this once."""
    return render(request, "access/codes.html", {"codes": codes, "on_to": on_to})
