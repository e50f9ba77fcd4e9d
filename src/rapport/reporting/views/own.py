"""One's own reports with what became of each, and one report: as filed, with what was added to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.reporting import policy, selectors, services
from rapport.reporting.forms import SAID, AddendumForm, AnswerForm
from rapport.reporting.services import Unfilable
from rapport.reporting.values import ReportValue
from rapport.reporting.views.coming import number

PAGE = 25


@require_safe
@signed_in
def mine(request: SignedInRequest) -> HttpResponseBase:
    """One's own drafts and reports, and what became of each."""
    skip = number(request.GET.get("skip", ""))
    drafts, found = selectors.own_page(request.viewer, limit=PAGE + 1, skip=skip)
    context = {
        "drafts": drafts,
        "reports": found[:PAGE],
        "older": skip + PAGE if len(found) > PAGE else 0,
        "writes": policy.WRITE.allows(request.viewer, None),
        "to_confirm": selectors.to_confirm(request.viewer),
    }
    return render(request, "reporting/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """A report as filed, what was added, and what became of it. Its author can add to it, or confirm a keyed slip."""
    theirs = request.POST.get("theirs", "")
    if theirs in ("yes", "no"):
        services.confirm_slip(request.viewer, ref, theirs=theirs == "yes")
        return redirect("reporting:report", ref)
    if request.method != "POST":
        value = selectors.report(request.viewer, ref)
        if value.news:
            services.read_by_author(request.viewer, ref)
        return report_page(request, value, AddendumForm())
    form = AddendumForm(request.POST)
    if form.is_valid():
        try:
            services.add_addendum(request.viewer, ref, form.cleaned_data["text"])
        except Unfilable as refusal:
            form.add_error("text", str(SAID[refusal.findings[0].code]))
        else:
            messages.success(request, _("Added. Whoever has the report sees it."))
            return redirect("reporting:report", ref)
    return report_page(request, selectors.report(request.viewer, ref), form)


def report_page(
    request: SignedInRequest, value: ReportValue, form: AddendumForm, *, left_over: str = ""
) -> HttpResponse:
    own = value.author_id == request.viewer.staff_id
    kept = selectors.report_kept(request.viewer, value.ref)
    context = {"report": value, "form": form, "own": own, "left_over": left_over, "answer": AnswerForm(), "kept": kept}
    return render(request, "reporting/report.html", context)
