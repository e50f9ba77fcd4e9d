"""The pages of what cannot wait: an alarm, the duty roster, urgent notices and their review."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.reporting import calls, policy, services
from rapport.reporting.services import NotSaved, Unfilable
from rapport.reporting.services.urgent import on_call
from rapport.reporting.urgent_forms import NoticeForm, RecipientForm, RosterForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def alarm(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """An alarm: for its author whom to telephone, for whoever is called the report and the button."""
    viewer = request.viewer
    if request.method == "POST" and request.POST.get("do") == "answer":
        services.answer_alarm(viewer, ref)
        messages.success(request, _("You have it in hand. Its author sees that."))
        return redirect("reporting:alarm", ref)
    again = request.headers.get("HX-Request") == "true"
    value = calls.alarm_again(viewer, ref) if again else calls.alarm(viewer, ref)
    form = NoticeForm(request.POST if request.method == "POST" else None, recipients=calls.allowed_recipients(value))
    if request.method == "POST" and form.is_valid():
        try:
            services.send_notice(viewer, ref, **form.cleaned_data)
        except Unfilable as refusal:
            form.explain(refusal.findings)
        else:
            messages.success(request, _("Kept. Telephone it now; a second person looks at it within a day."))
            return redirect("reporting:alarm", ref)
    return render(request, "reporting/alarm.html", {"alarm": value, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def roster(request: SignedInRequest) -> HttpResponseBase:
    """Who is called, in which order; and which offices may be sent a notice."""
    viewer = request.viewer
    policy.KEEP_ROSTER.require_acting(viewer)
    act, _colon, about = request.POST.get("do", "").partition(":")
    form = RosterForm(request.POST if act == "put" else None, holders=on_call(viewer))
    office = RecipientForm(request.POST if act == "ask" else None)
    if act == "off":
        services.take_off_roster(viewer, about)
        return redirect("reporting:roster")
    if act == "allow":
        services.allow_recipient(viewer, about)
        return redirect("reporting:roster")
    if act == "put" and form.is_valid() and _put(request, form):
        return redirect("reporting:roster")
    if act == "ask" and office.is_valid():
        try:
            return redirect("access:approval", services.ask_for_recipient(viewer, **office.cleaned_data))
        except NotSaved:
            office.add_error("name", _("Nothing is written yet."))
    context = {
        "turns": calls.roster(viewer),
        "recipients": calls.recipients(viewer),
        "form": form,
        "office": office,
    }
    return render(request, "reporting/roster.html", context)


def _put(request: SignedInRequest, form: RosterForm) -> bool:
    typed = form.cleaned_data
    try:
        services.put_on_roster(
            request.viewer, posting=typed["posting"], place=typed["place"], phone=typed["phone"], ends=form.ends()
        )
    except NotSaved as refusal:
        said = _("This day is past.") if refusal.code == "past" else _("Choose from the list.")
        form.add_error("until" if refusal.code == "past" else "posting", said)
        return False
    messages.success(request, _("On the roster from now on."))
    return True


@require_http_methods(["GET", "HEAD"])
@signed_in
def duty(request: SignedInRequest) -> HttpResponseBase:
    """Headquarters' first page: what calls its duty officer, notices to look at, who is on duty in each prison."""
    viewer = request.viewer
    policy.WATCH.require_acting(viewer)
    prisons = calls.on_duty(viewer)
    context = {
        "called": calls.called(viewer),
        "waiting": [one for one in calls.notices(viewer) if one.reviewed is None and not one.own],
        "prisons": prisons,
        "without": [one.prison for one in prisons if not one.turns],
    }
    return render(request, "reporting/duty.html", context)


@require_http_methods(["GET", "HEAD"])
@signed_in
def notices(request: SignedInRequest) -> HttpResponseBase:
    """Urgent notices, for a second person to look at."""
    return render(request, "reporting/notices.html", {"notices": calls.notices(request.viewer)})


@require_POST
@signed_in
def review(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Say whether a notice was fitting."""
    services.review_notice(request.viewer, ref, fitting=request.POST.get("fitting") == "yes")
    return redirect("reporting:notices")
