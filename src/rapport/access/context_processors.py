"""What the frame of a page needs to know to lock itself, and to leave the screen once somebody else sits there."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac

from rapport.access.sessions import lock_after, seat_of


def lock(request: HttpRequest) -> dict[str, Any]:
    """Whose page it is, as a mark that names nobody; and how it locks, for whoever came in by passphrase."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {}
    whose = {"page_whose": salted_hmac("rapport-page", viewer.staff_ref, algorithm="sha256").hexdigest()[:16]}
    if seat_of(request) is None:
        return whose
    return whose | {
        "page_lock": {
            "seconds": int(lock_after().total_seconds()),
            "lock": reverse("access:lock"),
            "locked": reverse("access:locked"),
        }
    }
