"""Whether records are kept: the reviews that are due, one record under review, holds, erasures before time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.ledger.sequencing import NoWitness
from rapport.oversight import selectors, services
from rapport.oversight.forms import HoldForm, KeepForm, ReasonForm, SureForm
from rapport.oversight.services import Blocked, NotDecided

SAID = {
    "empty": gettext_lazy("Say why, in a sentence."),
    "too_long": gettext_lazy("That is too long. A sentence or two is enough."),
    "past": gettext_lazy("Take a day from tomorrow on."),
    "beyond": gettext_lazy("It may not be kept so long. Take a day up to its last one."),
    "early": gettext_lazy("Its review is not due yet. Before its time it takes two people."),
}
AGAINST = {
    "hold": gettext_lazy("a legal hold"),
    "evidence": gettext_lazy("it was passed to the prosecutor, and is kept unchanged as evidence"),
    "decision_in_force": gettext_lazy("a decision that rests on it is in force"),
    "still_held": gettext_lazy("the person is still held here"),
}
"""What stands against an erasure, in words."""


@require_safe
@signed_in
def reviews(request: SignedInRequest) -> HttpResponseBase:
    """The reviews that the reader answers for and that are due."""
    due, more = selectors.reviews_due(request.viewer)
    return render(request, "oversight/reviews.html", {"due": due, "more": more})


@require_safe
@signed_in
def holds(request: SignedInRequest) -> HttpResponseBase:
    """Every hold of the prison service: that it is there, on which law and until when."""
    return render(request, "oversight/holds.html", {"holds": selectors.held_records(request.viewer)})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def review(request: SignedInRequest, record_class: str, ref: str) -> HttpResponseBase:
    """One record: keep, restrict, erase or hold it."""
    act = request.POST.get("do", "") if request.method == "POST" else ""
    forms = _forms(request, act)
    if act:
        done = _do(request, record_class, ref, act, forms)
        if done is not None:
            return done
    page = selectors.record_to_review(request.viewer, record_class, ref)
    wrong = [form for form in forms.values() if form.errors]
    context = {
        "page": page,
        "forms": forms,
        "wrong": wrong[0] if wrong else None,
        "against": [AGAINST[code] for code in page.blocks],
    }
    return render(request, "oversight/review.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def early(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Somebody asks to erase a record before its time: for those who sign, and for who asked."""
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.erase_early(request.viewer, ref)
        except Blocked as refusal:
            form.add_error(None, _against(refusal))
        except NoWitness:
            form.add_error(
                None, _("Nobody has witnessed the ledger for seven days. Nothing is erased early before they have.")
            )
        else:
            messages.success(request, _("Erased. What says so has no content."))
            return redirect("oversight:reviews")
    asked = selectors.early(request.viewer, ref)
    return render(request, "oversight/early.html", {"asked": asked, "form": form}, status=422 if form.errors else 200)


def _forms(request: SignedInRequest, act: str) -> dict[str, Any]:
    """The forms of the page; the one that was sent with what was typed."""
    sent = request.POST
    return {
        "keep": KeepForm(sent if act == "keep" else None),
        "restrict": ReasonForm(sent if act in ("restrict", "free") else None, prefix="restrict"),
        "erase": SureForm(sent if act == "erase" else None),
        "ask": ReasonForm(sent if act == "ask" else None, prefix="ask"),
        "hold": HoldForm(sent if act == "hold" else None),
        "lift": ReasonForm(sent if act == "lift" else None, prefix="lift"),
    }


def _do(
    request: SignedInRequest, record_class: str, ref: str, act: str, forms: dict[str, Any]
) -> HttpResponseBase | None:
    """What the button says; None when something has to be mended first."""
    name = "restrict" if act == "free" else act
    form = forms.get(name)
    if form is None or not form.is_valid():
        return None
    typed, viewer = form.cleaned_data, request.viewer
    here = reverse("oversight:review", args=[record_class, ref])
    try:
        match act:
            case "keep":
                services.keep(viewer, record_class, ref, reason=typed["reason"], until=typed["until"])
                return _said(request, _("Kept, and to be looked at again."), "oversight:reviews")
            case "restrict":
                services.restrict(viewer, record_class, ref, reason=typed["reason"])
                return _said(request, _("Restricted. Nobody works with it."), here)
            case "free":
                services.free(viewer, record_class, ref, reason=typed["reason"])
                return _said(request, _("The restriction is lifted."), here)
            case "hold":
                services.place_hold(
                    viewer, record_class, ref, why=typed["why"], law=typed["law"], until=typed["held_until"]
                )
                return _said(request, _("Held. Nothing of it can be erased."), here)
            case "lift":
                services.lift_hold(viewer, record_class, ref, request.POST.get("hold", ""), reason=typed["reason"])
                return _said(request, _("The hold is lifted."), here)
            case "ask":
                asked = services.ask_early(viewer, record_class, ref, reason=typed["reason"])
                return _said(request, _("Asked. It takes the signatures of two people."), "oversight:early", asked)
            case "erase":
                services.erase_at_review(viewer, record_class, ref)
                return _said(request, _("Erased. What says so has no content."), "oversight:reviews")
    except NotDecided as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(SAID[refusal.code]))
    except Blocked as refusal:
        form.add_error(None, _against(refusal))
    return None


def _said(request: SignedInRequest, words: str, to: str, *args: str) -> HttpResponseBase:
    messages.success(request, words)
    return redirect(to, *args)


def _against(refusal: Blocked) -> str:
    against = "; ".join(str(AGAINST.get(code, code)) for code in refusal.codes)
    return _("It cannot be erased now: %(against)s.") % {"against": against}
