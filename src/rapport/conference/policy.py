"""Who decides, and who reads decisions: governors of the establishment.

That the one who decides is not the one who wrote is a second person's look, and asked in the service.
Source: field safeguards 10 and 13; house plan, section 5.
"""

from rapport.access.algebra import holds, open_to, same_establishment, same_service
from rapport.access.roles import Role
from rapport.intelligence.policy import about_oneself, beyond_compartments

_HERE = same_service() & same_establishment()

DECIDE = _HERE & holds(Role.GOVERNOR)
READ_DECISION = (
    _HERE
    & holds(Role.GOVERNOR)
    & open_to("note__compartment")
    & ~beyond_compartments("note_id")
    & ~about_oneself("note_id")
)
"""Nobody reads what was decided on a note that rests on a report about themselves, or lies in a compartment for which
they are not cleared."""
READ_MEASURE = (
    same_service("decision__service_id")
    & same_establishment("decision__establishment_id")
    & holds(Role.GOVERNOR)
    & open_to("decision__note__compartment")
    & ~beyond_compartments("decision__note_id")
    & ~about_oneself("decision__note_id")
)
SIT = holds(Role.GOVERNOR)
"""Opening the list of decisions at all."""
