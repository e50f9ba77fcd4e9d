"""Saying something of two people, or of two records: first one chooses the other, then one says why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.register import selectors, services
from rapport.register.forms import EndForm, FindForm, KeepTieForm, SameForm, TieForm
from rapport.register.rules import NotRegistered
from rapport.register.values import PersonValue
from rapport.register.views.people import asked, found
from rapport.register.wording import sentence


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def associate(request: SignedInRequest, ref: str) -> HttpResponse:
    """Say that two people go about together or are to be kept apart."""
    who = selectors.person_to_tie(request.viewer, ref)
    other = _chosen(request, who)
    form = TieForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and other is not None and form.is_valid():
        try:
            services.associate(request.viewer, ref, other.ref, **form.cleaned_data)
        except NotRegistered as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("It is kept, until the day to decide again."))
            return redirect("register:person", ref)
    return _choosing(request, "register/associate.html", who, other, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def keep_association(request: SignedInRequest, ref: str) -> HttpResponse:
    """Decide at its review that it stands, or take it back."""
    tie = selectors.association_to_keep(request.viewer, ref)
    form = KeepTieForm(request.POST if request.method == "POST" else None, initial={"reason": tie.reason})
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_association(request.viewer, ref, **form.cleaned_data)
        except NotRegistered as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("It stands, until the day to decide again."))
            return redirect("register:person", tie.people[0].ref)
    status = 422 if request.method == "POST" else 200
    return render(request, "register/keep.html", {"tie": tie, "form": form, "end": EndForm()}, status=status)


@require_POST
@signed_in
def end_association(request: SignedInRequest, ref: str) -> HttpResponse:
    """Take back what was said of two people."""
    tie = selectors.association_to_keep(request.viewer, ref)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            services.end_association(request.viewer, ref, **form.cleaned_data)
        except NotRegistered as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("It is taken back."))
            return redirect("register:person", tie.people[0].ref)
    keep = KeepTieForm(initial={"reason": tie.reason})
    return render(request, "register/keep.html", {"tie": tie, "form": keep, "end": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def same(request: SignedInRequest, ref: str) -> HttpResponse:
    """Judge that another record is of the same person."""
    who = selectors.person_to_judge(request.viewer, ref)
    other = _chosen(request, who)
    form = SameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and other is not None and form.is_valid():
        try:
            services.judge_same(request.viewer, ref, other.ref, **form.cleaned_data)
        except NotRegistered as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("Both records are now read as one person. Nothing in either was changed."))
            return redirect("register:person", ref)
    return _choosing(request, "register/same.html", who, other, form)


@require_POST
@signed_in
def undo_same(request: SignedInRequest, ref: str) -> HttpResponse:
    """Take back that two records are one person."""
    form = EndForm(request.POST)
    kept = selectors.judgement(request.viewer, ref)
    if not form.is_valid():
        messages.warning(request, _("Say why it is taken back. It stands until then."))
        return redirect("register:person", kept)
    try:
        services.undo_same(request.viewer, ref, **form.cleaned_data)
    except NotRegistered as refusal:
        messages.warning(request, sentence(refusal))
    else:
        messages.success(request, _("The two records are read apart again."))
    return redirect("register:person", kept)


def _chosen(request: SignedInRequest, who: PersonValue) -> PersonValue | None:
    """The other person that the address names, if the viewer may see them and it is not the same record."""
    refs = [request.GET.get("with", "")]
    return next((one for one in selectors.person_values(request.viewer, refs) if one.ref != who.ref), None)


def _choosing(
    request: SignedInRequest, template: str, who: PersonValue, other: PersonValue | None, form: TieForm | SameForm
) -> HttpResponse:
    context: dict[str, object] = {
        "person": who,
        "other": other,
        "form": form,
        "find": FindForm(initial={"q": asked(request)}),
        "here": request.path,
        **found(request),
    }
    if request.headers.get("HX-Request"):
        return render(request, "register/parts/matches.html", context)
    return render(request, template, context, status=422 if request.method == "POST" else 200)
