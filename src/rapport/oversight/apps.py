"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.access.two_person import TwoPersonAct
from rapport.interface.navigation import NavEntry
from rapport.ledger.classes import RecordClass
from rapport.oversight.keepers import KEEPERS, SIGNERS
from rapport.oversight.record_classes import EARLY


class OversightConfig(AppConfig):
    name = "rapport.oversight"
    label = "oversight"
    default_auto_field = "django.db.models.BigAutoField"
    keeping = "rapport.oversight.keeping"

    record_classes: ClassVar[list[RecordClass]] = [EARLY]
    navigation: ClassVar[list[NavEntry]] = [
        NavEntry(_("Who looked"), "oversight:looks", frozenset({"inspector"}), order=38),
        NavEntry(pgettext_lazy("whether records are kept", "Reviews"), "oversight:reviews", KEEPERS, order=79),
        NavEntry(_("Legal holds"), "oversight:holds", frozenset({"inspector", "data_protection"}), order=81),
    ]
    two_person: ClassVar[list[TwoPersonAct]] = [
        TwoPersonAct(
            "oversight.erase_early",
            _("Erase a record before its time"),
            approvers=SIGNERS,
            requesters=KEEPERS,
            url_name="oversight:early",
        )
    ]
