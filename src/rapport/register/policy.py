"""Who may read the register, and who may change it.

A person is read by whoever is posted where he is held, and by analysts of the prison service. Places are read by
everybody posted in the service: a plan tells of nobody.
Source: Directive (EU) 2016/680, article 4(1)(c) (no more than is needed).
"""

from rapport.access.algebra import author, holds, known, same_establishment, same_service, says
from rapport.access.roles import Role

_ON_THE_SPOT = holds(Role.OFFICER) | holds(Role.INTELLIGENCE) | holds(Role.GOVERNOR) | holds(Role.TRAINER)

READ_PLACE = same_service("establishment__service_id")
READ_PERSON = same_service() & ((same_establishment() & _ON_THE_SPOT) | holds(Role.ANALYST))
READ_PLACEMENT = same_service("person__service_id") & (
    (same_establishment("person__establishment_id") & _ON_THE_SPOT) | holds(Role.ANALYST)
)

KEEP = same_service("establishment__service_id") & same_establishment() & (holds(Role.GOVERNOR) | holds(Role.TRAINER))
"""Setting up places, admitting and moving people: the head of the establishment, or the trainer of a simulated one."""

READ_ASSOCIATION = same_service() & (
    (
        same_establishment()
        & (
            holds(Role.INTELLIGENCE)
            | holds(Role.GOVERNOR)
            | holds(Role.TRAINER)
            | (holds(Role.OFFICER) & says("kind", "non_association"))
        )
    )
    | holds(Role.ANALYST)
)
"""Whom to keep apart is everybody's business on the spot; who goes about with whom is not an officer's to look up."""

KEEP_ASSOCIATION = (
    same_service() & same_establishment() & (holds(Role.INTELLIGENCE) | holds(Role.GOVERNOR) | holds(Role.TRAINER))
)

READ_OTHER_NAME = same_service("person__service_id") & (
    (same_establishment("person__establishment_id") & _ON_THE_SPOT) | holds(Role.ANALYST)
)
"""As the person: officers hear nicknames before names."""

KEEP_PERSON = (
    same_service() & same_establishment() & (holds(Role.INTELLIGENCE) | holds(Role.GOVERNOR) | holds(Role.TRAINER))
)
"""Noting another name of somebody, correcting how his name is written."""

JUDGE_SAME = same_service() & (
    (same_establishment() & (holds(Role.INTELLIGENCE) | holds(Role.GOVERNOR) | holds(Role.TRAINER)))
    | holds(Role.ANALYST)
)
"""That two records are of one person: of both records, by whoever may read both. Source: safeguard 7 (combination)."""

READ_PROTECTED_ROLE = (
    same_service()
    & (~known("establishment_id") | same_establishment())
    & (_ON_THE_SPOT | holds(Role.ANALYST) | holds(Role.INSPECTOR))
)
KEEP_PROTECTED_ROLE = same_service() & same_establishment() & (holds(Role.GOVERNOR) | holds(Role.TRAINER))

OWN_IMPORT = same_service() & same_establishment() & author("by_id") & (holds(Role.GOVERNOR) | holds(Role.TRAINER))
"""A file that is being brought in is nobody's but theirs who brought it."""
