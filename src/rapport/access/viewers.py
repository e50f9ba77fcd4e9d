"""The viewer: who is reading or acting, as one frozen value made once per request or job.

There is no viewer that sees all. A service that sets up a simulated prison acts as a `Steward`, who can read nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from rapport.access import walls
from rapport.access.algebra.refusal import Refused
from rapport.access.roles import USUAL_PURPOSE, Role
from rapport.ledger.acting import Actor
from rapport.ledger.clock import wall_now

if TYPE_CHECKING:
    from rapport.access.models import Posting


@dataclass(frozen=True)
class Viewer:
    """Who, in which role, where, cleared for what, for which purpose, and by which clock.

    `establishment_id` is None for someone posted to a region or a whole service; `establishments` are then all that
    the posting reaches. `clock_now` is None where the prison service goes by the wall.
    """

    staff_id: int
    staff_ref: str
    name: str
    posting_id: int
    posting_ref: str
    service_id: int
    service_ref: str
    service_name: str
    mode: str
    establishment_id: int | None
    establishment_name: str
    establishments: frozenset[int]
    roles: frozenset[str]
    compartments: frozenset[str]
    purpose: str
    language: str
    clock_now: datetime | None

    def now(self) -> datetime:
        """The time in the viewer's prison service: an exercise's own, or the wall's."""
        return self.clock_now or wall_now()

    def holds(self, role: str) -> bool:
        """Whether the viewer is posted in this role."""
        return role in self.roles

    @property
    def label(self) -> str:
        """Name, role and place, in the reader's language: what stands at the top of every page."""
        roles = (str(Role(role).label) for role in sorted(self.roles))
        return " · ".join((self.name, *roles, self.establishment_name or self.service_name))

    @property
    def actor(self) -> Actor:
        """The viewer as the ledger knows them."""
        return Actor(
            staff=self.staff_ref, role="+".join(sorted(self.roles)), service=self.service_ref, purpose=self.purpose
        )


@dataclass(frozen=True)
class Steward:
    """Whoever sets up a prison service without being posted in it: the command line, or an exercise.

    Acts only through this room's services, reads nothing, and in a live service has no say once anyone is posted.
    `staff` is the reference of the person on whose behalf, if there is one.
    """

    purpose: str
    staff: str = ""
    service: str = ""

    @property
    def actor(self) -> Actor:
        """The steward as the ledger knows them."""
        return Actor(staff=self.staff, role="steward", service=self.service, purpose=self.purpose)


NOBODY = Actor(staff="", role="", service="", purpose="sign-in")
"""Somebody who is not signed in, as the ledger knows them."""


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


def again(viewer: Viewer) -> Viewer:
    """The same viewer by what is true now: for a job that runs later, or after the exercise's clock has moved.

    Raises `Refused("posting")` if the posting has ended since.
    """
    from rapport.access.models import Posting

    posting = Posting.with_all().filter(pk=viewer.posting_id).first()
    if posting is None:
        raise Refused("posting")
    return viewer_for(posting, purpose=viewer.purpose)


def current_viewer(request: HttpRequest) -> Viewer:
    """The viewer of a request behind `signed_in`. Raises `Refused` for someone signed out."""
    viewer = cast("Viewer | None", getattr(request, "viewer", None))
    if viewer is None:
        raise Refused("signed_out")
    return viewer
