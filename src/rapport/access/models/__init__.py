"""The records of this room: prison services and who works there, keys and approvals, jobs."""

from rapport.access.models.approval import AccountEvent, Approval, ApprovalRequest, SigningKey
from rapport.access.models.job import Job
from rapport.access.models.service import Establishment, Posting, PrisonService, Region, Staff
from rapport.access.roles import Role

__all__ = [
    "AccountEvent",
    "Approval",
    "ApprovalRequest",
    "Establishment",
    "Job",
    "Posting",
    "PrisonService",
    "Region",
    "Role",
    "SigningKey",
    "Staff",
]
