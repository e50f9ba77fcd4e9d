"""How long this room keeps what (safeguard 3). Assumed periods: a live service states its own in law."""

from rapport.ledger.classes import RecordClass

ITEM = RecordClass("intelligence item", review_days=180, max_days=3 * 365)
NAMING = RecordClass("person named in an item", review_days=180, max_days=3 * 365)
LINK = RecordClass("link between items", review_days=180, max_days=3 * 365)
GROUP = RecordClass("group", review_days=180, max_days=3 * 365)
EVENT = RecordClass("event", review_days=180, max_days=3 * 365)
TIE = RecordClass("tie of an item to a place, group or event", review_days=180, max_days=3 * 365)
RETELLING = RecordClass("judgement that two reports tell one thing", review_days=180, max_days=3 * 365)
REQUIREMENT = RecordClass("requirement", review_days=90, max_days=365)
TASKING = RecordClass("tasking", review_days=90, max_days=365)
BRIEFING = RecordClass("daily briefing", review_days=90, max_days=365)
ORGANISATION = RecordClass("organisation that a label names", review_days=180, max_days=3 * 365)
NOTE = RecordClass("intelligence note", review_days=180, max_days=3 * 365)

OTHERS_ARE_KEPT = 365
"""Days for which somebody stays named who is neither suspected, convicted nor a victim (safeguard 2)."""
