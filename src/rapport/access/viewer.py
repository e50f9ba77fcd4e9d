"""Who reads or acts, as a frozen value: what the rules are about. How one is made stands in `viewers`.

There is no viewer that sees all. A service that sets up a simulated prison acts as a `Steward`, who can read nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rapport.access.roles import Role
from rapport.ledger.acting import Actor
from rapport.ledger.clock import wall_now


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
        return wall_now() if self.clock_now is None else self.clock_now

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
