"""Who may read what this room keeps, and who may set up prison services and post staff.

Source: Directive (EU) 2016/680, article 29(2)(e) (only what one is authorised for); house plan, section 2 (tenant).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapport.access.algebra import among, author, exists, holds, known, same_establishment, same_service, says
from rapport.access.roles import Role
from rapport.access.stand_ins import only
from rapport.access.two_person import signable

if TYPE_CHECKING:
    from rapport.access.viewer import Viewer

READ_SERVICE = same_service("pk")
"""One's own prison service."""

READ_REGION = same_service()
READ_ESTABLISHMENT = same_service() & same_establishment("pk")

READ_STAFF = exists("access.Posting.staff", same_service())
"""Whoever is or was posted in one's own service."""

OWN_POSTING = author("staff_id").named("own")
READ_POSTING = OWN_POSTING | same_service()

SET_UP = holds(Role.TRAINER) | holds(Role.ADMINISTRATOR)
"""Opening a simulated service for an exercise, enrolling those who take part; enrolling the staff of one's service."""


def _whole(viewer: Viewer) -> frozenset[int]:
    """The service of somebody whose posting is not narrowed to an establishment."""
    return only(viewer.service_id) if viewer.establishment_id is None else frozenset()


WHOLE_SERVICE = among("pk", "whole_service", _whole)
AT_HAND = same_service() & (
    same_establishment() | (~known("establishment_id") & among("service_id", "whole_service", _whole))
)
"""A posting that the viewer's own reaches: at one of their establishments, or over all of the service like theirs."""

RUN_CLOCK = holds(Role.TRAINER) & says("simulated", True)
RUN = RUN_CLOCK | (holds(Role.ADMINISTRATOR) & same_service("pk"))
"""Over a prison service: who is posted there."""
KEEP_SERVICE = RUN_CLOCK | (holds(Role.ADMINISTRATOR) & WHOLE_SERVICE)
"""Over a prison service as a whole: its places, its compartments, the law behind its purposes."""

INSPECTED = holds(Role.INSPECTOR) & exists("access.Posting.staff", same_service(), on="staff_id")
"""The accounts of a prison service, to its inspector."""

OWN_KEY = author("staff_id").named("own")
READ_KEY = OWN_KEY | INSPECTED
CONFIRM_KEY = INSPECTED & ~author("staff_id")
"""An inspector who met the holder and compared the fingerprint; never one's own."""
REVOKE_KEY = READ_KEY

SIGN_REQUEST = (
    same_service()
    & (~known("establishment_id") | same_establishment())
    & among("operation", "approver", lambda viewer: signable(viewer.roles))
)
"""Whoever the act names, where it was asked for."""
READ_REQUEST = author("requester_id") | SIGN_REQUEST

KEEP_POSTING = holds(Role.ADMINISTRATOR) & AT_HAND
KEEP_ACCOUNTS = holds(Role.ADMINISTRATOR) & exists("access.Posting.staff", AT_HAND)
"""The accounts of whoever is or was posted where the administrator is."""
READ_ACCOUNT = author("staff_id").named("own") | (
    holds(Role.ADMINISTRATOR) & exists("access.Posting.staff", AT_HAND, on="staff_id")
)

PROPOSE_WITNESS = holds(Role.ADMINISTRATOR) | holds(Role.INSPECTOR)
READ_WITNESS = PROPOSE_WITNESS | holds(Role.GOVERNOR)
"""Whoever proposes the witness's key, or may be asked to sign for it."""

ADMINISTERS = holds(Role.ADMINISTRATOR) & same_service()
READ_DESK = (holds(Role.ADMINISTRATOR) | holds(Role.INSPECTOR)) & same_service()
READ_COMPARTMENT = same_service()
READ_LEGAL_BASIS = same_service()
"""Everybody of a service may know on which law it rests what they do."""

OWN_JOB = author("staff_id").named("own")
"""Each sees their own jobs; their effects are records, under those records' rules."""
