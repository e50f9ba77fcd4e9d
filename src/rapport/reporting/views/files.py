"""Photographs and documents, always as a download."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in
from rapport.reporting import selectors
from rapport.reporting.attachment_files import CONTENT_TYPES


@require_safe
@signed_in
def file(request: SignedInRequest, ref: str) -> HttpResponseBase:
    """A photograph or document, always as a download: nothing of it is ever run or shown by us."""
    value, content = selectors.attachment(request.viewer, ref)
    response = HttpResponse(content, content_type=CONTENT_TYPES[value.kind])
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=value.name) or ""
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
