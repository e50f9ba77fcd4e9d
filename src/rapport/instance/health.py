"""Ready or not, for whoever watches the server."""

from django.http import HttpRequest, HttpResponse

from rapport.ledger.soundness import Fault, watch

PATH = "/healthz"
REASONS = {
    Fault.UNREACHABLE: "no database",
    Fault.HELD: "database held",
    Fault.MISSING: "ledger missing",
    Fault.UNFOUNDED: "not initialised",
    Fault.READ_ONLY: "ledger read-only",
    Fault.FULL: "ledger full",
    Fault.DISARMED: "ledger disarmed",
}


def healthz(_request: HttpRequest) -> HttpResponse:
    """200 when the ledger can be kept, 503 and the reason otherwise. Records nothing."""
    found = watch.fault()
    if found is not None:
        return HttpResponse(f"{REASONS[found]}\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
