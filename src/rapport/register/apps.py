"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.access.job_kinds import JobKind
from rapport.interface.navigation import NavEntry
from rapport.ledger.classes import RecordClass
from rapport.register.record_classes import (
    ASSOCIATION,
    IMPORT,
    OTHER_NAME,
    PERSON,
    PLACEMENT,
    PROTECTED_ROLE,
    SAME_PERSON,
)
from rapport.search.kinds import People


class RegisterConfig(AppConfig):
    name = "rapport.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
    keeping = "rapport.register.keeping"

    navigation: ClassVar[list[NavEntry]] = [
        NavEntry(
            pgettext_lazy("people and places", "Register"),
            "register:establishments",
            roles=frozenset({"officer", "intelligence", "analyst", "governor", "trainer"}),
            order=50,
        ),
    ]
    jobs: ClassVar[list[JobKind]] = [
        JobKind("register.import", _("Bringing in a file"), "rapport.register.services.carrying.carry_out"),
    ]
    record_classes: ClassVar[list[RecordClass]] = [
        PERSON,
        OTHER_NAME,
        SAME_PERSON,
        PLACEMENT,
        ASSOCIATION,
        PROTECTED_ROLE,
        IMPORT,
    ]
    entities: ClassVar[list[People]] = [People("register.person", "rapport.register.searchable.People")]
