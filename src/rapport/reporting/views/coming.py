"""What stands in an address or a hidden field: where one came from, a number."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def next_page(request: HttpRequest) -> str:
    """Where the writer came from, if that is a page of ours."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else ""


def number(text: str) -> int:
    """A number from an address or a hidden field; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
