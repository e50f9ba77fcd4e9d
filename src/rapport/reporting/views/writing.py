"""Writing a report: every page works without scripts, each button saves all that was typed and does its own thing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypedDict, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access.algebra import Refused
from rapport.access.holders import Holder
from rapport.access.viewers import SignedInRequest, Viewer
from rapport.access.views.guard import signed_in
from rapport.ledger.references import new_reference
from rapport.register import selectors as register
from rapport.register.placed import people_placed
from rapport.register.rules import words_of
from rapport.register.values import PersonValue, PlaceValue
from rapport.reporting import rules, selectors, services
from rapport.reporting.attachment_files import MOST_BYTES, Unfit
from rapport.reporting.colleagues import colleagues, slip_writers
from rapport.reporting.forms import SAID, UNFIT, AddendumForm, WriteForm
from rapport.reporting.kinds import TEXTS
from rapport.reporting.services import NotSaved, Unfilable
from rapport.reporting.values import DraftValue, ReportValue, Saved
from rapport.reporting.views.coming import next_page, number
from rapport.reporting.views.own import report_page
from rapport.sources import selectors as tellers


class Offered(TypedDict):
    """What the form of a report offers here."""

    places: Callable[[], list[PlaceValue]]
    seals: bool
    colleagues: Callable[[], list[Holder]]
    slip_writers: Callable[[], list[Holder]]


MOST_MATCHES = 8


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: SignedInRequest) -> HttpResponseBase:
    """Start a report, or go on with one in which nothing is written yet. A GET starts nothing."""
    if request.method != "POST":
        return redirect("reporting:mine")
    viewer = request.viewer
    blank = next((one for one in selectors.drafts(viewer) if not one.beginning and not one.people), None)
    if blank is not None:
        with suppress(Refused):  # filed or thrown away by another window, at this very moment
            services.save_draft(viewer, blank.ref, at=viewer.now(), place=selectors.usual_place(viewer))
            return redirect("reporting:write", blank.ref)
    return redirect("reporting:write", services.start_draft(viewer, place=selectors.usual_place(viewer)))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """The form of a report. Filing leads to `next`, a page of ours, or to the report."""
    filed = selectors.report_for_author(request.viewer, ref)
    if filed is not None:
        return _filed_already(request, filed)
    if request.method == "POST":
        try:
            return _typed(request, ref)
        except Refused as refusal:
            return _filed_already(request, _filed_meanwhile(request.viewer, ref, refusal))
    draft = selectors.draft(request.viewer, ref)
    if draft.sides:
        return render(request, "reporting/two_texts.html", {"draft": draft, "next": next_page(request)})
    find = request.GET.get("find", "")
    form = WriteForm.of(draft, **_offered(request.viewer), find=find)
    return render(request, "reporting/write.html", _context(request, draft, form, find=find))


@require_POST
def save(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Keep what is typed, and say so in a line: after a pause of typing, and on leaving the page.

    To somebody whose session has ended it says so too, instead of leading away from what was typed.
    """
    if getattr(request, "viewer", None) is None:
        return render(request, "reporting/parts/signed_out.html")
    return _save(cast(SignedInRequest, request), ref)


def _save(request: SignedInRequest, ref: str) -> HttpResponseBase:
    filed = selectors.report_for_author(request.viewer, ref)
    if filed is not None:
        return HttpResponse(status=204)
    try:
        form, saved = _keep(request, ref)
    except Refused as refusal:
        _filed_meanwhile(request.viewer, ref, refusal)
        return HttpResponse(status=204)
    return render(request, "reporting/parts/saved_answer.html", {**_said(form, saved), "draft": {"ref": ref}})


def _filed_meanwhile(viewer: Viewer, ref: str, refusal: Refused) -> ReportValue:
    """The report that another window made of this draft after this one had looked; without one, the refusal stands."""
    filed = selectors.report_for_author(viewer, ref)
    if filed is None:
        raise refusal
    return filed


