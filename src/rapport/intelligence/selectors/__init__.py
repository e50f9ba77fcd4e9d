"""Reading this room. Each answer that shows content is entered as a consultation before it is given."""

from rapport.intelligence.selectors.collation import item_page, items_at, labels
from rapport.intelligence.selectors.desk import guesses, queue, report_at_desk, report_to_sanitise
from rapport.intelligence.selectors.items import (
    at_desk,
    fate_of,
    handed,
    item,
    item_kept,
    items,
    items_about,
    items_beside,
    items_of_report,
    links_of,
    note,
    notes,
    notes_of_refs,
    origins,
    origins_of_each,
    require_desk,
    shelf,
)
from rapport.intelligence.selectors.requirements import questions, requirements

__all__ = [
    "at_desk",
    "fate_of",
    "guesses",
    "handed",
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
    "notes",
    "notes_of_refs",
    "origins",
    "origins_of_each",
    "questions",
    "queue",
    "report_at_desk",
    "report_to_sanitise",
    "require_desk",
    "requirements",
    "shelf",
]
