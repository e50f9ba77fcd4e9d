"""What two people allow a desk: the page of its prison's grading scheme, and of organisations that a label may name.

Who may: the head of the prison asks for a scheme, its desk for a label; whoever may sign reads what they would allow.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rapport.access.roles import Role
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Unfit
from rapport.intelligence.forms.allowed import OrganisationForm
from rapport.intelligence.wording import sentence

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@signed_in
def scheme(request: SignedInRequest) -> HttpResponse:
    """The schemes there are, and the one by which this prison grades. Its head asks two people for another."""
    act, _colon, about = request.POST.get("do", "").partition(":")
    try:
        if act == "ask":
            return redirect("access:approval", services.ask_for_scheme(request.viewer, about))
        if act == "use":
            services.use_scheme(request.viewer, about)
            messages.success(request, _("New items are graded by it from now on. What was graded stays as it is."))
            return redirect("intelligence:scheme")
    except Unfit as unfit:
        messages.warning(request, sentence(unfit))
    found = selectors.scheme_choices(request.viewer)
    context = {"schemes": found, "head": request.viewer.holds(Role.GOVERNOR)}
    return render(request, "intelligence/scheme.html", context)


@require_safe
@signed_in
def scheme_choice(request: SignedInRequest, ref: str) -> HttpResponse:
    """One scheme that was asked for, to whoever signs."""
    return render(request, "intelligence/scheme_choice.html", {"one": selectors.scheme_choice(request.viewer, ref)})


@form_page
@signed_in
def organisations(request: SignedInRequest) -> HttpResponse:
    """Ask two people to let a label name an organisation; and those that wait."""
    selectors.require_desk(request.viewer)
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("access:approval", services.ask_for_organisation(request.viewer, **form.cleaned_data))
        except Unfit as unfit:
            form.tell(unfit)
    context = {"waits": selectors.organisations(request.viewer), "form": form}
    return render(request, "intelligence/organisations.html", context, status=422 if form.is_bound else 200)


@form_page
@signed_in
def organisation(request: SignedInRequest, ref: str) -> HttpResponse:
    """What would be allowed, to whoever signs; once two have signed, its desk opens the group."""
    if request.method == "POST":
        try:
            group = services.name_organisation(request.viewer, ref)
        except Unfit as unfit:
            messages.warning(request, sentence(unfit))
        else:
            messages.success(request, _("Kept. Items can be laid there now."))
            return redirect("intelligence:label", "group", group)
    one = selectors.organisation(request.viewer, ref)
    desk = request.viewer.holds(Role.INTELLIGENCE)
    return render(request, "intelligence/organisation.html", {"one": one, "desk": desk})
