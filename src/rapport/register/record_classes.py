"""How long this room keeps what (safeguard 3). Assumed periods: a live service states its own in law."""

from rapport.ledger.classes import RecordClass

PERSON = RecordClass("person in custody", review_days=365, max_days=10 * 365)
PLACEMENT = RecordClass("placement", review_days=365, max_days=10 * 365)
ASSOCIATION = RecordClass("association", review_days=180, max_days=5 * 365)
OTHER_NAME = RecordClass("other name of a person", review_days=365, max_days=10 * 365)
SAME_PERSON = RecordClass("judgement that two records are one person", review_days=365, max_days=10 * 365)
PROTECTED_ROLE = RecordClass("person in a protected role", review_days=365, max_days=3 * 365)
IMPORT = RecordClass("file brought in", review_days=7, max_days=30)
