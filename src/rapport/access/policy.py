"""Who may read what this room keeps, and who may set up prison services and post staff.

Source: Directive (EU) 2016/680, article 29(2)(e) (only what one is authorised for); house plan, section 2 (tenant).
"""

from rapport.access.algebra import author, exists, holds, same_establishment, same_service, says
from rapport.access.roles import Role

READ_SERVICE = same_service("pk")
"""One's own prison service."""

READ_REGION = same_service()
READ_ESTABLISHMENT = same_service() & same_establishment("pk")

READ_STAFF = exists("access.Posting.staff", same_service())
"""Whoever is or was posted in one's own service."""

OWN_POSTING = author("staff_id").named("own")
READ_POSTING = OWN_POSTING | same_service()

SET_UP = holds(Role.TRAINER)
"""Opening a simulated service for an exercise, enrolling those who take part."""

RUN = holds(Role.TRAINER) & says("simulated", True)
"""Over a prison service: its places, its clock, who is posted there. A live one's come with its administration."""
