"""What the frame of a page needs to know to lock itself, to leave the screen once somebody else sits there, and to say
on paper who printed it, when and for what.
"""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac

from rapport.access.purposes import PURPOSES
from rapport.access.sessions import lock_after, seat_of


class PageLock(NamedTuple):
    """After how long a page locks itself, and the addresses with which it does."""

    seconds: int
    lock: str
    locked: str


def lock(request: HttpRequest) -> dict[str, Any]:
    """Whose page it is, as a mark that names nobody; how it locks, if it does; what a print says."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {}
    purpose = PURPOSES.get(viewer.purpose)
    mark = salted_hmac("rapport-page", viewer.staff_ref, algorithm="sha256").hexdigest()[:16]
    whose: dict[str, Any] = {
        "page_whose": mark,
        "printed": {"on": viewer.now().date(), "purpose": purpose.label if purpose is not None else viewer.purpose},
    }
    if seat_of(request) is None:
        return whose
    return whose | {
        "page_lock": PageLock(int(lock_after().total_seconds()), reverse("access:lock"), reverse("access:locked"))
    }
