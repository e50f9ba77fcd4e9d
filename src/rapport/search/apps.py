"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rapport.interface.navigation import NavEntry
from rapport.ledger.classes import RecordClass
from rapport.search.record_classes import PROTECTED, SAVED


class SearchConfig(AppConfig):
    name = "rapport.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
    keeping = "rapport.search.keeping"
    first_needed = ("rapport.language.analysis.get_ready",)
    tidying: ClassVar[list[str]] = ["rapport.search.services.erase_ended"]

    record_classes: ClassVar[list[RecordClass]] = [SAVED, PROTECTED]
    navigation: ClassVar[list[NavEntry]] = [
        NavEntry(_("Search"), "search:search", frozenset({"officer", "intelligence", "analyst", "governor"}), order=45),
    ]
