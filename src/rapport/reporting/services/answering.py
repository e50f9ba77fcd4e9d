"""What the desk asks and tells the author of a report.

Who may: intelligence officers posted to the report's establishment (policy.DESK). Each is one event and one entry. The
room `intelligence` calls these; what it thinks of a report is written there and not here.
"""

from __future__ import annotations

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.reporting.kinds import EventKind
from rapport.reporting.models import ReportEvent
from rapport.reporting.phrases import phrase
from rapport.reporting.rules import tidied
from rapport.reporting.services.triage import at_the_desk, happened

MOST_LETTERS_OF_A_QUESTION = 400


@transaction.atomic
def return_for_more(viewer: Viewer, ref: str, question: str) -> None:
    """Ask the author for more, in words that the author reads. Raises `ValueError` for an empty or a long question."""
    asked = tidied(question).strip()
    if not 0 < len(asked) <= MOST_LETTERS_OF_A_QUESTION:
        raise ValueError("a question has 1 to 400 letters")
    happened(viewer, at_the_desk(viewer, ref), EventKind.RETURNED, question=asked)


@transaction.atomic
def tell_author(viewer: Viewer, ref: str, phrase_code: str) -> None:
    """Answer the author with an agreed phrase; the same one twice is said once. Raises `UnknownPhrase`."""
    kept_as = phrase(phrase_code).kept_as
    report = at_the_desk(viewer, ref)
    if not ReportEvent.unfiltered.filter(report=report, phrase=kept_as).exists():
        happened(viewer, report, EventKind.FEEDBACK, phrase=kept_as)
