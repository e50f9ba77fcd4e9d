"""How the page says what the ledger keeps as codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.access.purposes import PURPOSES
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

ALL = "all"
"""In place of a reference, where somebody looked through the ledger itself."""

RECORDS: dict[str, str | Promise] = {
    "access.account": _("Account"),
    "access.approvalrequest": _("Request for a signature"),
    "access.compartment": pgettext_lazy("record", "Compartment"),
    "access.desk": pgettext_lazy("record", "Desk"),
    "access.establishment": _("Establishment"),
    "access.job": pgettext_lazy("record", "Work in the background"),
    "access.legalbasis": pgettext_lazy("record", "Law behind a purpose"),
    "access.posting": _("Posting"),
    "access.prisonservice": _("Prison service"),
    "access.region": _("Region"),
    "access.signingkey": pgettext_lazy("record", "Signature"),
    "access.staff": _("Member of staff"),
    "conference.decision": _("Decision"),
    "conference.measure": pgettext_lazy("record", "Measure"),
    "intelligence.briefing": pgettext_lazy("record", "Briefing"),
    "intelligence.event": pgettext_lazy("record", "Event"),
    "intelligence.group": pgettext_lazy("record", "Group"),
    "intelligence.item": _("Item"),
    "intelligence.link": _("Link"),
    "intelligence.naming": pgettext_lazy("record", "Naming of a person"),
    "intelligence.note": pgettext_lazy("record", "Note"),
    "intelligence.organisation": pgettext_lazy("record", "Name of an organisation"),
    "intelligence.requirement": pgettext_lazy("record", "Requirement"),
    "intelligence.retelling": pgettext_lazy("record", "Judged to be one telling"),
    "intelligence.schemechoice": pgettext_lazy("record", "Choice of a grading scheme"),
    "intelligence.tasking": pgettext_lazy("record", "Tasking"),
    "intelligence.tie": pgettext_lazy("record", "Laying together"),
    "ledger.about": pgettext_lazy("record", "Asked about"),
    "ledger.checkpointnote": pgettext_lazy("record", "State of the ledger"),
    "ledger.entry": _("Entry of the ledger"),
    "ledger.tombstone": pgettext_lazy("record", "Trace of an erasure"),
    "ledger.witnesskey": _("Key of a witness"),
    "oversight.earlyerasure": _("Request to erase early"),
    "oversight.hold": _("Legal hold"),
    "register.association": _("Association"),
    "register.import": pgettext_lazy("record", "File"),
    "register.othername": pgettext_lazy("record", "Other name"),
    "register.person": _("Person"),
    "register.place": pgettext_lazy("record", "Place"),
    "register.placement": pgettext_lazy("record", "Placement"),
    "register.protectedrole": pgettext_lazy("record", "Protected role"),
    "register.sameperson": pgettext_lazy("record", "Two records of one person"),
    "reporting.acknowledgement": _("Correction that one read"),
    "reporting.addendum": _("Addition"),
    "reporting.alarm": pgettext_lazy("record", "Urgent report"),
    "reporting.attachment": pgettext_lazy("record", "File"),
    "reporting.draft": _("Draft"),
    "reporting.draftside": pgettext_lazy("record", "Second window of a draft"),
    "reporting.dutyturn": pgettext_lazy("record", "Duty"),
    "reporting.noticerecipient": pgettext_lazy("record", "Office for urgent notices"),
    "reporting.passing": pgettext_lazy("record", "Matter passed on"),
    "reporting.report": _("Report"),
    "reporting.urgentnotice": pgettext_lazy("record", "Urgent notice"),
    "search.protectedsearch": _("Search with a protected word"),
    "search.savedsearch": _("Saved search"),
    "search.search": _("Search"),
    "sources.custodiankey": pgettext_lazy("record", "Custodians' key"),
    "sources.opening": pgettext_lazy("record", "Opening of an origin"),
    "sources.origin": pgettext_lazy("record", "Origin"),
    "sources.sealeddraft": pgettext_lazy("record", "Sealed part of a draft"),
    "sources.source": pgettext_lazy("record", "Source"),
    "training.exercise": _("Exercise"),
    "training.seat": pgettext_lazy("record", "Place in an exercise"),
}
"""What a record is called; one that is not here keeps its own name."""

BESIDE = {"sign-in": pgettext_lazy("purpose", "Signing in")}

ROLES = {str(role): role.label for role in Role}


def purpose_label(purpose: str) -> str:
    """A purpose as the page says it; one that is not of the list keeps its own words."""
    if purpose.startswith("operation ("):
        return str(_("At the server")) + purpose.removeprefix("operation")
    known = PURPOSES.get(purpose)
    return str(known.label if known is not None else BESIDE.get(purpose, purpose))


def role_label(role: str) -> str:
    """Roles as the page says them."""
    return " · ".join(str(ROLES.get(one, one)) for one in role.split("+") if one)
