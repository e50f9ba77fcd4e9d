"""For what records may be looked at and used: the purposes, and which work each belongs to.

A purpose is one of a closed list. The law on which a prison service rests it differs from country to country and is a
record of that service (`LegalBasis`).
Source: Directive (EU) 2016/680, articles 1(1), 4(1)(b), 4(2) and 8.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.access.roles import Role


@dataclass(frozen=True)
class Purpose:
    """A purpose: its word in the ledger, its name on pages, what it covers, and in which roles one may act for it."""

    code: str
    label: str | Promise
    covers: str | Promise
    roles: frozenset[str]


def _purpose(code: str, label: str | Promise, covers: str | Promise, *roles: str) -> tuple[str, Purpose]:
    return code, Purpose(code, label, covers, frozenset(map(str, roles)))


PURPOSES: dict[str, Purpose] = dict(
    [
        _purpose(
            "dynamic security",
            _("Dynamic security"),
            _("Knowing the people on the wing, so that everybody there is safe."),
            Role.OFFICER,
            Role.GOVERNOR,
        ),
        _purpose(
            "prison intelligence",
            _("Prison intelligence"),
            _("Preventing crime and violence in prison and from prison."),
            Role.INTELLIGENCE,
            Role.ANALYST,
        ),
        _purpose(
            "protection of a person",
            _("Protection of a person"),
            _("Keeping somebody from being harmed, by others or by their own hand."),
            Role.OFFICER,
            Role.INTELLIGENCE,
            Role.ANALYST,
            Role.GOVERNOR,
        ),
        _purpose(
            "decision",
            _("A decision"),
            _("Deciding on a measure, reviewing it or ending it."),
            Role.GOVERNOR,
        ),
        _purpose(
            "inspection",
            _("Inspection"),
            _("Looking at who looked, and whether it was lawful."),
            Role.INSPECTOR,
            Role.DATA_PROTECTION,
        ),
        _purpose(
            "rights of the person",
            _("Rights of the person"),
            _("Answering somebody who asks what is held about them, or wants it put right."),
            Role.DATA_PROTECTION,
            Role.GOVERNOR,
        ),
        _purpose(
            "administration",
            _("Administration"),
            _("Accounts, postings and desks. No report is read for it."),
            Role.ADMINISTRATOR,
        ),
        _purpose("training", _("Training"), _("Exercises with invented people."), Role.TRAINER),
    ]
)


def purposes_of(roles: frozenset[str]) -> list[Purpose]:
    """The purposes for which somebody in these roles may act."""
    return [one for one in PURPOSES.values() if not one.roles.isdisjoint(roles)]
