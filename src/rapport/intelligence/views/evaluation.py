"""The queue, and the page on which a report becomes graded items or goes where it belongs.

Who may: intelligence officers posted to the report's establishment.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access.colleagues import colleagues
from rapport.access.compartments import cleared
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Unfit
from rapport.intelligence.forms.controls import DeskForm
from rapport.intelligence.forms.evaluation import (
    DuplicateForm,
    FinishForm,
    HandOverForm,
    ItemForm,
    PassOnForm,
    ReturnForm,
    TellForm,
)
from rapport.intelligence.grading import schemes
from rapport.intelligence.inputs import TellingInput
from rapport.intelligence.rules import FINISHED, LONGEST_TEXT
from rapport.intelligence.values import Desk
from rapport.intelligence.wording import guess_said, sentence
from rapport.reporting.rules import tidied

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def queue(request: SignedInRequest) -> HttpResponse:
    """Reports that wait, the oldest first."""
    return render(
        request,
        "intelligence/queue.html",
        {"waiting": selectors.queue(request.viewer), "me": request.viewer.staff_ref},
    )


@form_page
@signed_in
def evaluate(request: SignedInRequest, ref: str) -> HttpResponse:
    """A report beside the item that is being made of it."""
    desk = selectors.report_at_desk(request.viewer, ref)
    form = _item_form(request, desk)
    guesses: list[str] = []
    if request.method == "POST" and form.is_valid():
        guesses = _guessed(request, desk, form)
        if not guesses or form.cleaned_data["sure"]:
            try:
                item = services.evaluate(request.viewer, ref, **form.fields_of_item())
            except Unfit as unfit:
                form.tell(unfit)
            else:
                messages.success(request, _("Item %(ref)s is kept.") % {"ref": item.ref})
                further = "?add=1#item" if "another" in request.POST else "#kept"
                return redirect(f"{request.path}{further}")
    return _page(request, desk, form=form, adding=form.is_bound or "add" in request.GET, guesses=guesses)


def _item_form(request: SignedInRequest, desk: Desk) -> ItemForm:
    """The form of an item, by the scheme that was asked for or the one in use."""
    typed = request.POST if request.method == "POST" else None
    asked = (typed or request.GET).get("scheme_id", "")
    chosen = schemes().get(asked)
    return _form_of(request, desk, typed, scheme=chosen)


def _form_of(request: SignedInRequest, desk: Desk, typed: QueryDict | None = None, **more: Any) -> ItemForm:
    return ItemForm(
        typed,
        report=desk.report,
        suggested=desk.suggested,
        sensitive=desk.sensitive,
        compartments=cleared(request.viewer),
        usual=selectors.scheme_of(desk.report.establishment_id),
        **more,
    )


def _guessed(request: SignedInRequest, desk: Desk, form: ItemForm) -> list[str]:
    given = form.cleaned_data
    found = selectors.guesses(request.viewer, desk.report, kind=given["kind"], text=given["text"])
    return [guess_said(one) for one in found]


@require_POST
@signed_in
def sanitise(request: SignedInRequest, ref: str) -> HttpResponse:
    """How the source could be guessed from what is typed so far: a piece of the page, asked for while one types."""
    report = selectors.report_to_sanitise(request.viewer, ref)
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "")[:LONGEST_TEXT]
    found = selectors.guesses(request.viewer, report, kind=kind, text=text)
    return render(request, "intelligence/parts/guesses.html", {"guesses": [guess_said(one) for one in found]})


def _page(request: SignedInRequest, desk: Desk, **context: Any) -> HttpResponse:
    asked, answers = selectors.answered_by(request.viewer, desk.report)
    bound = context["form"].is_bound or context.get("finish", FinishForm()).is_bound
    return render(
        request,
        "intelligence/evaluate.html",
        {
            "desk": desk,
            "report": desk.report,
            "finished": desk.report.standing in FINISHED,
            "mine": desk.placing.holder_ref == request.viewer.staff_ref,
            "finish": FinishForm(mentions=desk.unanswered),
            "hand_over": HandOverForm(colleagues=colleagues(request.viewer, "intelligence")),
            "guesses": [],
            "asked": asked,
            "answers": answers,
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
def let_go(request: SignedInRequest, ref: str) -> HttpResponse:
    """Put it back into the queue."""
    services.let_go(request.viewer, ref)
    messages.success(request, _("Report %(ref)s is back in the queue.") % {"ref": ref})
    return redirect("intelligence:queue")


@require_POST
@signed_in
def hand_over(request: SignedInRequest, ref: str) -> HttpResponse:
    """Give it to a colleague at the desk."""
    try:
        services.hand_over(request.viewer, ref, to_ref=request.POST.get("to", ""))
    except Unfit as unfit:
        messages.warning(request, sentence(unfit))
        return redirect("intelligence:evaluate", ref)
    messages.success(request, _("Report %(ref)s is handed over.") % {"ref": ref})
    return redirect("intelligence:queue")


@require_POST
@signed_in
def telling(request: SignedInRequest, ref: str) -> HttpResponse:
    """Judge that two reports tell one thing, or take that back."""
    typed, reason = request.POST, tidied(request.POST.get("reason", ""))
    try:
        if typed.get("retelling"):
            services.take_back_telling(request.viewer, ref, retelling_ref=typed["retelling"], reason=reason)
        else:
            others = [TellingInput(*one.split(":")) for one in typed.getlist("with") if one.count(":") == 2]
            services.judge_one_telling(request.viewer, ref, others, reason=reason)
    except Unfit as unfit:
        messages.warning(request, sentence(unfit))
    else:
        messages.success(request, _("Your judgement is kept."))
    return redirect("intelligence:evaluate", ref)


@require_POST
@signed_in
def finish(request: SignedInRequest, ref: str) -> HttpResponse:
    """Close the evaluation, and tell the officer."""
    desk = selectors.report_at_desk(request.viewer, ref)
    form = FinishForm(request.POST, mentions=desk.unanswered)
    if form.is_valid():
        try:
            services.finish(request.viewer, ref, **form.cleaned_data)
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("Report %(ref)s is finished. Its author is told.") % {"ref": ref})
            return redirect("intelligence:queue")
    return _page(request, desk, form=_form_of(request, desk), finish=form, adding=False)


@form_page
@signed_in
def return_for_more(request: SignedInRequest, ref: str) -> HttpResponse:
    """Ask the author for more."""
    desk = selectors.report_at_desk(request.viewer, ref)
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.return_for_more(request.viewer, ref, question=form.cleaned_data["question"])
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("The officer is asked for more."))
            return redirect("intelligence:queue")
    return _aside(request, "intelligence/return.html", desk, form=form)


@form_page
@signed_in
def elsewhere(request: SignedInRequest, ref: str) -> HttpResponse:
    """A report that is not for intelligence: pass it on, or say which other report says the same."""
    desk = selectors.report_at_desk(request.viewer, ref)
    sent = request.POST if request.method == "POST" else None
    passing = PassOnForm(sent if sent is not None and "pass" in sent else None)
    duplicate = DuplicateForm(sent if sent is not None and "duplicate" in sent else None, prefix="as")
    other = sent is not None and not (passing.is_bound or duplicate.is_bound)
    leaving = TellForm(sent if other else None, prefix="go")
    shown = {"passing": passing, "duplicate": duplicate, "leaving": leaving}
    if sent is not None:
        form = next((one for one in (passing, duplicate) if one.is_bound), leaving)
        if not form.is_valid() or not _gone(request, ref, form):
            return _aside(request, "intelligence/elsewhere.html", desk, form=form, **shown)
        messages.success(request, _("Report %(ref)s has left the queue.") % {"ref": ref})
        return redirect("intelligence:queue")
    return _aside(request, "intelligence/elsewhere.html", desk, **shown)


def _gone(request: SignedInRequest, ref: str, form: DeskForm) -> bool:
    """Whether it went where the form says; where not, the form says why."""
    try:
        given = form.cleaned_data
        if isinstance(form, PassOnForm):
            services.pass_on(request.viewer, ref, **given)
        elif isinstance(form, DuplicateForm):
            services.duplicate_of(request.viewer, ref, other_ref=given["other"], phrase=given["phrase"])
        else:
            services.pass_elsewhere(request.viewer, ref, phrase=given["phrase"])
    except Unfit as unfit:
        form.tell(unfit)
        return False
    return True


def _aside(request: SignedInRequest, template: str, desk: Desk, **context: Any) -> HttpResponse:
    status = 422 if "form" in context and context["form"].is_bound else 200
    return render(request, template, {"report": desk.report, "named": desk.named, **context}, status=status)
