"""Looking for people, and one person's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access.viewers import SignedInRequest, Viewer
from rapport.access.views.guard import signed_in
from rapport.register import selectors, services
from rapport.register.forms import EndForm, FindForm, MoveForm, OtherNameForm
from rapport.register.rules import NotRegistered
from rapport.register.values import PersonValue

MOST_FOUND = 50


@require_safe
@signed_in
def people(request: SignedInRequest) -> HttpResponse:
    """People by a few letters of what is known of them. Nobody is listed before something is typed."""
    context = {"find": FindForm(initial={"q": asked(request)}), **found(request)}
    if request.headers.get("HX-Request"):
        return render(request, "register/parts/matches.html", context)
    return render(request, "register/people.html", context)


@require_safe
@signed_in
def person(request: SignedInRequest, ref: str) -> HttpResponse:
    """All that the register says of somebody."""
    return _page(request, ref, OtherNameForm())


@require_POST
@signed_in
def note_name(request: SignedInRequest, ref: str) -> HttpResponse:
    """Note another name of somebody."""
    form = OtherNameForm(request.POST)
    if form.is_valid():
        try:
            services.note_other_name(request.viewer, ref, **form.cleaned_data)
        except NotRegistered as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("The name is noted."))
            return redirect("register:person", ref)
    selectors.require_keeper_of(request.viewer, ref)
    return _page(request, ref, form, status=422)


@require_POST
@signed_in
def end_name(request: SignedInRequest, ref: str) -> HttpResponse:
    """Take another name back."""
    person_ref = services.end_other_name(request.viewer, ref)
    messages.success(request, _("The name is taken back. Nobody is found by it any more."))
    return redirect("register:person", person_ref)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def move(request: SignedInRequest, ref: str) -> HttpResponse:
    """Put somebody into another cell of the same establishment."""
    who, cells = selectors.cells_for(request.viewer, ref)
    form = MoveForm(request.POST if request.method == "POST" else None, cells=cells)
    if request.method == "POST" and form.is_valid():
        try:
            services.move(request.viewer, ref, form.cleaned_data["cell"])
        except NotRegistered as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("Moved."))
            return redirect("register:person", ref)
    status = 422 if request.method == "POST" else 200
    return render(request, "register/move.html", {"person": who, "form": form}, status=status)


def asked(request: SignedInRequest) -> str:
    """What is looked for, without what no name holds."""
    return "".join(filter(str.isprintable, request.GET.get("q", "")))[:120].strip()


def found(request: SignedInRequest) -> dict[str, object]:
    """Who is found by it, and whether there are more."""
    q = asked(request)
    matches = _matches(request.viewer, q) if q else []
    return {"q": q, "matches": matches[:MOST_FOUND], "more": len(matches) > MOST_FOUND}


def _matches(viewer: Viewer, q: str) -> list[PersonValue]:
    return selectors.where_of(viewer, selectors.people(viewer, q, limit=MOST_FOUND + 1))


def _page(request: SignedInRequest, ref: str, form: OtherNameForm, *, status: int = 200) -> HttpResponse:
    file = selectors.person_file(request.viewer, ref)
    own = {one.ref for one in file.records}
    ties = [(tie, next(one for one in tie.people if one.ref not in own)) for tie in file.associations]
    context = {
        "file": file,
        "form": form,
        "end": EndForm(auto_id=False),
        "apart": [pair for pair in ties if pair[0].kind == "non_association"],
        "together": [pair for pair in ties if pair[0].kind == "association"],
        "standing": [one for one in file.same if one.ended_at is None],
        "taken_back": [one for one in file.same if one.ended_at is not None],
    }
    return render(request, "register/person.html", context, status=status)
