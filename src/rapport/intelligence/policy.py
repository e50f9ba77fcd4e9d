"""Who may work on reports and items, and who may read what comes of them.

Intelligence officers work for their establishment, analysts for all that their posting reaches. A governor reads the
notes that were handed over, and never a raw report, an item outside a note, or an unfinished note.

Nobody reads what was made of a report of which they are the subject, nor a link or a note that rests on it. What a
handling code keeps in a prison is read there alone, until the desk that provided it permits more; so are links and
notes that rest on it. Who is not cleared for a compartment sees nothing of what lies in it, nor what rests on that, in
whatever role. What came by force, or is about staff, is nobody's to read (safeguard 15).
Source: Directive (EU) 2016/680, articles 4(1)(c) and 9; house plan, section 5.
"""

from rapport.access.algebra import (
    Rule,
    among,
    author,
    begun,
    exists,
    holds,
    known,
    matches,
    open_to,
    same_establishment,
    same_service,
    says,
)
from rapport.access.roles import Role
from rapport.reporting.kinds import LEFT_THE_PRISON

_DESK = (holds(Role.INTELLIGENCE) | holds(Role.ANALYST)).named("role.desk")
_HERE = same_service() & same_establishment()

WORK = _DESK & _HERE
"""Grading a report, linking items, writing a note, handing it over."""


def _about_oneself(report: str) -> Rule:
    """Made of a report of which the viewer is the subject; `report` is the path to it."""
    return exists("reporting.ReportSubject.report", matches("staff_id", "subject", lambda v: v.staff_id), on=report)


def _outside(report: str) -> Rule:
    """Made of a report that the desk sent out of the prison."""
    return exists("reporting.ReportEvent.report", says("kind", *LEFT_THE_PRISON), on=report)


def _kept_here(item: str) -> Rule:
    """The grade that stands keeps it in its prison, and no permission that is in force lets it out."""
    stands = ~exists("intelligence.Grade.replaces", known("at"), code="replaced")
    kept = exists("intelligence.Grade.item", says("reach", "here") & stands, on=item)
    return kept & ~exists("intelligence.Permission.item", begun("at") & ~begun("until"), on=item)


def _posted_there(establishment: str) -> Rule:
    return matches(establishment, "posted_there", lambda viewer: viewer.establishment_id)


def _unreadable(path: str) -> Rule:
    """An item, at the end of `path`, that rests on what the viewer may not read."""
    closed = ~open_to(f"{path}compartment")
    return (
        closed
        | _about_oneself(f"{path}report_id")
        | (_kept_here(f"{path}pk") & ~_posted_there(f"{path}establishment_id"))
    )


def _beyond(relation: str, on: str = "pk") -> Rule:
    """It rests on an item that lies in a compartment for which the viewer is not cleared: wherever the item lies *now*.

    Said as *there is none that is open to me*, because the second wall hides the row of such an item: a rule that
    looked for the row in order to refuse would find none.
    """
    return exists(relation, ~exists("intelligence.Item.id", open_to(), on="item_id", code="compartment"), on=on)


def beyond_compartments(note: str = "pk") -> Rule:
    """The note cites what the viewer is not cleared for."""
    return _beyond("intelligence.Citation.note", on=note)


USABLE = ~_outside("report_id")
"""What came by force, or is about staff, is neither cited nor counted, also where an item was made before that was
known."""

UNRESTRICTED = says("restricted", False)
"""Nobody works with what is restricted; whoever answers for its review still finds it there."""

REVIEW_ITEM = (
    _DESK
    & _HERE
    & open_to()
    & ~_about_oneself("report_id")
    & USABLE
    & (_posted_there("establishment_id") | ~_kept_here("pk"))
)
"""Whether an item is kept, restricted or erased: whoever could work with it."""

READ_ITEM = REVIEW_ITEM & UNRESTRICTED

REVIEW_LINK = (
    _DESK
    & _HERE
    & open_to()
    & ~_beyond("intelligence.Link_items.link")
    & ~exists("intelligence.Link_items.link", _unreadable("item__"), code="of_items")
)
READ_LINK = REVIEW_LINK & UNRESTRICTED


def _citing(item: Rule, note: str) -> Rule:
    """The note, at the end of the path `note`, cites in one of its versions an item of which this is so."""
    return exists("intelligence.Citation.note", item, on=note)


def about_oneself(note: str = "pk") -> Rule:
    """The note cites an item made of a report of which the viewer is the subject."""
    return _citing(_about_oneself("item__report_id"), note).named("subject")


_HANDED = holds(Role.GOVERNOR) & exists("intelligence.Handing.note", known("at"))

_OPEN_NOTE = _HERE & open_to() & ~beyond_compartments()

REVIEW_NOTE = _OPEN_NOTE & _DESK & ~_citing(_unreadable("item__"), "pk") & ~about_oneself()

