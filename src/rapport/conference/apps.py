"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rapport.conference.record_classes import DECISION, MEASURE
from rapport.interface.navigation import NavEntry
from rapport.ledger.classes import RecordClass


class ConferenceConfig(AppConfig):
    name = "rapport.conference"
    label = "conference"
    default_auto_field = "django.db.models.BigAutoField"
    keeping = "rapport.conference.keeping"

    navigation: ClassVar[list[NavEntry]] = [
        NavEntry(_("Decisions"), "conference:decisions", roles=frozenset({"governor"}), order=30),
    ]
    record_classes: ClassVar[list[RecordClass]] = [DECISION, MEASURE]
