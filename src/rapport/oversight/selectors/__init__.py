"""Reading about how records are handled: who looked in `looks`, whether they are kept in `keeping`."""

from rapport.oversight.selectors.keeping import early, held_records, record_to_review, reviews_due
from rapport.oversight.selectors.looks import Looks, Row, protected_search, require_protected_search, who_looked

__all__ = [
    "Looks",
    "Row",
    "early",
    "held_records",
    "protected_search",
    "record_to_review",
    "require_protected_search",
    "reviews_due",
    "who_looked",
]
