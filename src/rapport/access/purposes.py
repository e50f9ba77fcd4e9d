"""For what records may be looked at and used: the purposes, and which work each belongs to.

A purpose is one of a closed list. The law on which a prison service rests it differs from country to country and is a
record of that service (`LegalBasis`); every record about a person names the one that stood when it was made (`legal`).
Source: Directive (EU) 2016/680, articles 1(1), 4(1)(b), 4(2) and 8.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.access.roles import Role


@dataclass(frozen=True)
class Purpose:
    """A purpose: its word in the ledger, its name on pages, what it covers, and in which roles one may act for it.

    A prison service that does not exist rests it on a law that does not: `section` of its invented act.
    """

    code: str
    label: str | Promise
    covers: str | Promise
    roles: frozenset[str]
    section: int

    @property
    def simulated_law(self) -> str:
        """The invented law behind it in a simulated prison service."""
        return f"Simulated Prisons Act, section {self.section}"


def _purpose(section: int, code: str, label: str | Promise, covers: str | Promise, *roles: str) -> tuple[str, Purpose]:
    return code, Purpose(code, label, covers, frozenset(map(str, roles)), section)


PURPOSES: dict[str, Purpose] = dict(
    [
        _purpose(
            1,
            "register",
            _("The register"),
            _("Knowing who is held where, on which order, and until when."),
        ),
        _purpose(
            2,
            "dynamic security",
            _("Dynamic security"),
            _("Knowing the people on the wing, so that everybody there is safe."),
            Role.OFFICER,
            Role.GOVERNOR,
        ),
        _purpose(
            3,
            "prison intelligence",
            _("Prison intelligence"),
            _("Preventing crime and violence in prison and from prison."),
            Role.INTELLIGENCE,
            Role.ANALYST,
        ),
        _purpose(
            4,
            "protection of a person",
            _("Protection of a person"),
            _("Keeping somebody from being harmed, by others or by their own hand."),
            Role.OFFICER,
            Role.INTELLIGENCE,
            Role.ANALYST,
            Role.GOVERNOR,
        ),
        _purpose(
            5,
            "decision",
            _("A decision"),
            _("Deciding on a measure, reviewing it or ending it."),
            Role.GOVERNOR,
        ),
        _purpose(
            6,
            "inspection",
            _("Inspection"),
            _("Looking at who looked, and whether it was lawful."),
            Role.INSPECTOR,
            Role.DATA_PROTECTION,
        ),
        _purpose(
            7,
            "rights of the person",
            _("Rights of the person"),
            _("Answering somebody who asks what is held about them, or wants it put right."),
            Role.DATA_PROTECTION,
            Role.GOVERNOR,
        ),
        _purpose(
            8,
            "administration",
            _("Administration"),
            _("Accounts, postings and desks. No report is read for it."),
            Role.ADMINISTRATOR,
        ),
        _purpose(
            9,
            "protection of sources",
            _("Protection of sources"),
            _("Keeping who told us sealed, and looking after those who tell."),
            Role.CUSTODIAN,
        ),
        _purpose(
            10,
            "protection of life",
            _("Protection of life"),
            _("Answering an urgent report before somebody is killed or badly hurt."),
            Role.HEADQUARTERS,
        ),
        _purpose(
            11,
            "integrity of staff",
            _("Integrity of staff"),
            _("Looking into what is reported about staff."),
            Role.INTEGRITY,
        ),
        _purpose(
            12,
            "complaints of ill-treatment",
            _("Complaints of ill-treatment"),
            _("Looking into what is reported of ill-treatment."),
            Role.COMPLAINTS,
        ),
        _purpose(
            13,
            "training",
            _("Training"),
            _("Exercises with invented people."),
            Role.TRAINER,
        ),
    ]
)


def purposes_of(roles: frozenset[str]) -> list[Purpose]:
    """The purposes for which somebody in these roles may act."""
    return [one for one in PURPOSES.values() if not one.roles.isdisjoint(roles)]
