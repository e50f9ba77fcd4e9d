"""The records of this room: prison services and who works there, keys and approvals, jobs."""

from rapport.access.models.account import Account, Desk, Tries
from rapport.access.models.approval import AccountEvent, Approval, ApprovalRequest, Decline, SigningKey
from rapport.access.models.compartment import Compartment, LegalBasis
from rapport.access.models.job import Job
from rapport.access.models.marking import Marking
from rapport.access.models.service import Establishment, Posting, PrisonService, Region, Staff
from rapport.access.roles import Role

__all__ = [
    "Account",
    "AccountEvent",
    "Approval",
    "ApprovalRequest",
    "Compartment",
    "Decline",
    "Desk",
    "Establishment",
    "Job",
    "LegalBasis",
    "Marking",
    "Posting",
    "PrisonService",
    "Region",
    "Role",
    "SigningKey",
    "Staff",
    "Tries",
]
