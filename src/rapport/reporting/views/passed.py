"""The page of matters that were passed on: what somebody outside the desk has to see to, and by when.

Who may: the head of the establishment for welfare, maintenance and crimes; the body outside for ill-treatment.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.reporting import queueing, services

ANSWERS = {
    "say": gettext_lazy("Write what was done."),
    "too_long": gettext_lazy("This is too long. Say it in fewer words."),
    "answered_before": gettext_lazy("This was answered before."),
}


@require_safe
@signed_in
def passed(request: SignedInRequest) -> HttpResponse:
    """What was passed to the viewer, what is due first."""
    return render(request, "reporting/passed.html", {"passings": queueing.passings(request.viewer)})


@require_POST
@signed_in
def answer(request: SignedInRequest, ref: str) -> HttpResponse:
    """Say what was done about one of them; what was typed stays in the field while something is to be mended."""
    typed = request.POST.get("words", "")
    try:
        services.answer_passing(request.viewer, ref, words=typed)
    except services.Unfit as unfit:
        shown = {"passings": queueing.passings(request.viewer), "ref": ref, "typed": typed}
        return render(request, "reporting/passed.html", {**shown, "mend": str(ANSWERS[unfit.code])}, status=422)
    messages.success(request, _("Kept. The matter is seen to."))
    return redirect("reporting:passed")
