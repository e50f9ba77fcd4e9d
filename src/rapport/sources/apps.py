"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rapport.access.roles import Role
from rapport.access.two_person import TwoPersonAct
from rapport.interface.navigation import NavEntry
from rapport.ledger.classes import RecordClass
from rapport.sources.record_classes import DRAFTED, OPENING, ORIGIN, SOURCE


class SourcesConfig(AppConfig):
    name = "rapport.sources"
    label = "sources"
    default_auto_field = "django.db.models.BigAutoField"
    keeping = "rapport.sources.keeping"

    record_classes: ClassVar[list[RecordClass]] = [ORIGIN, SOURCE, OPENING, DRAFTED]
    navigation: ClassVar[list[NavEntry]] = [
        NavEntry(_("Register of sources"), "sources:register", frozenset({Role.CUSTODIAN}), order=60),
    ]
    two_person: ClassVar[list[TwoPersonAct]] = [
        TwoPersonAct(
            "sources.open",
            _("Open who told a report"),
            approvers=frozenset({Role.CUSTODIAN, Role.GOVERNOR}),
            requesters=frozenset({Role.CUSTODIAN, Role.GOVERNOR, Role.INTELLIGENCE}),
            url_name="sources:opening",
        )
    ]
