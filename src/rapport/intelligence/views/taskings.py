"""Taskings for the desk and, those of sources, for custodians; and what a report at the desk answers.

Who may: policy.LIST_TASKINGS; the desk of the prison asks and ends.
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
from rapport.intelligence.forms.taskings import EndForm, TaskForm

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def taskings(request: SignedInRequest) -> HttpResponse:
    """What was asked of whom."""
    context = {"taskings": selectors.taskings(request.viewer), "desk": request.viewer.holds(Role.INTELLIGENCE)}
    return render(request, "intelligence/taskings.html", context)


@form_page
@signed_in
def task(request: SignedInRequest, ref: str) -> HttpResponse:
    """Ask somebody to find out what a requirement asks."""
    viewer = request.viewer
    asked = selectors.requirement(viewer, ref)
    today = viewer.now().date()
    form = TaskForm(
        request.POST if request.method == "POST" else None,
        places=selectors.posts(viewer),
        initial={"starts_on": today, "ends_on": asked.ends_on},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.task(viewer, ref, **form.cleaned_data)
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("It is asked. It ends by itself."))
            return redirect("intelligence:taskings")
    status = 422 if form.is_bound else 200
    return render(request, "intelligence/task.html", {"requirement": asked, "form": form}, status=status)


@form_page
@signed_in
def end(request: SignedInRequest, ref: str) -> HttpResponse:
    """Say what came of one, or cancel it."""
    one = selectors.tasking(request.viewer, ref)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_tasking(request.viewer, ref, **form.cleaned_data)
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("The tasking has ended."))
            return redirect("intelligence:taskings")
    status = 422 if form.is_bound else 200
    return render(request, "intelligence/end_tasking.html", {"tasking": one, "form": form}, status=status)


@require_POST
@signed_in
def answers(request: SignedInRequest, ref: str) -> HttpResponse:
    """Say which questions a report answers."""
    services.say_it_answers(request.viewer, ref, requirement_refs=request.POST.getlist("requirement"))
    messages.success(request, _("Kept with the questions that it answers."))
    return redirect("intelligence:evaluate", ref)
