"""How long this room keeps what (safeguard 3). Assumed periods: a live service states its own in law."""

from rapport.ledger.classes import RecordClass

EARLY = RecordClass("request to erase before time", review_days=365, max_days=3 * 365)
