"""Who answers for decisions: the head of the establishment. One that is in force stays, with what it rests on.

Whoever a measure is about can still ask why, as long as it lasts. Afterwards a decision goes with the note it rests on.
Source: safeguards 3 and 13; docs/decisions/0090.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.access.keeping import Doomed, Kept
from rapport.access.roles import Role
from rapport.conference import policy
from rapport.conference.models import Decision
from rapport.intelligence.keeping import readers_of_note


def governors(decision: Any) -> tuple[set[str], set[str]]:
    """The governors of the establishment, but nobody whom a report beneath it is about."""
    closed = f"+{decision.note.compartment}" if decision.note.compartment else ""
    return {f"role:governor@{decision.establishment.ref}{closed}"}, readers_of_note(decision.note)[1]


KEPT = [
    Kept(
        "conference.decision",
        _("Decision"),
        frozenset({Role.GOVERNOR}),
        policy.READ_DECISION,
        readers=governors,
        parts=(("conference.measure", "decision"),),
    ),
]


def blocks(doomed: Doomed, on: date) -> Iterator[str]:
    """While a decision is in force it stays."""
    going = Decision.unfiltered.filter(pk__in=doomed.keys("conference.decision"), outcome="act", ends_on__gte=on)
    if going.filter(ending__isnull=True).exists():
        yield "decision_in_force"
