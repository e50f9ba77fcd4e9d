"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rapport.access.two_person import TwoPersonAct
from rapport.intelligence.record_classes import (
    BRIEFING,
    EVENT,
    GROUP,
    ITEM,
    LINK,
    NAMING,
    NOTE,
    ORGANISATION,
    REQUIREMENT,
    RETELLING,
    TASKING,
    TIE,
)
from rapport.interface.navigation import NavEntry
from rapport.ledger.classes import RecordClass
from rapport.search.kinds import Searchable


class IntelligenceConfig(AppConfig):
    name = "rapport.intelligence"
    label = "intelligence"
    default_auto_field = "django.db.models.BigAutoField"
    keeping = "rapport.intelligence.keeping"
    copies = "rapport.intelligence.copies"
    first_needed = (
        "rapport.intelligence.themes.themes",
        "rapport.intelligence.grading.schemes",
        "rapport.intelligence.yardstick.yardstick",
    )

    navigation: ClassVar[list[NavEntry]] = [
        NavEntry(_("Queue"), "intelligence:queue", roles=frozenset({"intelligence"}), order=20),
        NavEntry(_("Items"), "intelligence:items", roles=frozenset({"intelligence", "analyst"}), order=21),
        NavEntry(_("Labels"), "intelligence:labels", roles=frozenset({"intelligence", "analyst"}), order=22),
        NavEntry(_("Requirements"), "intelligence:requirements", roles=frozenset({"intelligence"}), order=24),
        NavEntry(_("Taskings"), "intelligence:taskings", roles=frozenset({"intelligence"}), order=25),
        NavEntry(_("Taskings"), "intelligence:taskings", roles=frozenset({"custodian"}), order=61),
        NavEntry(_("Grading scheme"), "intelligence:scheme", roles=frozenset({"governor"}), order=46),
        NavEntry(_("Briefing"), "intelligence:briefings", roles=frozenset({"intelligence", "governor"}), order=32),
        NavEntry(_("Start of shift"), "intelligence:questions", roles=frozenset({"officer"}), order=35),
        NavEntry(_("Notes"), "intelligence:notes", roles=frozenset({"intelligence", "analyst"}), order=23),
    ]
    two_person: ClassVar[list[TwoPersonAct]] = [
        TwoPersonAct(
            "intelligence.scheme",
            _("Grade by another scheme"),
            approvers=frozenset({"governor", "intelligence"}),
            requesters=frozenset({"governor"}),
            url_name="intelligence:scheme_choice",
        ),
        TwoPersonAct(
            "intelligence.organisation",
            _("Let a label name an organisation"),
            approvers=frozenset({"governor", "data_protection", "inspector"}),
            requesters=frozenset({"intelligence"}),
            url_name="intelligence:organisation",
        ),
    ]
    searchable: ClassVar[list[Searchable]] = [
        Searchable("intelligence.item", _("Items"), "rapport.intelligence.searchable.Items", order=20),
        Searchable(
            "intelligence.note",
            _("Notes"),
            "rapport.intelligence.searchable.Notes",
            order=30,
            rows="intelligence.version",
        ),
    ]
    compartmented: ClassVar[tuple[str, ...]] = ("intelligence.item", "intelligence.link", "intelligence.note")
    record_classes: ClassVar[list[RecordClass]] = [
        ITEM,
        LINK,
        NAMING,
        NOTE,
        GROUP,
        EVENT,
        TIE,
        RETELLING,
        REQUIREMENT,
        TASKING,
        BRIEFING,
        ORGANISATION,
    ]
