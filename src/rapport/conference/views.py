"""The governor's pages: what is to be decided, what stands, and the sheet beside the note.

Who may: a governor of the establishment.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.conference import selectors, services
from rapport.conference.choices import State
from rapport.conference.errors import Undecided
from rapport.conference.forms import DecisionForm, EndForm, MeasureForm, Sheet
from rapport.conference.values import Case, DecisionValue
from rapport.conference.wording import sentence
from rapport.intelligence import selectors as intelligence


@require_safe
@signed_in
def decisions(request: SignedInRequest) -> HttpResponse:
    """To decide, reviews due, and what else stands."""
    standing = selectors.decisions(request.viewer)
    return render(
        request,
        "conference/decisions.html",
        {
            "to_decide": selectors.to_decide(request.viewer),
            "due": [one for one in standing if one.state is State.REVIEW_DUE],
            "standing": [one for one in standing if one.state is not State.REVIEW_DUE],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def decide(request: SignedInRequest, note_ref: str) -> HttpResponse:
    """The note on one side, the sheet on the other."""
    case = selectors.case(request.viewer, note_ref)
    sheet = Sheet(people=case.people, places=case.places, data=request.POST)
    if request.method != "POST":
        return _page(request, case, *sheet.blank())
    if "more" in request.POST:
        return _page(request, case, *sheet.widened())
    form, measures = sheet.filled()
    if not [one for one in (form, *_sent(measures)) if not one.is_valid()]:
        try:
            decision = _decide(request, case, form, measures)
        except Undecided as undecided:
            (form if undecided.measure is None else _taken(measures)[undecided.measure]).tell(undecided)
        else:
            messages.success(request, _("Decision %(ref)s is kept.") % {"ref": decision.ref})
            return redirect("conference:decisions")
    return _page(request, case, form, measures, status=422)


def _decide(request: SignedInRequest, case: Case, form: DecisionForm, measures: list[MeasureForm]) -> DecisionValue:
    taken = [one.measure() for one in _taken(measures)]
    return services.decide(request.viewer, note_ref=case.note.ref, measures=taken, **form.texts())


def _sent(measures: list[MeasureForm]) -> list[MeasureForm]:
    return [one for one in measures if one.is_bound]


def _taken(measures: list[MeasureForm]) -> list[MeasureForm]:
    """The measures in which something was typed."""
    return [one for one in _sent(measures) if one.has_changed()]


def _page(
    request: SignedInRequest, case: Case, form: DecisionForm, measures: list[MeasureForm], *, status: int = 200
) -> HttpResponse:
    kept = intelligence.note_kept(request.viewer, case.note.ref)
    context = {"case": case, "kept": kept, "note": case.note, "form": form, "measures": measures, "end": EndForm()}
    return render(request, "conference/decide.html", context, status=status)


@require_POST
@signed_in
def end(request: SignedInRequest, ref: str) -> HttpResponse:
    """End a decision before its time."""
    form = EndForm(request.POST)
    note_ref = selectors.decision(request.viewer, ref).note_ref
    if not form.is_valid():
        messages.warning(request, _("Say why the decision ends. It stands until then."))
        return redirect("conference:decide", note_ref)
    try:
        services.end(request.viewer, ref, reason=form.cleaned_data["reason"])
    except Undecided as undecided:
        messages.warning(request, sentence(undecided))
    else:
        messages.success(request, _("Decision %(ref)s has ended, and its measures with it.") % {"ref": ref})
    return redirect("conference:decide", note_ref)
