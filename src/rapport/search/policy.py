"""Who may search, and who may read what was searched for.

What a search finds follows from the rules of the records alone. A search with a protected word is read by the inspector
of the prison service, for a recorded reason, and by nobody else.
Source: Directive (EU) 2016/680, articles 10 and 25; safeguards 4 and 7.
"""

from rapport.access.algebra import author, begun, holds, same_service
from rapport.access.roles import Role

SEARCHERS = frozenset({Role.OFFICER, Role.INTELLIGENCE, Role.ANALYST, Role.GOVERNOR})

SEARCH = (holds(Role.OFFICER) | holds(Role.INTELLIGENCE) | holds(Role.ANALYST) | holds(Role.GOVERNOR)).named(
    "role.search"
)

OWN_SAVED = same_service() & author("staff_id") & ~begun("ends")
"""A saved search is its owner's alone, until it ends."""

READ_PROTECTED = same_service() & holds(Role.INSPECTOR)
