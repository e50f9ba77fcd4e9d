"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rapport.interface.navigation import NavEntry
from rapport.ledger.classes import RecordClass
from rapport.reporting.record_classes import DRAFT, PASSING, REPORT
from rapport.search.kinds import Searchable


class ReportingConfig(AppConfig):
    name = "rapport.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    record_classes: ClassVar[list[RecordClass]] = [REPORT, DRAFT, PASSING]
    searchable: ClassVar[list[Searchable]] = [
        Searchable("reporting.report", _("Reports"), "rapport.reporting.searchable.Reports", order=10),
    ]
    navigation: ClassVar[list[NavEntry]] = [
        NavEntry(_("My reports"), "reporting:mine", frozenset({"officer", "intelligence", "governor"}), order=40),
        NavEntry(_("Passed on"), "reporting:passed", frozenset({"governor", "inspector"}), order=41),
    ]
