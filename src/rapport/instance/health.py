"""Ready or not, for whoever watches the server."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from rapport.ledger.selectors import instance, missing_guards


def healthz(_request: HttpRequest) -> HttpResponse:
    """200 when records can be read and the ledger's guards stand, 503 and the reason otherwise. Records nothing."""
    try:
        missing = missing_guards()
        founded = instance() is not None
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    if missing or not founded:
        reason = "not initialised" if not founded else "ledger disarmed"
        return HttpResponse(f"{reason}\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
