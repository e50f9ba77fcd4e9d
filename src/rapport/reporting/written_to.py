"""To whom an author writes, who is protected, and what cannot wait: the words of the form's folded parts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WrittenTo(models.TextChoices):
    """To whom an author writes. All but the first leave the intelligence desk aside, and two of them the prison."""

    DESK = "", _("The intelligence desk")
    INTEGRITY = "integrity", _("A colleague did wrong: to the integrity officer")
    COMPLAINTS = "complaints", _("Somebody was ill-treated: to the complaints body")
    WELFARE = "welfare", _("Somebody needs help: to the governor")
    URGENT = "urgent", _("Urgent, and not for intelligence: to whoever is on duty")


CHOSEN = (WrittenTo.DESK, WrittenTo.INTEGRITY, WrittenTo.COMPLAINTS, WrittenTo.WELFARE)
"""What a writer can choose."""


class ProtectedRole(models.TextChoices):
    """People whose talk with prisoners never enters intelligence (safeguard 12)."""

    NOBODY = "", _("Nobody of these")
    LAWYER = "lawyer", _("A lawyer")
    CHAPLAIN = "chaplain", _("A chaplain or imam")
    CLINICIAN = "clinician", _("A doctor, nurse or psychologist")
    INSPECTOR = "inspector", _("An inspector or monitor")


class Danger(models.TextChoices):
    """What cannot wait."""

    LIFE = "life", _("Somebody may lose their life")
    ATTACK = "attack", _("An attack")
    HOSTAGE = "hostage", _("Somebody is held hostage")
    ESCAPE = "escape", _("An escape")
