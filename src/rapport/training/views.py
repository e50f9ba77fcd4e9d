"""The pages of a walk. One address shows "now" (/walk/): refreshed, gone back to, or in a second tab.

Each button posts to an address that names what it is about (the slot, the day, the passage), and comes back to "now":
pressed twice, or on an old page, it does nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access.sessions import switch_posting
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.training import selectors, services
from rapport.training.forms import LIKELIHOODS, LookForm, PostForm, ReportForm, StartForm, TalkForm
from rapport.training.lesson_selectors import STEPS, lesson_page
from rapport.training.models import Approach
from rapport.training.pages import LessonPage, Line, WalkPage
from rapport.training.rules import NotAllowed, Phase
from rapport.training.seats import seat_again, seat_or_none

P = ParamSpec("P")
Act = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]

REFUSALS: dict[str, Promise] = {
    "not_now": gettext_lazy("The walk has gone on; this is where it stands now."),
    "time_is_up": gettext_lazy("Time was up before that. What you had noted is kept."),
    "notebook_full": gettext_lazy("The notebook holds eight lines a day. Cross one out first."),
    "in_a_report": gettext_lazy("This line is in a report already and stays."),
    "not_here": gettext_lazy("You cannot see him from here."),
    "post_closed": gettext_lazy("Nobody is there at that time. Choose another post."),
    "no_slot_left": gettext_lazy("There is no part of the walk left that this report could be written in."),
}
TEMPLATES = {
    Phase.CARD: "training/card.html",
    Phase.SCENE: "training/scene.html",
    Phase.EVENING: "training/evening.html",
    Phase.WRITING: "training/writing.html",
    Phase.ANCHOR: "training/anchor.html",
    Phase.CHOOSE: "training/choose.html",
    Phase.LOOK: "training/look.html",
    Phase.LAST: "training/last.html",
    Phase.CLOSED: "training/closed.html",
}


def act(view: Act[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A button of the walk: what the walk does not allow now is said on the page that is next, and nothing is lost."""

    @require_POST
    @signed_in
    @wraps(view)
    def pressed(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            messages.warning(request, str(REFUSALS.get(refusal.code, REFUSALS["not_now"])))
            return redirect("training:home")

    return pressed


@require_safe
@signed_in
def home(request: SignedInRequest) -> HttpResponseBase:
    """Where the walk stands: the one page that is next."""
    viewer = request.viewer
    if seat_or_none(viewer) is None:
        return render(request, "training/start.html", {"start_form": StartForm(), "walks": selectors.my_walks(viewer)})
    services.notice_filed(viewer)
    page = selectors.walk_page(viewer)
    if page.phase == Phase.LESSON:
        return _lesson(request, lesson_page(viewer))
    return _now(request, page)


def _now(request: HttpRequest, page: WalkPage, **context: Any) -> HttpResponse:
    """The page of this phase, with its form."""
    phase = Phase(page.phase)
    if phase is Phase.CHOOSE:
        context.setdefault("form", _post_form(page, request.GET.get("post", "")))
    context.setdefault("likelihoods", LIKELIHOODS)
    context.setdefault("form", LookForm())
    context.setdefault("start_form", StartForm())
    return render(request, TEMPLATES[phase], {"page": page, **context})


def _post_form(page: WalkPage | LessonPage, post: str = "", data: Any = None) -> PostForm:
    ways = [(value, *selectors.approach_words(value)) for value in Approach.values]
    return PostForm(data, posts=page.open_posts, approaches=ways, initial={"post": post})


@require_POST
@signed_in
def start(request: SignedInRequest) -> HttpResponseBase:
    """Start a walk and go on in its officer's seat."""
    form = StartForm(request.POST)
    if not form.is_valid():
        context = {"start_form": form, "walks": selectors.my_walks(request.viewer)}
        return render(request, "training/start.html", context, status=422)
    typed = form.cleaned_data
    seat = services.start_walk(
        request.viewer, language=request.LANGUAGE_CODE, pace=typed["pace"], scenario=typed["wing"] or services.SCENARIO
    )
    switch_posting(request, seat_again(request.viewer, seat.exercise.ref).posting)
    return redirect("training:home")


@require_POST
@signed_in
def resume(request: SignedInRequest) -> HttpResponseBase:
    """Go on with one of one's own walks."""
    switch_posting(request, seat_again(request.viewer, request.POST.get("exercise", "")).posting)
    return redirect("training:home")


def _lesson(request: HttpRequest, page: LessonPage, form: PostForm | None = None) -> HttpResponse:
    if page.step == "post" and form is None:
        form = _post_form(page, request.GET.get("post", ""))
    return render(request, "training/lesson.html", {"page": page, "form": form})


@act
def lesson_note(request: SignedInRequest, position: int) -> HttpResponseBase:
    """Note one of the lesson's passages, or cross it out."""
    noting = services.lesson_note if request.POST.get("noted") == "yes" else services.lesson_unnote
    noting(request.viewer, position)
    return redirect("training:home")


@act
def lesson(request: SignedInRequest, step: str) -> HttpResponseBase:
    """Go on from one step of the lesson to the next."""
    viewer = request.viewer
    if step not in STEPS:
        raise Http404
    if step == "post":
        page = lesson_page(viewer)
        form = _post_form(page, data=request.POST)
        if not form.is_valid():
            return _lesson(request, page, form)
        services.take_lesson_post(viewer, **form.cleaned_data)
    elif step == "report":
        return _to_the_desk(services.report_of_lesson(viewer))
    else:
        {"notes": services.to_lesson_post, "answer": services.see_answer, "reveal": services.begin}[step](viewer)
    return redirect("training:home")


@act
def leave_lesson(request: SignedInRequest) -> HttpResponseBase:
    """Leave the first five minutes: for whoever has played them before."""
    services.begin(request.viewer)
    return redirect("training:home")


@act
def choose(request: SignedInRequest, n: int) -> HttpResponseBase:
    """Take a post for a slot."""
    viewer = request.viewer
    page = selectors.walk_page(viewer)
    if page.phase != Phase.CHOOSE or page.n != n:
        services.choose(viewer, n)
        return redirect("training:home")
    form = _post_form(page, data=request.POST)
    if not form.is_valid():
        return _now(request, page, form=form)
    services.choose(viewer, n, **form.cleaned_data)
    return redirect("training:home")


@act
def note(request: SignedInRequest, n: int, position: int) -> HttpResponseBase:
    """Note a passage, or cross it out."""
    noting = services.note if request.POST.get("noted") == "yes" else services.unnote
    noting(request.viewer, n, position)
    return redirect("training:home")


@act
def note_talk(request: SignedInRequest, n: int) -> HttpResponseBase:
    """Note what somebody answered, or cross it out."""
    noting = services.note_talk if request.POST.get("noted") == "yes" else services.unnote_talk
    noting(request.viewer, n)
    return redirect("training:home")


@require_POST
@signed_in
def ping(request: SignedInRequest, n: int) -> HttpResponseBase:
    """The scene's page says that it is still open, or that it was opened again."""
    sign = services.come_back if request.POST.get("fresh") else services.ping
    try:
        return JsonResponse({"left": sign(request.viewer, n)})
    except NotAllowed:
        return JsonResponse({"left": 0}, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def talk(request: SignedInRequest, n: int) -> HttpResponseBase:
    """Have a word with somebody; the scene's clock stands still meanwhile."""
    page = selectors.walk_page(request.viewer)
    if page.phase != Phase.SCENE or page.n != n or not page.may_talk or page.time_is_up:
        return redirect("training:home")
    form = TalkForm(request.POST if request.method == "POST" else None, people=page.people_here)
    if request.method == "POST" and form.is_valid():
        try:
            services.talk(request.viewer, n, form.cleaned_data["person"])
        except NotAllowed as refusal:
            messages.warning(request, str(REFUSALS[refusal.code]))
        return redirect("training:home")
    return render(request, "training/talk.html", {"page": page, "form": form})


@act
def close_slot(request: SignedInRequest, n: int) -> HttpResponseBase:
    """Go on to what is next."""
    services.close_slot(request.viewer, n)
    return redirect("training:home")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: SignedInRequest) -> HttpResponseBase:
    """Choose the lines of a report and go to the ordinary form; what it costs is said before."""
    viewer = request.viewer
    page = selectors.walk_page(viewer)
    if page.unfinished:
        return _to_the_desk(page.unfinished)
    if not page.may_write:
        messages.warning(request, str(REFUSALS["no_slot_left"]))
        return redirect("training:home")
    choices = [(line.id, _in_words(line)) for line in page.all_lines if not line.in_a_report]
    today = [line.id for line in page.notebook if not line.in_a_report]
    form = ReportForm(request.POST if request.method == "POST" else None, lines=choices, initial=today)
    if request.method == "POST" and form.is_valid():
        return _begin(request, form)
    return render(request, "training/report.html", {"page": page, "form": form})


def _begin(request: SignedInRequest, form: ReportForm) -> HttpResponseBase:
    after = request.POST.get("after", "")
    try:
        ref = services.begin_report(
            request.viewer, form.cleaned_data["lines"], after=int(after) if after.isdecimal() and len(after) < 4 else -1
        )
    except NotAllowed as refusal:
        messages.warning(request, str(REFUSALS.get(refusal.code, REFUSALS["not_now"])))
        return redirect("training:home")
    return _to_the_desk(ref)


def _in_words(line: Line) -> str:
    said = "".join(segment.text for segment in line.segments)
    told = _("told:") + " " if line.told else ""
    when = _("day %(day)s, %(clock)s") % {"day": line.day + 1, "clock": line.clock}
    return f"{when} · {told}{said}"


def _to_the_desk(ref: str) -> HttpResponse:
    """The ordinary form, which comes back here when the report is filed."""
    address = reverse("reporting:write", args=[ref])
    return redirect(f"{address}?{urlencode({'next': reverse('training:filed')})}")


@require_safe
@signed_in
def filed(request: SignedInRequest) -> HttpResponseBase:
    """Back from the desk's form: the report is filed, its card is next."""
    if seat_or_none(request.viewer) is not None:
        services.notice_filed(request.viewer)
    return redirect("training:home")


@act
def card(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Seal the card of a filed report."""
    form = LookForm(request.POST)
    if not form.is_valid():
        page = selectors.walk_page(request.viewer)
        return _now(request, page, form=form)
    services.seal_card(request.viewer, ref, form.cleaned_data["percent"])
    return redirect("training:home")


@act
def end_day(request: SignedInRequest, day: int) -> HttpResponseBase:
    """Go home."""
    services.end_day(request.viewer, day)
    return redirect("training:home")


@act
def look(request: SignedInRequest, number: int) -> HttpResponseBase:
    """Begin the last look (number 0), or answer one of its passages."""
    viewer = request.viewer
    if number == 0:
        services.draw_look(viewer)
        return redirect("training:home")
    form = LookForm(request.POST)
    if not form.is_valid():
        return _now(request, selectors.walk_page(viewer), form=form)
    services.answer_look(viewer, number, form.cleaned_data["percent"])
    return redirect("training:home")


@act
def close(request: SignedInRequest) -> HttpResponseBase:
    """Close the exercise: from now on the truth may be opened."""
    services.close_exercise(request.viewer)
    return redirect("training:home")
