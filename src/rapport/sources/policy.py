"""Who may come near a sealed origin.

An origin can be asked about by the intelligence officers and the governor of its establishment and by its custodians;
the register of sources is the custodians' alone. Opening takes two people's signatures and the two custodians who hold
the key, whoever asks. Nobody sees whether an origin has a name.
Source: house plan, section 7; safeguard 10.
"""

from rapport.access.algebra import holds, matches, same_establishment, same_service
from rapport.access.roles import Role

_HERE = same_service() & same_establishment()

ASK_ABOUT = _HERE & (holds(Role.INTELLIGENCE) | holds(Role.GOVERNOR) | holds(Role.CUSTODIAN))

READ_SOURCE = _HERE & holds(Role.CUSTODIAN)
"""The register of sources, and every act on it."""

READ_KEY = same_service() & holds(Role.CUSTODIAN)

REQUESTER = matches("requester_id", "requester", lambda viewer: viewer.staff_id)

READ_OPENING = _HERE & (REQUESTER | holds(Role.CUSTODIAN) | holds(Role.GOVERNOR))
"""That somebody asked to open, and why. What was sealed is not in it."""

OPEN = _HERE & REQUESTER

CUSTODIAN = holds(Role.CUSTODIAN)
