"""The daily briefing: its days, a page to edit, the page to read, print and sign, and the wing edition.

Who may: the desk of a prison drafts and edits; its head reads and signs.
"""

from __future__ import annotations

from math import ceil

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access import approvals, keys
from rapport.access.roles import Role
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Unfit
from rapport.intelligence.forms.briefings import BriefingForm, SignForm
from rapport.intelligence.wording import sentence
from rapport.ledger.clock import wall_now

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@signed_in
def briefings(request: SignedInRequest) -> HttpResponse:
    """The last days; the desk drafts today's."""
    if request.method == "POST":
        return redirect("intelligence:edit_briefing", services.draft_briefing(request.viewer))
    found = selectors.briefings(request.viewer)
    desk = request.viewer.holds(Role.INTELLIGENCE)
    drafted = any(one.day == request.viewer.now().date() for one in found)
    return render(request, "intelligence/briefings.html", {"briefings": found, "desk": desk, "drafted": drafted})


@require_safe
@signed_in
def briefing(request: SignedInRequest, ref: str) -> HttpResponse:
    """One page, in its last version or another."""
    return _page(request, ref, SignForm(), status=200)


@require_safe
@signed_in
def wing(request: SignedInRequest, ref: str) -> HttpResponse:
    """What of it the wings are shown, to print."""
    value = selectors.briefing(request.viewer, ref)
    kept = selectors.briefing_kept(request.viewer, ref)
    return render(request, "intelligence/wing.html", {"briefing": value, "kept": kept})


@form_page
@signed_in
def edit(request: SignedInRequest, ref: str) -> HttpResponse:
    """Reword, strike and add lines; after the signature, a correction."""
    viewer = request.viewer
    number = _number(request.POST.get("version", "")) if request.method == "POST" else None
    value = selectors.briefing_to_edit(viewer, ref, number)
    correcting = any(at is not None for _version, at in value.versions)
    form = BriefingForm(
        request.POST if request.method == "POST" else None,
        briefing=value,
        places=selectors.posts(viewer),
        correcting=correcting,
    )
    if request.method == "POST" and form.is_valid():
        lines = form.lines(lambda text: [one.ref for one in services.named_in(viewer, text)])
        try:
            services.write_briefing(
                viewer, ref, lines, version=value.version, because=form.cleaned_data.get("because", "")
            )
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("Kept. It waits for the head's signature."))
            return redirect("intelligence:briefing", ref)
    status = 422 if form.is_bound else 200
    return render(request, "intelligence/edit_briefing.html", {"briefing": value, "form": form}, status=status)


@sensitive_post_parameters()
@require_POST
@signed_in
def sign(request: SignedInRequest, ref: str) -> HttpResponse:
    """Sign the version that was in front of one."""
    form = SignForm(request.POST)
    if form.is_valid():
        version = _number(request.POST.get("version", "")) or 0
        try:
            services.sign_briefing(request.viewer, ref, version=version, passphrase=form.cleaned_data["passphrase"])
        except Unfit as unfit:
            form.add_error(None, sentence(unfit))
        except approvals.WrongPassphrase:
            form.add_error("passphrase", _("This passphrase does not open your signature. Nothing was signed."))
        except approvals.Waiting as rest:
            minutes = max(1, ceil((rest.until - wall_now()).total_seconds() / 60))
            said = _("Too many wrong passphrases. Try again in %(minutes)d minutes.") % {"minutes": minutes}
            form.add_error("passphrase", said)
        else:
            messages.success(request, _("Signed. What is for the wings is shown from now on."))
            return redirect("intelligence:briefing", ref)
    return _page(request, ref, form, status=422)


def _page(request: SignedInRequest, ref: str, form: SignForm, *, status: int) -> HttpResponse:
    viewer = request.viewer
    value = selectors.briefing(viewer, ref, _number(request.GET.get("version", "")))
    context = {
        "briefing": value,
        "kept": selectors.briefing_kept(viewer, ref),
        "head": viewer.holds(Role.GOVERNOR),
        "desk": viewer.holds(Role.INTELLIGENCE),
        "has_key": viewer.holds(Role.GOVERNOR) and keys.standing_key(viewer.staff_id) is not None,
        "form": form,
    }
    return render(request, "intelligence/briefing.html", context, status=status)


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else None
