"""Establishments by region, and the plan of each place with who sleeps there."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.register import selectors
from rapport.register.drawing import Drawing, overview_of, plan_of
from rapport.register.forms import FindForm
from rapport.register.values import PlacePage


@require_safe
@signed_in
def establishments(request: SignedInRequest) -> HttpResponse:
    """The establishments that one's posting reaches, by region, and the search for people."""
    regions = selectors.establishments_page(request.viewer)
    keeps = bool(selectors.establishments_to_keep(request.viewer))
    return render(
        request, "register/establishments.html", {"regions": regions.items(), "keeps": keeps, "find": FindForm()}
    )


@require_safe
@signed_in
def establishment(request: SignedInRequest, ref: str) -> HttpResponse:
    """An establishment: its wings drawn side by side, each a link."""
    page = selectors.establishment_page(request.viewer, ref)
    return _drawn(request, page, overview_of(page.within, page.held))


@require_safe
@signed_in
def place(request: SignedInRequest, ref: str) -> HttpResponse:
    """A wing, a landing, a cell or a room: its plan, and who sleeps there now."""
    page = selectors.place_page(request.viewer, ref)
    return _drawn(request, page, plan_of(page.within, page.held))


def _drawn(request: SignedInRequest, page: PlacePage, drawing: Drawing) -> HttpResponse:
    """The plan, its twin in rows (place, kind of place it lies in, how many sleep there), and the people."""
    labels = {one.ref: one.label for one in page.within}
    rows = [(one, labels.get(one.within, ""), page.held.get(one.ref, 0)) for one in page.within]
    shapes = [(shape, _said(shape.place.label, shape.held)) for shape in drawing.shapes]
    context = {"page": page, "drawing": drawing, "shapes": shapes, "rows": rows, "find": FindForm()}
    return render(request, "register/place.html", context)


def _said(label: str, held: int) -> str:
    """What a place on the plan is called aloud: "Cell 12, 2 people"."""
    if not held:
        return _("%(place)s, nobody") % {"place": label}
    return ngettext("%(place)s, %(count)s person", "%(place)s, %(count)s people", held) % {
        "place": label,
        "count": held,
    }
