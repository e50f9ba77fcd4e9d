"""The administrator's pages: staff, one member of staff, shared desks, compartments and the law behind purposes.

Who may: an administrator, over their own service.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rapport.access import accounts, administration, compartments, desks, granting
from rapport.access.algebra import Refused
from rapport.access.forms.administration import FindMember, NameLaw, OpenCompartment, PostMember, RegisterDesk, TakeOn
from rapport.access.models import Staff
from rapport.access.purposes import PURPOSES
from rapport.access.viewers import SignedInRequest, Viewer
from rapport.access.views.guard import signed_in

GIVES_CODE: dict[str, Callable[[Viewer, Staff], str]] = {
    "open": accounts.open_account,
    "reset": accounts.reset,
    "whole": accounts.reset_whole,
}


def takes_two(refusal: Refused) -> bool:
    """Whether it was refused because two people have not signed."""
    return refusal.code.startswith("approval.two")


def _typed(request: HttpRequest) -> dict[str, object]:
    return {"data": request.POST} if request.method == "POST" else {}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def staff(request: SignedInRequest) -> HttpResponseBase:
    """The staff, found by name or number and fifty at a time, and the form to take somebody on."""
    viewer = request.viewer
    form = TakeOn(**_typed(request), places=administration.places(viewer))
    if request.method == "POST":
        administration.service_of(viewer)
        if form.is_valid():
            try:
                taken = administration.take_on(viewer, **form.cleaned_data)
            except administration.NumberTaken:
                form.taken()
            except Refused as refusal:
                if not takes_two(refusal):
                    raise
                form.two()
            else:
                return redirect("access:member", taken.ref)
    find = FindMember(request.GET)
    asked = find.cleaned_data["q"] if find.is_valid() else ""
    page = administration.members(viewer, asked, skip=_skipped(request))
    shown = {"page": page, "find": find, "asked": asked, "form": form}
    for beside in ("before", "after"):
        skip = getattr(page, beside)
        shown[beside] = None if skip is None else urlencode({"q": asked, "skip": skip})
    return render(request, "access/staff.html", shown, status=422 if form.errors or find.errors else 200)


def _skipped(request: HttpRequest) -> int:
    """How many of the list the address leaves out; none where it says something else."""
    skip = request.GET.get("skip", "")
    return int(skip) if skip.isascii() and skip.isdecimal() and len(skip) < 6 else 0


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def member(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """One member of staff: the account, the postings, and the form for more work."""
    viewer, whom = request.viewer, administration.staff_of(request.viewer, ref)
    cleared = [(one.ref, one.label) for one in administration.compartments(viewer)]
    form = PostMember(**_typed(request), places=administration.places(viewer), compartments=cleared)
    if request.method == "POST" and form.is_valid():
        typed = {"compartments": [], **form.cleaned_data}
        try:
            administration.post_member(viewer, whom, **typed)
        except Refused as refusal:
            if not takes_two(refusal):
                raise
            place = administration.place_of(viewer, typed["place"])
            asked = granting.ask_to_post(viewer, whom, typed["role"], place=place, compartments=typed["compartments"])
            _say_two(request, asked.ref)
        else:
            messages.success(request, _("Posted. It counts from now on."))
        return redirect("access:member", whom.ref)
    row, postings = administration.member(viewer, ref)
    shown = {"member": row, "postings": postings, "form": form}
    return render(request, "access/member.html", shown, status=422 if form.errors else 200)


@require_POST
@signed_in
def account(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Open an account, reset it, close it. A new code is shown on this page, this once."""
    viewer, whom = request.viewer, administration.staff_of(request.viewer, ref)
    do = request.POST.get("do", "")
    if do == "close":
        accounts.close_account(viewer, whom)
        messages.success(request, _("The account is closed. Nobody comes in by it any more."))
        return redirect("access:member", whom.ref)
    if do not in GIVES_CODE:
        return redirect("access:member", whom.ref)
    try:
        code = GIVES_CODE[do](viewer, whom)
    except (accounts.HasAccount, accounts.NoAccount):
        return redirect("access:member", whom.ref)
    except Refused as refusal:
        if not takes_two(refusal):
            raise
        _say_two(request, accounts.ask_for_two(viewer, whom).ref)
        return redirect("access:member", whom.ref)
    return render(request, "access/one_time_code.html", {"code": code, "ref": whom.ref})


