"""Making values from records. Nothing here is entered in the ledger: selectors and services enter what they answer."""

from rapport.intelligence.assembling.items import (
    NEWEST_FIRST,
    entries_of,
    grade_value,
    held_by_each,
    item_values,
    items_by_ref,
    items_of_each,
    link_values,
    named_in,
    naming,
    scheme_of,
    told_by_each,
    values_of_items,
)
from rapport.intelligence.assembling.notes import (
    note_lines,
    note_value,
    note_values,
    notes_by_ref,
    readable,
    version_for,
    versions_for,
)

__all__ = [
    "NEWEST_FIRST",
    "entries_of",
    "grade_value",
    "held_by_each",
    "item_values",
    "items_by_ref",
    "items_of_each",
    "link_values",
    "named_in",
    "naming",
    "note_lines",
    "note_value",
    "note_values",
    "notes_by_ref",
    "readable",
    "scheme_of",
    "told_by_each",
    "values_of_items",
    "version_for",
    "versions_for",
]
