"""How long this room keeps what (safeguard 3). Assumed periods: a live service states its own in law."""

from rapport.ledger.classes import RecordClass

REPORT = RecordClass("information report", review_days=365, max_days=5 * 365)
NAMED = RecordClass("person named in a report", review_days=365, max_days=365)
"""The shortest period: whoever is only named is nobody but *other* (safeguard 2)."""

DRAFT = RecordClass("draft of a report", review_days=30, max_days=90)
PASSING = RecordClass("matter passed on", review_days=180, max_days=5 * 365)
ALARM = RecordClass("urgent report", review_days=90, max_days=5 * 365)
ATTACHMENT = RecordClass("photograph or document", review_days=365, max_days=5 * 365)
ACKNOWLEDGEMENT = RecordClass("correction that somebody acknowledged", review_days=365, max_days=5 * 365)
