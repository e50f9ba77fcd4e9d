"""Who may read what this room keeps, and who may set up prison services and post staff.

Source: Directive (EU) 2016/680, article 29(2)(e) (only what one is authorised for); house plan, section 2 (tenant).
"""

from rapport.access.algebra import among, author, exists, holds, known, same_establishment, same_service, says
from rapport.access.roles import Role
from rapport.access.two_person import signable

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

RUN_CLOCK = holds(Role.TRAINER) & says("simulated", True)
RUN = RUN_CLOCK | (holds(Role.ADMINISTRATOR) & same_service("pk"))
"""Over a prison service: its places, who is posted there."""

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

ADMINISTERED = holds(Role.ADMINISTRATOR) & exists("access.Posting.staff", same_service(), on="staff_id")
"""The accounts of a prison service, to its administrator."""
READ_ACCOUNT = author("staff_id").named("own") | ADMINISTERED

KEEP_ACCOUNTS = holds(Role.ADMINISTRATOR) & exists("access.Posting.staff", same_service())
"""Accounts of whoever is or was posted in the administrator's own service."""

ADMINISTERS = holds(Role.ADMINISTRATOR) & same_service()
READ_DESK = (holds(Role.ADMINISTRATOR) | holds(Role.INSPECTOR)) & same_service()
READ_COMPARTMENT = same_service()
READ_LEGAL_BASIS = same_service()
"""Everybody of a service may know on which law it rests what they do."""

OWN_JOB = author("staff_id").named("own")
"""Each sees their own jobs; their effects are records, under those records' rules."""
