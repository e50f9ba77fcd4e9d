"""Bringing in a file: choose it, say what its columns mean, look through every row, confirm, watch it go on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.register import selectors, services, sheets
from rapport.register.forms.imports import ColumnsForm, ImportForm
from rapport.register.rules import NotRegistered
from rapport.register.sheets import Unreadable
from rapport.register.values import ImportValue
from rapport.register.wording import OUTCOMES, sentence, unreadable

PAGES = {"mapping": "register/import_columns.html", "checked": "register/import_preview.html"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def imports(request: SignedInRequest) -> HttpResponse:
    """One's own files, and the form for another."""
    places = selectors.establishments_to_keep(request.viewer)
    selectors.require_some_to_keep(places)
    form = ImportForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        establishments=[(one.ref, one.name) for one in places],
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        there = next(one for one in places if one.ref == given.get("establishment", places[0].ref))
        try:
            brought = given["file"]
            sheet = sheets.read(brought.read(sheets.LARGEST + 1), letters=given["letters"])
            ref = services.bring(
                request.viewer, there.id, kind=given["kind"], file_name=brought.name or "", sheet=sheet
            )
        except Unreadable as refusal:
            form.add_error("file", unreadable(refusal))
        except NotRegistered as refusal:
            form.tell(refusal)
        else:
            return redirect("register:import", ref)
    context = {"form": form, "imports": selectors.imports(request.viewer)}
    return render(request, "register/imports.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def import_file(request: SignedInRequest, ref: str) -> HttpResponse:
    """One file, at the step where it is."""
    if request.method == "POST":
        return _act(request, ref)
    brought = selectors.import_file(request.viewer, ref)
    if brought.state == "mapping":
        return render(request, PAGES["mapping"], {"file": brought, "form": ColumnsForm(file=brought)})
    if brought.state == "checked":
        return _preview(request, brought)
    return render(request, "register/import_done.html", {"file": brought})


@require_safe
@signed_in
def import_progress(request: SignedInRequest, ref: str) -> HttpResponse:
    """How far it is: fetched again and again by the page of a file that is being taken over."""
    brought = selectors.import_file(request.viewer, ref)
    return render(request, "register/parts/import_progress.html", {"file": brought})


def _act(request: SignedInRequest, ref: str) -> HttpResponse:
    """Do what the button says."""
    act = request.POST.get("do", "")
    try:
        match act:
            case "map":
                return _map(request, ref)
            case "columns":
                services.map_again(request.viewer, ref)
            case "confirm":
                services.confirm(request.viewer, ref)
            case "drop":
                services.drop(request.viewer, ref)
                messages.success(request, _("The file is thrown away. Nothing of it is in the register."))
                return redirect("register:imports")
    except NotRegistered as refusal:
        messages.warning(request, sentence(refusal))
    return redirect("register:import", ref)


def _map(request: SignedInRequest, ref: str) -> HttpResponse:
    brought = selectors.import_file(request.viewer, ref)
    form = ColumnsForm(request.POST, file=brought)
    if form.is_valid():
        try:
            services.map_columns(request.viewer, ref, form.mapping())
        except NotRegistered as refusal:
            form.tell(refusal)
        else:
            return redirect("register:import", ref)
    return render(request, PAGES["mapping"], {"file": brought, "form": form}, status=422)


def _preview(request: SignedInRequest, brought: ImportValue) -> HttpResponse:
    only, skip = request.GET.get("only", ""), request.GET.get("skip", "")
    preview = selectors.import_preview(
        request.viewer,
        brought.ref,
        only=only if only in OUTCOMES else "",
        skip=int(skip) if skip.isascii() and skip.isdecimal() and len(skip) < 7 else 0,
    )
    outcomes = [(code, label, preview.counts[code]) for code, label in OUTCOMES.items()]
    return render(request, PAGES["checked"], {"file": brought, "preview": preview, "outcomes": outcomes})
