"""The roles in which staff are posted, and what each works for.

Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015): who gathers, who grades, who decides.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a posting lets somebody be. A governor is the head of an establishment or a deputy."""

    OFFICER = "officer", _("Wing officer")
    INTELLIGENCE = "intelligence", _("Intelligence officer")
    ANALYST = "analyst", _("Analyst")
    GOVERNOR = "governor", _("Governor")
    TRAINER = "trainer", _("Trainer")
    INSPECTOR = "inspector", _("Inspector")


USUAL_PURPOSE: dict[str, str] = {
    Role.OFFICER: "dynamic security",
    Role.INTELLIGENCE: "prison intelligence",
    Role.ANALYST: "prison intelligence",
    Role.GOVERNOR: "decision",
    Role.TRAINER: "training",
    Role.INSPECTOR: "inspection",
}
"""The purpose that the ledger notes when a page asks for no other (Directive (EU) 2016/680, article 4(1)(b))."""
