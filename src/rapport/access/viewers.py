"""The viewer: who is reading or acting, as one frozen value made once per request or job, from a posting in force."""

from __future__ import annotations

from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest

from rapport.access import walls
from rapport.access.algebra import Refused
from rapport.access.models import Posting
from rapport.access.roles import USUAL_PURPOSE
from rapport.access.statements import prepared
from rapport.access.viewer import NOBODY, Steward, Viewer

__all__ = [
    "NOBODY",
    "Request",
    "SignedInRequest",
    "Steward",
    "Viewer",
    "again",
    "current_viewer",
    "posting_of",
    "viewer_for",
]


class Request(HttpRequest):
    """A request after the middleware: `viewer` is None for someone signed out."""

    viewer: Viewer | None


class SignedInRequest(HttpRequest):
    """A request inside a view that is `signed_in`."""

    viewer: Viewer


def viewer_for(posting: Posting, *, purpose: str = "") -> Viewer:
    """The viewer that this posting makes now, for a stated purpose or the usual one of its role.

    Raises `Refused("posting")` if the posting is not in force by the clock of its service.
    """
    if not posting.in_force():
        raise Refused("posting", posting)
    staff, service, place = posting.staff, posting.service, posting.establishment
    viewer = Viewer(
        staff_id=staff.pk,
        staff_ref=staff.ref,
        name=staff.name,
        posting_id=posting.pk,
        posting_ref=posting.ref,
        service_id=service.pk,
        service_ref=service.ref,
        service_name=service.name,
        mode=service.mode_id,
        establishment_id=posting.establishment_id,
        establishment_name=place.name if place is not None else "",
        establishments=posting.reach(),
        roles=frozenset({str(posting.role)}),
        compartments=frozenset(posting.compartments),
        purpose=purpose or USUAL_PURPOSE[posting.role],
        language=staff.language,
        clock_now=service.clock_now,
    )
    walls.admit(viewer)
    return viewer


def posting_of(key: int) -> Posting | None:
    """The posting of this key, in force or not, with all that a viewer is made from."""
    return next(iter(_postings(key=key)), None)


@prepared
def _postings(*, key: int) -> QuerySet[Posting]:
    return Posting.with_all().filter(pk=key)


def again(viewer: Viewer) -> Viewer:
    """The same viewer by what is true now: for a job that runs later, or after the exercise's clock has moved.

    Raises `Refused("posting")` if the posting has ended since.
    """
    posting = posting_of(viewer.posting_id)
    if posting is None:
        raise Refused("posting")
    return viewer_for(posting, purpose=viewer.purpose)


def current_viewer(request: HttpRequest) -> Viewer:
    """The viewer of a request behind `signed_in`. Raises `Refused` for someone signed out."""
    viewer = cast("Viewer | None", getattr(request, "viewer", None))
    if viewer is None:
        raise Refused("signed_out")
    return viewer