READ_NOTE = _OPEN_NOTE & ((_DESK & ~_citing(_unreadable("item__"), "pk")) | _HANDED) & UNRESTRICTED & ~about_oneself()
"""The desk reads every note of its establishments; a governor those handed over for decision."""

LIST_NOTES = (_DESK | holds(Role.GOVERNOR)).named("role.desk")
"""Opening the list of notes at all."""

HANDED_THERE = _HERE & _HANDED & ~about_oneself()
"""What was handed to the governors of one's prison, whether or not one reads it still: that a copy changed is said."""

READ_HANDED = _OPEN_NOTE & _HANDED & UNRESTRICTED & ~about_oneself()
"""What lies before a governor."""

DESK = _DESK
"""Opening the queue at all."""

WROTE = author("by_id").named("writer")
"""Handing over what one wrote oneself."""

ANSWER = READ_HANDED
"""Answering a note that lies before one."""

REVIEW_GROUP = _DESK & _HERE
READ_GROUP = REVIEW_GROUP & UNRESTRICTED
"""Groups and events: labels under which the desk lays items. What is laid there is read item by item."""

REVIEW_REQUIREMENT = _HERE & _DESK
READ_REQUIREMENT = _HERE & (_DESK | holds(Role.OFFICER)) & UNRESTRICTED
"""What the desk needs to know, without names: its own to ask, officers to answer."""

ANSWER_QUESTIONS = holds(Role.OFFICER)
"""Opening the questions of a shift."""

ASK = holds(Role.INTELLIGENCE) & matches("establishment_id", "posted_there", lambda viewer: viewer.establishment_id)
"""Asking what a prison needs to know: its own desk."""

REVIEW_DIRECTION = _HERE & holds(Role.INTELLIGENCE) & _posted_there("establishment_id")
"""Looking again at what was asked and briefed: the desk of that prison."""

READ_TASKING = (_HERE & UNRESTRICTED) & (
    holds(Role.INTELLIGENCE)
    | (holds(Role.ANALYST) & ~says("whom", "source"))
    | (holds(Role.CUSTODIAN) & says("whom", "source"))
)
"""What was asked of whom: the desk; that a source was asked, its prison's desk and the custodians who carry it."""

TASK = holds(Role.INTELLIGENCE) & _posted_there("establishment_id")
"""Asking somebody to find out what a prison needs to know, and ending that: its own desk."""

LIST_TASKINGS = (_DESK | holds(Role.CUSTODIAN)).named("role.desk")

ON_POST = _HERE & UNRESTRICTED & holds(Role.OFFICER) & says("whom", "post")
"""What is asked of the posts of one's prison, at the start of a shift."""

READ_BRIEFING = (
    _HERE
    & UNRESTRICTED
    & _posted_there("establishment_id")
    & (holds(Role.INTELLIGENCE) | holds(Role.GOVERNOR)).named("role.head")
)
"""The daily briefing: the head of that very prison, and the desk that drafts it."""

LIST_BRIEFINGS = (holds(Role.INTELLIGENCE) | holds(Role.GOVERNOR)).named("role.head")

EDIT_BRIEFING = holds(Role.INTELLIGENCE) & _posted_there("establishment_id")
SIGN_BRIEFING = holds(Role.GOVERNOR) & _posted_there("establishment_id")

IN_A_COPY = _HERE & open_to() & ~_about_oneself("report_id")
"""An item of which a copy was handed on: that the copy changed is said to whoever could read the item in it."""

BRIEF_ITEM = READ_BRIEFING & open_to() & ~_about_oneself("report_id") & USABLE
"""An item in a briefing: every handling code reaches the head of the prison that provided it, and none goes further."""


def about_none_of(readers: frozenset[int]) -> Rule:
    """Made of a report of which none of these people is the subject."""
    return ~exists(
        "reporting.ReportSubject.report", among("staff_id", "subject", lambda _viewer: readers), on="report_id"
    )


READ_CHOICE = _HERE & (holds(Role.GOVERNOR) | holds(Role.INTELLIGENCE)).named("role.head")
SEE_SCHEME = (holds(Role.GOVERNOR) | holds(Role.INTELLIGENCE)).named("role.head")
CHOOSE_SCHEME = holds(Role.GOVERNOR) & _posted_there("establishment_id")
"""By which scheme a prison grades: its head asks, two people sign."""

READ_ORGANISATION = (
    _HERE
    & UNRESTRICTED
    & (holds(Role.INTELLIGENCE) | holds(Role.GOVERNOR) | holds(Role.DATA_PROTECTION) | holds(Role.INSPECTOR)).named(
        "role.signs"
    )
)
"""An organisation that a label is to name: the desk that asks, and whoever may sign."""

PERMIT = _HERE & holds(Role.INTELLIGENCE) & _posted_there("establishment_id")
"""Letting an item go further than its handling code: the desk that provided it."""

MOVE = PERMIT & open_to()
"""Putting an item into a compartment, moving it to another one or taking it out: the desk that provided it, whoever
there is cleared for both."""
