"""How long this room keeps what (safeguard 3). Assumed periods: a live service states its own in law."""

from rapport.ledger.classes import RecordClass

ORIGIN = RecordClass("sealed origin of a report", review_days=365, max_days=5 * 365)
SOURCE = RecordClass("source in the custodian's register", review_days=90, max_days=5 * 365)
OPENING = RecordClass("opening of a sealed origin", review_days=365, max_days=5 * 365)
DRAFTED = RecordClass("sealed part of a draft", review_days=30, max_days=90)
