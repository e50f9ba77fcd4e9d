"""The house without its ledger: closed. Instead of pages it shows the duty telephone and a form to fill in by hand.

The page needs no database, no session and no sign-in. Who sent a form when the house closed gets back on the page what
they had typed, to print it or copy it down.
"""

import re
import sys
from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

from rapport.instance.health import PATH as HEALTH
from rapport.ledger.soundness import Fault, leave_a_kept_session, leave_a_lost_file, watch

NOT_SHOWN = re.compile("pass|code|token|secret|key|otp", re.IGNORECASE)
SHORTEST = 15


class ClosedWithoutLedger:
    """Answers every page with the closed one while the ledger cannot be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == HEALTH or request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        leave_a_lost_file()
        found = watch.fault()
        return self.get_response(request) if found is None else closed(request, found)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The first to notice may be a page that could not leave its entry."""
        found = watch.saw(exception)
        return None if found is None else closed(request, found)


def our_mistake(request: HttpRequest) -> HttpResponse:
    """Handler of errors: the closed page when it was the ledger, an apology otherwise."""
    error = sys.exc_info()[1]
    found = watch.saw(error) if error is not None else None
    return server_error(request) if found is None else closed(request, found)


def closed(request: HttpRequest, found: Fault) -> HttpResponse:
    """The page that stands for all others."""
    response = HttpResponse(_page(request, fault=found.value, typed=_typed(request)), status=503)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = "60"
    leave_a_kept_session()
    return response


@require_safe
def urgent_form(request: HttpRequest) -> HttpResponse:
    """The form alone: to be printed before it is needed."""
    return HttpResponse(_page(request))


def _page(request: HttpRequest, **more: object) -> str:
    asked = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    language = asked if asked in known else translation.get_language_from_request(request)
    with translation.override(language):
        return render_to_string(
            "interface/closed.html",
            {
                "telephone": settings.RAPPORT_DUTY_TELEPHONE,
                "languages": [(code, translation.get_language_info(code)["name_local"]) for code in known],
                "language": language,
                "instance_mode": watch.mode,
                **more,
            },
        )


def _typed(request: HttpRequest) -> list[str]:
    """What this very page sent, its longer texts: never for a form that another site sent, never what opens a door."""
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site") != "same-origin":
        return []
    fields: Mapping[str, str] = request.POST.dict()
    return [
        value
        for name, value in fields.items()
        if len(value) >= SHORTEST and any(letter.isspace() for letter in value) and not NOT_SHOWN.search(name)
    ]
