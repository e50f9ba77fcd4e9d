"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig

from rapport.ledger.classes import RecordClass
from rapport.register.record_classes import ASSOCIATION, PERSON, PLACEMENT
from rapport.search.kinds import People


class RegisterConfig(AppConfig):
    name = "rapport.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"

    record_classes: ClassVar[list[RecordClass]] = [PERSON, PLACEMENT, ASSOCIATION]
    entities: ClassVar[list[People]] = [People("register.person", "rapport.register.searchable.People")]
