"""The look, on one page: every component as it stands on the desk, so that one can see what one builds with.

For whoever builds or reviews pages; served only where the settings say `LOOK_PAGE`, never on live. All words invented.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.interface import specimens


def look(request: HttpRequest) -> HttpResponse:
    """Show every component. A POST shows the same form as it looks when something is missing."""
    if not getattr(settings, "LOOK_PAGE", False):
        raise Http404
    form = specimens.SpecimenForm(request.POST or None)
    return render(request, "interface/look.html", {"form": form, "exercise_label": "B-14", **specimens.page()})
