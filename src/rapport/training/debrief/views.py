"""The debrief's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.simulation.recipe import Recipe
from rapport.training.debrief.page import page
from rapport.training.debrief.selectors import findings


@never_cache
@require_safe
@signed_in
def debrief(request: SignedInRequest) -> HttpResponseBase:
    """Where did the signal die, where did the suspicion stop: of one's own walk, once it is over."""
    found = findings(request.viewer)
    shown = page(
        found,
        language=get_language() or "en",
        look=_number(request.GET.get("look", "")),
        man=_number(request.GET.get("man", "")),
    )
    return render(request, "training/debrief/page.html", {"debrief": shown})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


@never_cache
@require_safe
@signed_in
def recipe(request: SignedInRequest) -> HttpResponseBase:
    """The exercise as a file that `rapport replay` plays again on any machine, once it is over."""
    found = findings(request.viewer)
    written = Recipe.of(found.world, nonce=bytes(found.exercise.nonce)).to_json()
    answer = HttpResponse(written, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="exercise-{found.exercise.label}.json"'
    return answer
