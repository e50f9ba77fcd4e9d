"""Who reads a report, and who may write, grade and answer.

An author reads their own; the intelligence officers of the establishment read what was filed. Nobody reads a report of
which they are the subject. A draft is nobody's but its author's. A report about staff, of ill-treatment or for help is
read by whoever it goes to, and not by the desk; one that the desk sends on takes the same road from then on.
Source: Directive (EU) 2016/680, article 4; house plan, section 5; safeguard 15.
"""

from rapport.access.algebra import (
    Rule,
    author,
    claim,
    exists,
    holds,
    known,
    matches,
    open_to,
    same_establishment,
    same_service,
    says,
)
from rapport.access.algebra.atoms import OfViewer
from rapport.access.roles import Role
from rapport.reporting.kinds import LEFT_THE_PRISON, ROAD_AFTER

SUBJECT = exists("reporting.ReportSubject.report", matches("staff_id", "subject", lambda viewer: viewer.staff_id))

WRITE = holds(Role.OFFICER) | holds(Role.INTELLIGENCE) | holds(Role.GOVERNOR)
"""Everybody who meets prisoners may write."""

FILL = holds(Role.TRAINER)
"""Filing very many at once in a simulated service, to measure a desk."""

READ_DRAFT = same_service() & author()

WENT_OUTSIDE = exists("reporting.ReportEvent.report", says("kind", *LEFT_THE_PRISON))
"""The desk sent it out of the prison: inside it exists for nobody but its author (safeguard 15)."""

POSTED_OUTSIDE = claim(OfViewer("outside", lambda viewer: viewer.establishment_id is None))
"""Posted to no establishment: to a region or to the service as a whole."""

TO_THE_DESK = says("road", "")
"""Written to the intelligence desk, as most are."""

UNRESTRICTED = says("restricted", False)
"""Nobody works with what is restricted; whoever answers for its review still finds it there (`access.keeping`)."""


def _leads_to(road: str) -> Rule:
    """Filed on this road, or sent on by the desk."""
    sent = [kind for kind, onto in ROAD_AFTER.items() if onto == road]
    return says("road", road) | exists("reporting.ReportEvent.report", says("kind", *sent), code=f"sent.{road}")


ON_A_ROAD = (
    (POSTED_OUTSIDE & holds(Role.INTEGRITY) & _leads_to("integrity"))
    | (POSTED_OUTSIDE & holds(Role.COMPLAINTS) & _leads_to("complaints"))
    | (same_establishment() & holds(Role.GOVERNOR) & says("road", "welfare"))
)
"""Reports about staff and of ill-treatment leave the prison; a call for help goes to its head."""

ENCLOSED = exists("reporting.Enclosure.report", ~known("ended_at") & ~open_to(), code="compartment")
"""Something made of it lies in a compartment for which the viewer is not cleared."""

_AT_THE_DESK = same_establishment() & holds(Role.INTELLIGENCE) & TO_THE_DESK & ~WENT_OUTSIDE & ~ENCLOSED

DESK = same_service() & _AT_THE_DESK & UNRESTRICTED & ~SUBJECT
"""Taking, grading, asking for more, telling the author."""

READ_REPORT = same_service() & (author() | ((_AT_THE_DESK | ON_A_ROAD) & UNRESTRICTED)) & ~SUBJECT
"""Its author; and the desk, or whoever its road leads to."""

REVIEW_REPORT = same_service() & (_AT_THE_DESK | ON_A_ROAD) & ~SUBJECT
"""Whether it is kept, restricted or erased: whoever works with it; what went outside, whoever is outside."""

ADD_TO = same_service() & author() & ~SUBJECT
"""Only who wrote a report adds to it."""

REVIEW_PASSING = (
    same_service()
    & (
        (same_establishment() & holds(Role.GOVERNOR) & says("road", "welfare", "maintenance", "prosecutor"))
        | (POSTED_OUTSIDE & holds(Role.COMPLAINTS) & says("road", "outside"))
        | (POSTED_OUTSIDE & holds(Role.INTEGRITY) & says("road", "integrity"))
    )
    & ~exists(
        "reporting.ReportSubject.report",
        matches("staff_id", "subject", lambda viewer: viewer.staff_id),
        on="report_id",
        code="subject",
    )
)
"""A matter passed on: the head of the establishment, who has it seen to; what leaves the prison, whoever is outside.
Nobody whom its report is about."""

READ_PASSING = REVIEW_PASSING & UNRESTRICTED

PASSED_BY_ONES_DESK = same_service() & same_establishment() & holds(Role.INTELLIGENCE)
"""What the desk passed on inside the prison, of reports that it may read: whether it was read since."""

OWN_ACKNOWLEDGEMENT = same_service() & author("by_id")

LIST_PASSINGS = (holds(Role.GOVERNOR) | (POSTED_OUTSIDE & (holds(Role.COMPLAINTS) | holds(Role.INTEGRITY)))).named(
    "role.passed_to"
)
"""Opening the list at all."""

REVIEW_ALARM = same_service() & same_establishment() & holds(Role.GOVERNOR)
"""Whether an alarm is kept: the head of the establishment."""

RECEIVES = (POSTED_OUTSIDE & (holds(Role.INTEGRITY) | holds(Role.COMPLAINTS))) | holds(Role.GOVERNOR)
"""To whom a road leads at all."""

KEEP_ROSTER = holds(Role.GOVERNOR)
"""Who is on duty, and which offices may be sent urgent notices."""

REVIEW_NOTICE = same_service("alarm__service_id") & (
    (same_establishment("alarm__establishment_id") & holds(Role.GOVERNOR)) | (POSTED_OUTSIDE & holds(Role.HEADQUARTERS))
)

WATCH = POSTED_OUTSIDE & holds(Role.HEADQUARTERS)
"""Headquarters' duty officer: what calls them, who is on duty in each prison, notices to look at."""

HANDLE = same_service() & ON_A_ROAD & UNRESTRICTED & ~SUBJECT
"""Receiving and answering what does not go to the desk."""

ANSWERS_OWED = (holds(Role.INTELLIGENCE) | holds(Role.GOVERNOR)).named("role.desk")
"""That an author has heard nothing: the desk which report, the head how many wait too long."""

WAITED_FOR = (
    same_service() & same_establishment() & holds(Role.GOVERNOR) & ~SUBJECT & ~WENT_OUTSIDE & TO_THE_DESK & ~ENCLOSED
)
"""What is counted for the head of a prison: what lies at its desk, and is not about the head nor closed to them."""

BRIEFED = DESK & ~exists("reporting.Enclosure.report", ~known("ended_at"), code="compartment")
"""What a briefing may speak of, also in a number: its readers are in different compartments, and in none."""
