"""What the frame of a page needs to know to lock itself: after how long, and where to."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from rapport.access.sessions import lock_after, seat_of


def lock(request: HttpRequest) -> dict[str, Any]:
    """Nothing for whoever came in by a link: there is no passphrase that would open their seat again."""
    viewer = getattr(request, "viewer", None)
    if viewer is None or seat_of(request) is None:
        return {}
    return {
        "page_lock": {
            "seconds": int(lock_after().total_seconds()),
            "lock": reverse("access:lock"),
            "locked": reverse("access:locked"),
        }
    }
