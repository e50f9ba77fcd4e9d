"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig

from rapport.conference.record_classes import DECISION, MEASURE
from rapport.ledger.classes import RecordClass


class ConferenceConfig(AppConfig):
    name = "rapport.conference"
    label = "conference"
    default_auto_field = "django.db.models.BigAutoField"

    record_classes: ClassVar[list[RecordClass]] = [DECISION, MEASURE]
