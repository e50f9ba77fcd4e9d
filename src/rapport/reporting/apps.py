"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rapport.access.job_kinds import JobKind
from rapport.access.roles import Role
from rapport.access.two_person import TwoPersonAct
from rapport.interface.navigation import NavEntry
from rapport.ledger.classes import RecordClass
from rapport.reporting.record_classes import ACKNOWLEDGEMENT, ALARM, ATTACHMENT, DRAFT, NAMED, PASSING, REPORT
from rapport.search.kinds import Searchable

HANDED_ON = frozenset(
    {Role.INTELLIGENCE, Role.ANALYST, Role.GOVERNOR, Role.HEADQUARTERS, Role.COMPLAINTS, Role.INTEGRITY}
)


class ReportingConfig(AppConfig):
    name = "rapport.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
    keeping = "rapport.reporting.keeping"
    copies = "rapport.reporting.copies"
    first_needed = ("rapport.reporting.phrases.agreed",)

    record_classes: ClassVar[list[RecordClass]] = [REPORT, NAMED, DRAFT, PASSING, ALARM, ATTACHMENT, ACKNOWLEDGEMENT]
    searchable: ClassVar[list[Searchable]] = [
        Searchable("reporting.report", _("Reports"), "rapport.reporting.searchable.Reports", order=10),
    ]
    jobs: ClassVar[list[JobKind]] = [
        JobKind("reporting.call_next", _("Calling the next on duty"), "rapport.reporting.jobs.call_next"),
    ]
    two_person: ClassVar[list[TwoPersonAct]] = [
        TwoPersonAct(
            "reporting.recipient",
            _("Let an office be sent urgent notices"),
            approvers=frozenset({Role.GOVERNOR, Role.INTELLIGENCE, Role.HEADQUARTERS}),
            requesters=frozenset({Role.GOVERNOR}),
        )
    ]
    navigation: ClassVar[list[NavEntry]] = [
        NavEntry(_("My reports"), "reporting:mine", frozenset({"officer", "intelligence", "governor"}), order=40),
        NavEntry(_("Answers owed"), "reporting:owed", frozenset({"intelligence", "governor"}), order=33),
        NavEntry(_("Passed on"), "reporting:passed", frozenset({"governor", "complaints", "integrity"}), order=41),
        NavEntry(_("Reports for you"), "reporting:roads", frozenset({"integrity", "complaints", "governor"}), order=42),
        NavEntry(_("On duty"), "reporting:duty", frozenset({"headquarters"}), order=30),
        NavEntry(_("Urgent notices"), "reporting:notices", frozenset({"headquarters"}), order=31),
        NavEntry(_("Corrections"), "reporting:corrections", HANDED_ON, order=43),
        NavEntry(_("Duty roster"), "reporting:roster", frozenset({"governor"}), order=44),
    ]