@require_POST
@signed_in
def end(request: SignedInRequest, ref: str, posting: str) -> HttpResponseBase:
    """End a posting now."""
    whom = administration.staff_of(request.viewer, ref)
    try:
        administration.end_posting(request.viewer, whom, posting)
    except Refused as refusal:
        if refusal.code != "last_inspector":
            raise
        messages.warning(request, _("This is the last inspector here. Post another one first."))
    else:
        messages.success(request, _("The posting has ended. Whoever was signed in with it is not any more."))
    return redirect("access:member", whom.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def shared_desks(request: SignedInRequest) -> HttpResponseBase:
    """The desks that several share."""
    form = RegisterDesk(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        service = administration.service_of(request.viewer)
        if form.is_valid():
            try:
                desks.register(request.viewer, service, **form.cleaned_data)
            except desks.BadNetwork as bad:
                form.bad(bad.code)
            except desks.BadName as bad:
                form.bad_name(bad.word)
            else:
                messages.success(request, _("Registered. Wrong tries from there do not shut out the others."))
                return redirect("access:desks")
    shown = {"desks": administration.desks(request.viewer), "form": form}
    return render(request, "access/desks.html", shown, status=422 if form.errors else 200)


@require_POST
@signed_in
def remove_desk(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Take a desk off the list."""
    desks.remove(request.viewer, administration.desk(request.viewer, ref))
    messages.success(request, _("The desk is off the list."))
    return redirect("access:desks")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bounds(request: SignedInRequest) -> HttpResponseBase:
    """Compartments, and the law on which the service rests each purpose."""
    viewer = request.viewer
    naming = request.method == "POST" and "law" in request.POST
    opening = request.method == "POST" and not naming
    label, law = OpenCompartment(request.POST if opening else None), NameLaw(request.POST if naming else None)
    if request.method == "POST":
        service = administration.service_of(viewer)
        if opening and label.is_valid():
            try:
                compartments.open_compartment(viewer, service, label.cleaned_data["label"])
            except compartments.BadLabel as bad:
                label.bad(bad.code, bad.word)
            else:
                messages.success(request, _("The compartment is open. Nobody is cleared for it yet."))
                return redirect("access:bounds")
        if naming and law.is_valid() and law.cleaned_data["purpose"] in PURPOSES:
            compartments.name_legal_basis(viewer, service, **law.cleaned_data)
            messages.success(request, _("The law is named."))
            return redirect("access:bounds")
    wrong = bool(label.errors or law.errors)
    shown = {
        "compartments": administration.compartments(viewer),
        "laws": administration.laws(viewer),
        "form": label,
        "law": law,
    }
    return render(request, "access/bounds.html", shown, status=422 if wrong else 200)


@require_POST
@signed_in
def close_compartment(request: SignedInRequest, ref: str) -> HttpResponse:
    """Close a compartment for which nobody is cleared."""
    try:
        compartments.close_compartment(request.viewer, administration.compartment(request.viewer, ref))
    except compartments.StillHeld:
        messages.warning(request, _("Somebody is still cleared for it. End those postings first."))
    except compartments.StillUsed:
        messages.warning(request, _("Something still lies in it. Closed, nobody could look at it or review it."))
    else:
        messages.success(request, _("The compartment is closed."))
    return redirect("access:bounds")


def _say_two(request: HttpRequest, asked: str) -> None:
    messages.warning(
        request,
        _("This takes two people. They find it as %(ref)s among what waits for a signature. Then do it once more here.")
        % {"ref": asked},
    )
