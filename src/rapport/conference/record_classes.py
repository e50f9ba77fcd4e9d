"""How long this room keeps what (safeguard 3). Assumed periods: a live service states its own in law."""

from rapport.ledger.classes import RecordClass

DECISION = RecordClass("decision", review_days=365, max_days=5 * 365)
MEASURE = RecordClass("measure", review_days=365, max_days=5 * 365)
