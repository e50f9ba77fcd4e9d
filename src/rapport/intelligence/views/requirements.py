"""Requirements for the desk, and the questions of a shift for officers.

Who may: the desk of the prison asks, its officers answer.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access.roles import Role
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Unfit
from rapport.intelligence.forms.requirements import RequirementForm
from rapport.intelligence.wording import sentence

POST_OF_THE_SHIFT = "post_of_the_shift"

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@signed_in
def requirements(request: SignedInRequest) -> HttpResponse:
    """What the desk needs to know, and a form for a new question."""
    selectors.require_desk(request.viewer)
    form = RequirementForm(request.POST if request.method == "POST" else None, places=selectors.posts(request.viewer))
    if request.method == "POST" and form.is_valid():
        try:
            services.open_requirement(request.viewer, **form.cleaned_data)
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("The question is asked from now on."))
            return redirect("intelligence:requirements")
    desk = request.viewer.holds(Role.INTELLIGENCE)
    context = {"requirements": selectors.requirements(request.viewer), "form": form, "desk": desk}
    return render(request, "intelligence/requirements.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def questions(request: SignedInRequest) -> HttpResponse:
    """The start of a shift: instructions, what is asked of the post, questions. The post is remembered for the day."""
    today = request.viewer.now().date().isoformat()
    if "post" in request.GET:
        request.session[POST_OF_THE_SHIFT] = [today, request.viewer.posting_ref, request.GET["post"][:20]]
    day, posting, post = request.session.get(POST_OF_THE_SHIFT, ["", "", ""])
    mine = post if (day, posting) == (today, request.viewer.posting_ref) else ""
    return render(request, "intelligence/questions.html", {"shift": selectors.shift(request.viewer, mine)})


@require_POST
@signed_in
def answer_tasking(request: SignedInRequest, ref: str) -> HttpResponse:
    """Begin a report on what one's post was asked to find out."""
    try:
        draft = services.answer_tasking(request.viewer, ref)
    except Unfit as unfit:
        messages.warning(request, sentence(unfit))
        return redirect("intelligence:questions")
    messages.success(request, _("What you write is kept with what was asked."))
    return redirect("reporting:write", draft)


@require_POST
@signed_in
def answer(request: SignedInRequest, ref: str) -> HttpResponse:
    """Answer one; *seen* opens a report."""
    try:
        draft = services.answer_question(request.viewer, ref, reply=request.POST.get("reply", ""))
    except Unfit as unfit:
        messages.warning(request, sentence(unfit))
        return redirect("intelligence:questions")
    if draft:
        messages.success(request, _("What you write is kept with what was asked."))
        return redirect("reporting:write", draft)
    messages.success(request, _("Thank you. Nothing seen is an answer too."))
    return redirect("intelligence:questions")
