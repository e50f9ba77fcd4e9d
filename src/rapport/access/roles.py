"""The roles in which staff are posted, and what each works for.

Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015): who gathers, who grades, who decides.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a posting lets somebody be. A governor is the head of an establishment or a deputy."""

    OFFICER = "officer", _("Wing officer")
    INTELLIGENCE = "intelligence", _("Intelligence officer")
    ANALYST = "analyst", _("Analyst")
    GOVERNOR = "governor", _("Governor")
    TRAINER = "trainer", _("Trainer")
    INSPECTOR = "inspector", _("Inspector")
    ADMINISTRATOR = "administrator", _("Administrator")
    DATA_PROTECTION = "data_protection", _("Data protection officer")
    CUSTODIAN = "custodian", _("Source custodian")
    INTEGRITY = "integrity", _("Integrity officer")
    COMPLAINTS = "complaints", _("Complaints body")
    HEADQUARTERS = "headquarters", _("Headquarters duty officer")


WORK: dict[str, str | Promise] = {
    Role.OFFICER: _("Sees and hears things on the wing and writes reports."),
    Role.INTELLIGENCE: _("Reads reports, grades them and brings them together."),
    Role.ANALYST: _("Brings graded items together and writes notes."),
    Role.GOVERNOR: _("Decides what is done, with grounds and an end."),
    Role.TRAINER: _("Runs exercises and leads the talk afterwards."),
    Role.INSPECTOR: _("Looks at who looked, and why."),
    Role.ADMINISTRATOR: _("Makes accounts, posts staff and looks after desks; reads no report."),
    Role.DATA_PROTECTION: _("Sees that what is kept is kept lawfully, and answers people about their own."),
    Role.CUSTODIAN: _("Keeps who told us sealed, and looks after those who tell."),
    Role.INTEGRITY: _("Looks into what is reported about staff, from outside the prison."),
    Role.COMPLAINTS: _("Receives what is reported of ill-treatment, from outside the prison."),
    Role.HEADQUARTERS: _("Answers urgent reports that nobody in the prison has answered."),
}
"""What each does all day, in a sentence for somebody who has never seen the desk."""

USUAL_PURPOSE: dict[str, str] = {
    Role.OFFICER: "dynamic security",
    Role.INTELLIGENCE: "prison intelligence",
    Role.ANALYST: "prison intelligence",
    Role.GOVERNOR: "decision",
    Role.TRAINER: "training",
    Role.INSPECTOR: "inspection",
    Role.ADMINISTRATOR: "administration",
    Role.DATA_PROTECTION: "inspection",
    Role.CUSTODIAN: "protection of sources",
    Role.INTEGRITY: "integrity of staff",
    Role.COMPLAINTS: "complaints of ill-treatment",
    Role.HEADQUARTERS: "protection of life",
}
"""The purpose that the ledger notes when a page asks for no other (Directive (EU) 2016/680, article 4(1)(b))."""

WITHOUT_SECOND_FACTOR = frozenset({str(Role.OFFICER), str(Role.TRAINER)})
"""Everybody else reads, decides or administers for a whole establishment: outside training they sign in with two
factors. A role that is added later is among them unless it is named here."""
