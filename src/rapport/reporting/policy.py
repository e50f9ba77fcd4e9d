"""Who reads a report, and who may write, grade and answer.

An author reads their own; the intelligence officers of the establishment read what was filed. Nobody reads a report of
which they are the subject. A draft is nobody's but its author's.
Source: Directive (EU) 2016/680, article 4; house plan, section 5; safeguard 15.
"""

from rapport.access.algebra import author, exists, holds, matches, same_establishment, same_service, says
from rapport.access.roles import Role

SUBJECT = exists("reporting.ReportSubject.report", matches("staff_id", "subject", lambda viewer: viewer.staff_id))

WRITE = holds(Role.OFFICER) | holds(Role.INTELLIGENCE) | holds(Role.GOVERNOR)
"""Everybody who meets prisoners may write."""

FILL = holds(Role.TRAINER)
"""Filing very many at once in a simulated service, to measure a desk."""

READ_DRAFT = same_service() & author()

WENT_OUTSIDE = exists("reporting.ReportEvent.report", says("kind", "outside"))
"""It went to the body outside the prison: inside it exists for nobody but its author (safeguard 15)."""

DESK = same_service() & same_establishment() & holds(Role.INTELLIGENCE) & ~SUBJECT & ~WENT_OUTSIDE
"""Taking, grading, asking for more, telling the author."""

READ_REPORT = same_service() & (author() | (same_establishment() & holds(Role.INTELLIGENCE) & ~WENT_OUTSIDE)) & ~SUBJECT

ADD_TO = same_service() & author() & ~SUBJECT
"""Only who wrote a report adds to it."""

READ_PASSING = (
    same_service()
    & same_establishment()
    & (
        (holds(Role.GOVERNOR) & says("road", "welfare", "maintenance", "prosecutor"))
        | (holds(Role.INSPECTOR) & says("road", "outside"))
    )
)
"""A matter passed on: the head of the establishment, who has it seen to; ill-treatment the body outside alone."""

LIST_PASSINGS = (holds(Role.GOVERNOR) | holds(Role.INSPECTOR)).named("role.passed_to")
"""Opening the list at all."""
