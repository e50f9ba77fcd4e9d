"""One item: its grades in time, how far it may go, where it is laid, and what its text may mean.

Who may: intelligence officers of the establishment and analysts whose posting reaches it (policy).
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access.algebra import Refused
from rapport.access.roles import Role
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Unfit
from rapport.intelligence.forms.collation import LabelForm, NameForm
from rapport.intelligence.forms.evaluation import MoveForm, PermitForm, RegradeForm
from rapport.intelligence.grading import schemes
from rapport.intelligence.inputs import PersonInput
from rapport.intelligence.values import ItemPage
from rapport.intelligence.wording import sentence

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def item(request: SignedInRequest, ref: str) -> HttpResponse:
    """An item with all that belongs to it."""
    return _page(request, ref)


def _page(request: SignedInRequest, ref: str, **forms: Any) -> HttpResponse:
    page = selectors.item_page(request.viewer, ref)
    forms = {"move": _move_form(page), **forms}
    naming = [(found, NameForm(people=found.people)) for found in page.suggested]
    context = {"page": page, "item": page.item, "naming": naming, "permit": PermitForm(), **forms}
    bound = any(form is not None and form.is_bound for form in forms.values())
    context["alone"] = [page.item]
    context["kept"] = selectors.item_kept(request.viewer, ref)
    return render(request, "intelligence/item.html", context, status=422 if bound else 200)


def _move_form(page: ItemPage, *sent: Any) -> MoveForm | None:
    """Nobody is asked who is in no compartment: there is nothing to choose."""
    return MoveForm(*sent, compartments=page.moves_to, lies_in=page.lies_in) if page.moves_to else None


@form_page
@signed_in
def regrade(request: SignedInRequest, ref: str) -> HttpResponse:
    """Give an item another grade from now on."""
    value = selectors.item(request.viewer, ref)
    sent = request.POST if request.method == "POST" else None
    asked = schemes().get((sent or request.GET).get("scheme_id", ""), value.grade.scheme)
    form = RegradeForm(sent, scheme=asked)
    if sent is not None and form.is_valid():
        try:
            services.regrade(request.viewer, ref, form.grade(), why=form.cleaned_data["why"], scheme_id=form.scheme.id)
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("The new grade stands from now on."))
            return redirect("intelligence:item", ref)
    status = 422 if form.is_bound else 200
    return render(request, "intelligence/regrade.html", {"item": value, "form": form}, status=status)


@require_POST
@signed_in
def permit(request: SignedInRequest, ref: str) -> HttpResponse:
    """Let an item go further than its handling code says."""
    form = PermitForm(request.POST)
    if form.is_valid():
        try:
            services.permit(request.viewer, ref, **form.cleaned_data)
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("The permission is kept, and ends by itself."))
            return redirect("intelligence:item", ref)
    return _page(request, ref, permit=form)


@require_POST
@signed_in
def move(request: SignedInRequest, ref: str) -> HttpResponse:
    """Put an item into a compartment, move it to another one or take it out."""
    form = _move_form(selectors.item_page(request.viewer, ref), request.POST)
    if form is None:
        raise Refused("compartment")
    if form.is_valid():
        try:
            services.move(request.viewer, ref, compartment=form.chosen(), reason=form.cleaned_data["reason"])
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("Kept. It holds from now on."))
            return redirect("intelligence:item", ref)
    return _page(request, ref, move=form)


@require_POST
@signed_in
def name(request: SignedInRequest, ref: str) -> HttpResponse:
    """Name somebody whom the text means."""
    typed = request.POST
    person = PersonInput(typed.get("person", ""), typed.get("category", ""), typed.get("grounds", ""))
    return _told(request, ref, lambda: services.name_person(request.viewer, ref, person))


@require_POST
@signed_in
def tie(request: SignedInRequest, ref: str) -> HttpResponse:
    """Lay the item at a place, a group or an event."""
    to, _sign, target = request.POST.get("at", "").partition(":")
    passage = request.POST.get("passage", "")
    return _told(request, ref, lambda: services.tie(request.viewer, ref, to=to, ref=target, passage=passage))


@require_POST
@signed_in
def untie(request: SignedInRequest, ref: str) -> HttpResponse:
    """Take it away from there again."""
    tied = request.POST.get("tie", "")
    return _told(request, ref, lambda: services.untie(request.viewer, ref, tie_ref=tied))


def _told(request: SignedInRequest, ref: str, act: Any) -> HttpResponse:
    """Do it, and come back to the item with what there is to say about it."""
    try:
        act()
    except Unfit as unfit:
        messages.warning(request, sentence(unfit))
    else:
        messages.success(request, _("Kept."))
    return redirect("intelligence:item", ref)


@form_page
@signed_in
def labels(request: SignedInRequest) -> HttpResponse:
    """Groups and events, and a form for a new one."""
    selectors.require_desk(request.viewer)
    form = LabelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["on"] is None:
                services.open_group(request.viewer, label=given["label"], reason=given["reason"])
            else:
                services.open_event(request.viewer, **given)
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("Kept. Items can be laid there now."))
            return redirect("intelligence:labels")
    desk = request.viewer.holds(Role.INTELLIGENCE)
    context = {"labels": selectors.labels(request.viewer), "form": form, "desk": desk}
    return render(request, "intelligence/labels.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def label(request: SignedInRequest, kind: str, ref: str) -> HttpResponse:
    """A group or an event with the items laid there."""
    if kind not in {"group", "event"}:
        raise Http404
    found, items = selectors.items_at(request.viewer, kind, ref)
    return render(request, "intelligence/label.html", {"label": found, "items": items})
