"""The queue, and the page on which a report becomes graded items.

Who may: intelligence officers posted to the report's establishment.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Unfit
from rapport.intelligence.forms.evaluation import FinishForm, ItemForm, ReturnForm
from rapport.intelligence.rules import FINISHED
from rapport.intelligence.values import Desk
from rapport.reporting.kinds import HOURS_TO_WAIT
from rapport.reporting.values import ReportValue

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def queue(request: SignedInRequest) -> HttpResponse:
    """Reports that wait, the oldest first."""
    return render(
        request,
        "intelligence/queue.html",
        {"waiting": selectors.queue(request.viewer), "hours": HOURS_TO_WAIT},
    )


@form_page
@signed_in
def evaluate(request: SignedInRequest, ref: str) -> HttpResponse:
    """A report beside the item that is being made of it."""
    desk = selectors.report_at_desk(request.viewer, ref)
    form = ItemForm(request.POST if request.method == "POST" else None, report=desk.report)
    if request.method == "POST" and form.is_valid():
        try:
            item = services.evaluate(request.viewer, ref, **form.fields_of_item())
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("Item %(ref)s is kept.") % {"ref": item.ref})
            further = "?add=1#item" if "another" in request.POST else "#kept"
            return redirect(f"{request.path}{further}")
    return _page(request, desk, form=form, adding=form.is_bound or "add" in request.GET)


def _page(request: SignedInRequest, desk: Desk, **context: Any) -> HttpResponse:
    bound = context["form"].is_bound or context.get("finish", FinishForm()).is_bound
    return render(
        request,
        "intelligence/evaluate.html",
        {
            "desk": desk,
            "report": desk.report,
            "hours": HOURS_TO_WAIT,
            "finished": desk.report.standing in FINISHED,
            "finish": FinishForm(),
            **context,
        },
        status=422 if bound else 200,
    )


@require_POST
@signed_in
def take(request: SignedInRequest, ref: str) -> HttpResponse:
    """Say that one is working on it."""
    services.take(request.viewer, ref)
    return redirect("intelligence:evaluate", ref)


@require_POST
@signed_in
def finish(request: SignedInRequest, ref: str) -> HttpResponse:
    """Close the evaluation, and tell the officer."""
    form = FinishForm(request.POST)
    if form.is_valid():
        try:
            services.finish(request.viewer, ref, phrase=form.cleaned_data["phrase"])
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("Report %(ref)s is finished. Its author is told.") % {"ref": ref})
            return redirect("intelligence:queue")
    desk = selectors.report_at_desk(request.viewer, ref)
    return _page(request, desk, form=ItemForm(report=desk.report), finish=form, adding=False)


@form_page
@signed_in
def return_for_more(request: SignedInRequest, ref: str) -> HttpResponse:
    """Ask the author for more."""
    report = selectors.report_at_desk(request.viewer, ref).report
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.return_for_more(request.viewer, ref, question=form.cleaned_data["question"])
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("The officer is asked for more."))
            return redirect("intelligence:queue")
    return _aside(request, "intelligence/return.html", report, form=form)


@form_page
@signed_in
def elsewhere(request: SignedInRequest, ref: str) -> HttpResponse:
    """Say that a report is not for intelligence."""
    report = selectors.report_at_desk(request.viewer, ref).report
    if request.method == "POST":
        services.pass_elsewhere(request.viewer, ref)
        messages.success(request, _("Report %(ref)s has left the queue.") % {"ref": ref})
        return redirect("intelligence:queue")
    return _aside(request, "intelligence/elsewhere.html", report)


def _aside(request: SignedInRequest, template: str, report: ReportValue, **context: Any) -> HttpResponse:
    status = 422 if "form" in context and context["form"].is_bound else 200
    return render(request, template, {"report": report, **context}, status=status)
