"""The page of answers owed: of which reports their authors have heard nothing, and telling them.

Who may: the desk sees which and answers in an agreed phrase; the head of the prison sees how many wait too long.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rapport.access.roles import Role
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.reporting import owing, policy, services
from rapport.reporting.phrases import UnknownPhrase, agreed


@require_safe
@signed_in
def owed(request: SignedInRequest) -> HttpResponse:
    """What is owed, what is due first."""
    viewer = request.viewer
    policy.ANSWERS_OWED.require_acting(viewer)
    desk = viewer.holds(Role.INTELLIGENCE)
    language = (get_language() or "en").split("-")[0]
    context = {
        "desk": desk,
        "owed": owing.owed(viewer) if desk else [],
        "waited": None if desk else owing.waited(viewer),
        "phrases": [(code, one.in_language(language)) for code, one in agreed().items()],
    }
    return render(request, "reporting/owed.html", context)


@require_POST
@signed_in
def tell(request: SignedInRequest, ref: str) -> HttpResponse:
    """Tell an author what became of the report, in an agreed phrase."""
    try:
        services.tell_author(request.viewer, ref, request.POST.get("phrase", ""))
    except UnknownPhrase:
        messages.warning(request, _("Choose what the author is told."))
    else:
        messages.success(request, _("The author is told."))
    return redirect("reporting:owed")
