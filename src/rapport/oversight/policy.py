"""Who looks at how records are handled: the inspector of the prison service, and nobody inside it.

Whether a record is kept is decided by whoever its room says (`access.keeping`).
"""

from rapport.access.algebra import holds, known, matches, same_establishment, same_service
from rapport.access.roles import Role

LOOK = holds(Role.INSPECTOR)

READ_EARLY = same_service() & (
    matches("requester_id", "requester", lambda viewer: viewer.staff_id)
    | ((holds(Role.DATA_PROTECTION) | holds(Role.INSPECTOR)) & (same_establishment() | ~known("establishment_id")))
)
"""That somebody asks to erase something early, and why; what the record says stands nowhere there."""

SEE_HOLDS = (holds(Role.DATA_PROTECTION) | holds(Role.INSPECTOR)).named("role.holds")
"""Every hold of the prison service: that it is there, on which law and until when."""
