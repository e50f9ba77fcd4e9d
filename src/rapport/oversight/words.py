"""How the page says what the ledger keeps as codes."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.access.roles import Role
from rapport.ledger.acting import Operation

OPERATIONS = {
    Operation.CONSULTATION.value: pgettext_lazy("operation", "Read"),
    Operation.COLLECTION.value: pgettext_lazy("operation", "Written"),
    Operation.ALTERATION.value: pgettext_lazy("operation", "Changed"),
    Operation.DISCLOSURE.value: pgettext_lazy("operation", "Passed on"),
    Operation.COMBINATION.value: pgettext_lazy("operation", "Brought together"),
    Operation.ERASURE.value: pgettext_lazy("operation", "Erased"),
    Operation.SIGN_IN.value: pgettext_lazy("operation", "Signed in"),
    Operation.REFUSAL.value: pgettext_lazy("operation", "Refused"),
}
PROTECTED = "protected"
"""Not an operation of its own: a search with a protected word, which the inspector has to find."""

CHOICES = [
    ("", _("Any")),
    *((code, label) for code, label in OPERATIONS.items()),
    (PROTECTED, _("Search with a protected word")),
]

RECORDS = {
    "access.approvalrequest": _("Request for a signature"),
    "access.posting": _("Posting"),
    "access.staff": _("Member of staff"),
    "conference.decision": _("Decision"),
    "intelligence.item": _("Item"),
    "intelligence.link": _("Link"),
    "intelligence.note": _("Note"),
    "ledger.entry": _("Entry of the ledger"),
    "register.association": _("Association"),
    "register.person": _("Person"),
    "reporting.addendum": _("Addition"),
    "reporting.draft": _("Draft"),
    "reporting.report": _("Report"),
    "search.protectedsearch": _("Search with a protected word"),
    "search.savedsearch": _("Saved search"),
    "search.search": _("Search"),
}
"""What a record is called; one that is not here keeps its own name."""

ROLES = {str(role): role.label for role in Role}


def role_label(role: str) -> str:
    """Roles as the page says them."""
    return " · ".join(str(ROLES.get(one, one)) for one in role.split("+") if one)
