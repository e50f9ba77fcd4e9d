"""Addresses of records: a list of twenty has twenty, and Django works each out anew."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse

ANY = "AAA-AAAAA"
"""In place of a reference, of which it has the form."""


def address(page: str, ref: str) -> str:
    """Where the page of this record stands: as `reverse` says it. `ref` is a reference as it is kept."""
    before, after = _around(page, settings.ROOT_URLCONF, get_script_prefix())
    return f"{before}{ref}{after}"


@lru_cache(maxsize=500)
def _around(page: str, _ways: str, _prefix: str) -> tuple[str, str]:
    before, _ref, after = reverse(page, args=[ANY]).partition(ANY)
    return before, after
