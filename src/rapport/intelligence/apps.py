"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig

from rapport.intelligence.record_classes import ITEM, LINK, NAMING, NOTE
from rapport.ledger.classes import RecordClass


class IntelligenceConfig(AppConfig):
    name = "rapport.intelligence"
    label = "intelligence"
    default_auto_field = "django.db.models.BigAutoField"

    record_classes: ClassVar[list[RecordClass]] = [ITEM, LINK, NAMING, NOTE]
