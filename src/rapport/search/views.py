"""The search page: one box, what it found, what it can be narrowed by; without scripts."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.search import policy, rules, selectors, services
from rapport.search.excerpts import Line
from rapport.search.forms import Fields, NameForm, ReasonForm, SearchForm
from rapport.search.holding import Held, held, hold
from rapport.search.values import FACETS, Found, Search

FACET_NAMES = {
    "kind": _("What"),
    "place": _("Where"),
    "theme": _("Theme"),
    "grade": _("Grade"),
    "state": _("State"),
}
NOT_SAVED = {
    "no_name": _("Give it a name."),
    "long_name": _("60 letters at most."),
    "protected_name": _("This name has a word about religion, origin, politics or health. Choose another."),
    "protected_word": _("A search with such a word is not kept."),
    "watches_somebody": _("This search has somebody's name in it. Nobody is watched by a saved search."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def search(request: SignedInRequest) -> HttpResponseBase:
    """The box. What is typed is held under a reference, and the answer stands at that address."""
    policy.SEARCH.require_acting(request.viewer)
    if request.method != "POST":
        return _page(request, SearchForm())
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    wanted = _picked(form.search(), request.POST.get("pick", ""))
    if not wanted.words and not wanted.narrowed:
        form.add_error("words", _("Type a word, a name or a reference."))
        return _page(request, form, status=422)
    return redirect("search:found", hold(request, wanted))


@require_safe
@signed_in
def found(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """What was found, newest first. A protected word is asked about first."""
    policy.SEARCH.require_acting(request.viewer)
    asked = held(request, ref)
    try:
        return _answer(request, asked)
    except rules.NoReason:
        return render(request, "search/reason.html", {"held": asked, "form": ReasonForm()})


@require_POST
@signed_in
def reason(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """State the case and the reason for a protected word, and go on to what is found."""
    policy.SEARCH.require_acting(request.viewer)
    asked = held(request, ref)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render(request, "search/reason.html", {"held": asked, "form": form}, status=422)
    stated = services.state_reason(request.viewer, asked.search.words, **form.cleaned_data)
    hold(request, asked.search, ref=asked.ref, stated=stated)
    return redirect("search:found", asked.ref)


@require_POST
@signed_in
def save(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Keep a search for ninety days."""
    policy.SEARCH.require_acting(request.viewer)
    asked = held(request, ref)
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            services.save_search(request.viewer, form.cleaned_data["name"], asked.search)
        except rules.NotSaved as refusal:
            form.add_error("name", str(NOT_SAVED[refusal.code]))
        else:
            messages.success(request, _("Kept for 90 days. It stands on the search page."))
            return redirect("search:found", asked.ref)
    try:
        return _answer(request, asked, form, status=422)
    except rules.NoReason:
        return redirect("search:found", asked.ref)


@require_POST
@signed_in
def run_saved(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Make a saved search again."""
    try:
        wanted = selectors.saved_search(request.viewer, ref)
    except rules.NotSaved as refusal:
        messages.warning(request, str(NOT_SAVED[refusal.code]))
        return redirect("search:search")
    return redirect("search:found", hold(request, wanted))


@require_POST
@signed_in
def drop_saved(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """Throw a saved search away."""
    services.drop_saved(request.viewer, ref)
    messages.success(request, _("The saved search is thrown away."))
    return redirect("search:search")


def _picked(search: Search, pick: str) -> Search:
    """With one facet set or, with nothing after its name, taken away: what a button of the page says."""
    name, _colon, code = pick.partition(":")
    if name == "time":
        return replace(search, since=None, until=None)
    if name not in FACETS:
        return search
    return replace(search, facets={key: value for key, value in {**search.facets, name: code[:40]}.items() if value})


def _page(request: SignedInRequest, form: SearchForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "saved": selectors.saved(request.viewer), "nothing_asked": True}
    return render(request, "search/search.html", context, status=status)


def _answer(
    request: SignedInRequest, asked: Held, name_form: NameForm | None = None, *, status: int = 200
) -> HttpResponse:
    skip = request.GET.get("skip", "")
    answer = selectors.find(
        request.viewer,
        asked.search,
        skip=int(skip) if skip.isascii() and skip.isdecimal() and len(skip) < 4 else 0,
        stated=asked.stated,
    )
    context = {
        "held": asked,
        "fields": Fields.of(asked.search),
        "found": answer,
        "newer": max(answer.skip - selectors.PAGE, 0),
        "lines": [Line.of(hit, answer.asked) for hit in answer.hits],
        "nearly": [Line.of(hit, answer.asked) for hit in answer.nearly],
        "facets": _to_pick(answer, asked.search),
        "chosen": _chosen(answer, asked.search),
        "name_form": name_form,
        "name_fields": Fields(NameForm),
        "is_kept": not asked.stated,
        "most": selectors.MOST,
    }
    return render(request, "search/search.html", context, status=status)


Picks = tuple[tuple[str, tuple[tuple[str, str, int | None], ...]], ...]


def _to_pick(answer: Found, search: Search) -> Picks:
    """Facets that can still narrow, not chosen and with more than one value: each with its name, and for each value
    what its button sends, what it is called, and its count, where anything is counted.
    """
    return tuple(
        (
            str(FACET_NAMES[one.name]),
            tuple((f"{one.name}:{it.code}", it.label, it.count if answer.counted else None) for it in one.choices),
        )
        for one in answer.facets
        if one.name not in search.facets and len(one.choices) > 1
    )


def _chosen(answer: Found, search: Search) -> list[tuple[str, str, str]]:
    """What the search is narrowed to, each with its name, its value and what its button sends."""
    said = []
    for name, code in search.facets.items():
        facet = next((one for one in answer.facets if one.name == name), None)
        label = next((one.label for one in facet.choices if one.code == code), "") if facet else ""
        said.append((str(FACET_NAMES[name]), label or "…", f"{name}:"))
    if search.since or search.until:
        days = " – ".join(day.isoformat() if day else "…" for day in (search.since, search.until))
        said.append((str(_("When")), days, "time:"))
    return said