@require_safe
@signed_in
def people(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """The people whom a few letters may mean, to be added to this draft."""
    draft = selectors.draft(request.viewer, ref)
    place = request.GET.get("place", "")
    found = _placed(request.viewer, draft, place) if place else _matches(request.viewer, draft, _find(request))
    return render(request, "reporting/parts/matches.html", {"draft": draft, **found})


@require_POST
@signed_in
def settle(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Keep one of two texts, or both."""
    side = request.POST.get("side", "")
    match request.POST.get("keep"):
        case "draft":
            services.settle(request.viewer, ref, side, "draft")
        case "side":
            services.settle(request.viewer, ref, side, "side")
        case "both":
            services.settle(request.viewer, ref, side, "both")
    return redirect(_to_write(request, ref))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def discard(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Throw a draft away, after having seen it once more."""
    if request.method == "POST":
        services.discard_draft(request.viewer, ref)
        messages.success(request, _("The draft is thrown away."))
        return redirect("reporting:mine")
    return render(request, "reporting/discard.html", {"draft": selectors.draft(request.viewer, ref)})


def _typed(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Save all that was typed, then do what the button says."""
    form, saved = _keep(request, ref)
    act, _colon, about = request.POST.get("do", "find").partition(":")
    repeated = selectors.teller_repeats(request.viewer, ref) if act == "file" and about == "" else []
    if saved.beside:
        return redirect(_to_write(request, ref))
    if repeated and not form.errors:
        draft = selectors.draft(request.viewer, ref)
        context = {**_context(request, draft, form, find=""), "repeated": repeated}
        return render(request, "reporting/write.html", context)
    namesake = False
    if act == "file" and not form.errors:
        try:
            put = services.file_draft_of_somebody_else if about == "else" else services.file_draft
            return _filed(request, put(request.viewer, ref))
        except Unfilable as refusal:
            if any(finding.code == "two_texts" for finding in refusal.findings):
                return redirect(_to_write(request, ref))  # where one chooses
            form.explain(refusal.findings)
            namesake = {one.code for one in refusal.findings} == {"protected_person"}
    if act == "unname":
        services.unname_teller(request.viewer, ref)
    if act == "urgent":
        try:
            return redirect("reporting:alarm", services.raise_alarm(request.viewer, ref, form.data.get("danger", "")))
        except NotSaved:
            form.add_error("danger", _("Say what the danger is."))
        except Unfilable as refusal:
            form.explain(refusal.findings)
    if act == "detach":
        services.detach(request.viewer, ref, about)
    if act in ("add", "remove"):
        _name(request.viewer, form, ref, act, about)
    if request.headers.get("HX-Request"):
        return _people_in_place(request, ref, form, saved, find=_find(request) if act == "find" else "")
    if form.errors:
        draft = selectors.draft(request.viewer, ref)
        context = {**_context(request, draft, form, find=_find(request)), "namesake": namesake}
        return render(request, "reporting/write.html", context)
    if act == "leave":
        return redirect(next_page(request) or "reporting:mine")
    return redirect(_to_write(request, ref, find=_find(request) if act == "find" else ""))


def _keep(request: SignedInRequest, ref: str) -> tuple[WriteForm, Saved]:
    """Save what can be kept. What cannot stands in the form's errors, beside what was typed."""
    form = WriteForm(request.POST, **_offered(request.viewer))
    form.is_valid()
    version = number(request.POST.get("version", ""))
    window = "".join(filter(str.isprintable, request.POST.get("window", "")))[:9]
    fields = form.fields_to_keep()
    try:
        saved = services.save_draft(request.viewer, ref, version=version or None, window=window, **fields)
    except NotSaved as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(SAID["unknown"]))
        saved = services.save_draft(request.viewer, ref)
    if request.FILES.get("file") is not None:
        _attach(request, ref, form)
    return form, saved


def _attach(request: SignedInRequest, ref: str, form: WriteForm) -> None:
    """Keep the file that came along, or say why not. What was typed is kept by then."""
    upload = request.FILES["file"]
    if isinstance(upload, list):
        return
    try:
        if upload.size is not None and upload.size > MOST_BYTES:
            raise Unfit("too_large")
        services.attach(request.viewer, ref, name=upload.name or "", raw=upload.read())
    except Unfit as refusal:
        form.add_error("file", str(UNFIT[refusal.code]))


def _offered(viewer: Viewer) -> Offered:
    return {
        "places": partial(register.places, viewer),
        "seals": tellers.seals_here(viewer),
        "colleagues": partial(colleagues, viewer),
        "slip_writers": partial(slip_writers, viewer),
    }


def _name(viewer: Viewer, form: WriteForm, ref: str, act: str, person_ref: str) -> None:
    try:
        (services.name_person if act == "add" else services.unname_person)(viewer, ref, person_ref)
    except NotSaved:
        form.add_error("find", str(SAID["unknown"]))


def _filed(request: SignedInRequest, filed: ReportValue) -> HttpResponseBase:
    if filed.keyed_by:
        said = _("Keyed for %(name)s, who confirms it. Reference %(ref)s: write it on the slip.")
        messages.success(request, said % {"name": filed.author_label, "ref": filed.ref})
        return redirect("reporting:mine")
    messages.success(request, _("Filed. Thank you. Reference %(ref)s.") % {"ref": filed.ref})
    return redirect(next_page(request) or reverse("reporting:report", args=[filed.ref]))


def _filed_already(request: SignedInRequest, filed: ReportValue) -> HttpResponseBase:
    """The draft was filed meanwhile, by a second click or another window. What it lacks is offered as an addition."""
    typed = {name: rules.tidied(request.POST.get(name, "")) for name in TEXTS}
    left_over = rules.not_in(typed, {name: getattr(filed, name) for name in TEXTS})
    if not left_over:
        return redirect(
            (request.method == "POST" and next_page(request)) or reverse("reporting:report", args=[filed.ref])
        )
    return report_page(request, filed, AddendumForm(initial={"text": left_over}), left_over=left_over)


def _people_in_place(request: SignedInRequest, ref: str, form: WriteForm, saved: Saved, *, find: str) -> HttpResponse:
    """The people's part of the page alone, for a page that swaps it in place."""
    draft = selectors.draft(request.viewer, ref)
    fresh = WriteForm.of(draft, places=tuple, find=find)
    fresh.fields["find"].widget.attrs["autofocus"] = True
    context = {**_context(request, draft, fresh, find=find), **_said(form, saved), "form": fresh}
    return render(request, "reporting/parts/people_answer.html", context)


def _context(request: SignedInRequest, draft: DraftValue, form: WriteForm, *, find: str) -> dict[str, object]:
    return {
        "draft": draft,
        "form": form,
        "window": new_reference(),
        "next": next_page(request),
        "plan": register.wing_plan(request.viewer),
        "saved_at": draft.saved_at,
        "version": draft.version,
        **_matches(request.viewer, draft, find),
    }


def _said(form: WriteForm, saved: Saved) -> dict[str, object]:
    """What the line under the form says about the saving."""
    refused = " ".join(
        f"{form.fields[name].label}: {errors[0]}" for name, errors in form.errors.items() if name in form.fields
    )
    sealed = bool(form.cleaned_data.get("told_by"))
    return {
        "sealed": sealed,
        "saved_at": saved.saved_at,
        "version": saved.version,
        "beside": saved.beside,
        "refused": refused,
    }


def _matches(viewer: Viewer, draft: DraftValue, find: str) -> dict[str, object]:
    """Who may be meant, without those who are named already. A dot or a blank asks for nobody."""
    if not words_of(find):
        return {"find": "", "matches": [], "more": False}
    named = {one.ref for one in draft.people}
    found: list[PersonValue] = register.people(viewer, find, limit=MOST_MATCHES + len(named) + 1)
    others = [one for one in found if one.ref not in named]
    return {"find": find, "matches": others[:MOST_MATCHES], "more": len(others) > MOST_MATCHES}


def _placed(viewer: Viewer, draft: DraftValue, place_ref: str) -> dict[str, object]:
    """Who sleeps in the cell that was clicked on the plan, without those who are named already."""
    place, there = people_placed(viewer, place_ref)
    named = {one.ref for one in draft.people}
    return {"find": place.label, "matches": [one for one in there if one.ref not in named], "more": False}


def _find(request: HttpRequest) -> str:
    return request.POST.get("find", request.GET.get("find", ""))[:100]


def _to_write(request: HttpRequest, ref: str, *, find: str = "") -> str:
    asked = urlencode({key: value for key, value in (("find", find), ("next", next_page(request))) if value})
    address = reverse("reporting:write", args=[ref])
    return f"{address}?{asked}#people" if find else f"{address}?{asked}" if asked else address
