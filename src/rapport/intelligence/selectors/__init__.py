"""Reading this room. Each answer that shows content is entered as a consultation before it is given."""

from rapport.intelligence.assembling import scheme_of
from rapport.intelligence.selectors.allowed import organisation, organisations, scheme_choice, scheme_choices
from rapport.intelligence.selectors.briefings import briefing, briefing_kept, briefing_to_edit, briefings, instructions
from rapport.intelligence.selectors.collation import item_page, items_at, labels
from rapport.intelligence.selectors.copies import note_corrected
from rapport.intelligence.selectors.desk import guesses, queue, report_at_desk, report_to_sanitise
from rapport.intelligence.selectors.fates import fate_of, fates_of
from rapport.intelligence.selectors.items import (
    at_desk,
    handed,
    item,
    item_kept,
    items,
    items_about,
    items_beside,
    items_of_report,
    links_of,
    note,
    note_kept,
    notes,
    notes_of_refs,
    origins,
    origins_of_each,
    require_desk,
    shelf,
)
from rapport.intelligence.selectors.requirements import answered_by, posts, questions, requirement, requirements
from rapport.intelligence.selectors.shifts import shift
from rapport.intelligence.selectors.taskings import tasking, taskings

__all__ = [
    "answered_by",
    "at_desk",
    "briefing",
    "briefing_kept",
    "briefing_to_edit",
    "briefings",
    "fate_of",
    "fates_of",
    "guesses",
    "handed",
    "instructions",
    "item",
    "item_kept",
    "item_page",
    "items",
    "items_about",
    "items_at",
    "items_beside",
    "items_of_report",
    "labels",
    "links_of",
    "note",
    "note_corrected",
    "note_kept",
    "notes",
    "notes_of_refs",
    "organisation",
    "organisations",
    "origins",
    "origins_of_each",
    "posts",
    "questions",
    "queue",
    "report_at_desk",
    "report_to_sanitise",
    "require_desk",
    "requirement",
    "requirements",
    "scheme_choice",
    "scheme_choices",
    "scheme_of",
    "shelf",
    "shift",
    "tasking",
    "taskings",
]
