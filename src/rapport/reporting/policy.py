"""Who reads a report, and who may write, grade and answer.

An author reads their own; the intelligence officers of the establishment read what was filed. Nobody reads a report of
which they are the subject. A draft is nobody's but its author's.
Source: Directive (EU) 2016/680, article 4; house plan, section 5; safeguard 15.
"""

from rapport.access.algebra import author, exists, holds, matches, same_establishment, same_service
from rapport.access.roles import Role

SUBJECT = exists("reporting.ReportSubject.report", matches("staff_id", "subject", lambda viewer: viewer.staff_id))

WRITE = holds(Role.OFFICER) | holds(Role.INTELLIGENCE) | holds(Role.GOVERNOR)
"""Everybody who meets prisoners may write."""

READ_DRAFT = same_service() & author()

DESK = same_service() & same_establishment() & holds(Role.INTELLIGENCE) & ~SUBJECT
"""Taking, grading, asking for more, telling the author."""

READ_REPORT = same_service() & (author() | (same_establishment() & holds(Role.INTELLIGENCE))) & ~SUBJECT

ADD_TO = same_service() & author() & ~SUBJECT
"""Only who wrote a report adds to it."""
