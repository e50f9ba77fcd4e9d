"""How long this room keeps what (safeguard 3)."""

from rapport.ledger.classes import RecordClass

SAVED = RecordClass("saved search", review_days=90, max_days=90)
PROTECTED = RecordClass("search with a protected word", review_days=365, max_days=3 * 365)
