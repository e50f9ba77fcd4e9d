"""What the desk asks and tells the author of a report.

Who may: intelligence officers posted to the report's establishment (policy.DESK). Each is one event and one entry. The
room `intelligence` calls these; what it thinks of a report is written there and not here.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record
from rapport.reporting import policy, questions
from rapport.reporting.kinds import EventKind
from rapport.reporting.models import AuthorRead, Report, ReportEvent
from rapport.reporting.phrases import phrase
from rapport.reporting.rules import tidied
from rapport.reporting.services.triage import Change, all_at_the_desk, at_the_desk, happened, happened_all

MOST_LETTERS_OF_A_QUESTION = 400


@transaction.atomic
def return_for_more(viewer: Viewer, ref: str, question: str) -> None:
    """Ask the author for more, in words that the author reads. Raises `ValueError` for an empty or a long question."""
    asked = tidied(question).strip()
    if not 0 < len(asked) <= MOST_LETTERS_OF_A_QUESTION:
        raise ValueError("a question has 1 to 400 letters")
    happened(viewer, at_the_desk(viewer, ref), EventKind.RETURNED, question=asked)


def tell_author(viewer: Viewer, ref: str, phrase_code: str) -> None:
    """Answer the author with an agreed phrase; the same one twice is said once. Raises `UnknownPhrase`."""
    tell_authors(viewer, {ref: phrase_code})


@transaction.atomic
def tell_authors(viewer: Viewer, answers: Mapping[str, str]) -> None:
    """Answer the authors of these reports, each with its phrase."""
    said = {normalise(ref): phrase(code).kept_as for ref, code in answers.items()}
    reports = all_at_the_desk(viewer, list(said))
    if not reports:
        return
    told = set(questions.told_of(reports=[one.pk for one in reports]))
    new = [(one, kept_as) for one, kept_as in zip(reports, said.values(), strict=True) if (one.pk, kept_as) not in told]
    happened_all(viewer, [Change(one, EventKind.FEEDBACK, {"phrase": kept_as}) for one, kept_as in new])


@transaction.atomic
def read_by_author(viewer: Viewer, ref: str) -> None:
    """Note that its author has read what became of a report, so that it is new no longer. Again changes nothing."""
    report = Report.objects.by_ref(viewer, ref)
    policy.ADD_TO.require(viewer, report)
    last = ReportEvent.unfiltered.filter(report=report).order_by("-pk").first()
    if last is None or AuthorRead.unfiltered.filter(report=report, upto=last).exists():
        return
    AuthorRead.unfiltered.update_or_create(report=report, defaults={"upto": last})
    record(viewer, Operation.CONSULTATION, report, reason=because("reporting.read_what_became_of_it"))
