"""Who may work on reports and items, and who may read what comes of them.

Intelligence officers work for their establishment, analysts for all that their posting reaches. A governor reads the
notes that were handed over, and never a raw report, an item outside a note, or an unfinished note.
Source: Directive (EU) 2016/680, article 4(1)(c); house plan, section 5.
"""

from rapport.access.algebra import author, exists, holds, known, matches, same_establishment, same_service
from rapport.access.roles import Role

_DESK = (holds(Role.INTELLIGENCE) | holds(Role.ANALYST)).named("role.desk")
_HERE = same_service() & same_establishment()

WORK = _DESK & _HERE
"""Grading a report, linking items, writing a note, handing it over."""

_ABOUT_ONESELF = exists(
    "reporting.ReportSubject.report",
    matches("staff_id", "subject", lambda viewer: viewer.staff_id),
    on="report_id",
)

READ_ITEM = _DESK & _HERE & ~_ABOUT_ONESELF
"""Nobody reads what was made of a report of which they are the subject."""
READ_LINK = _DESK & _HERE
READ_NOTE = _HERE & (_DESK | (holds(Role.GOVERNOR) & exists("intelligence.Handing.note", known("at"))))
"""The desk reads every note of its establishments; a governor those handed over for decision."""

LIST_NOTES = (_DESK | holds(Role.GOVERNOR)).named("role.desk")
"""Opening the list of notes at all."""

READ_HANDED = _HERE & holds(Role.GOVERNOR) & exists("intelligence.Handing.note", known("at"))
"""What lies before a governor."""

DESK = _DESK
"""Opening the queue at all."""

WROTE = author("by_id").named("writer")
"""Handing over what one wrote oneself."""

ANSWER = READ_HANDED
"""Answering a note that lies before one."""
