"""Rules that say who may read and who may act: written once, used as row filter and as decision.

    READ_REPORT = (author() | (same_establishment() & holds(Role.INTELLIGENCE))) & ~subject

    Report.objects.visible_to(viewer)        # the rule as a filter
    READ_REPORT.allows(viewer, report)       # the same rule on one record

Rules are three-valued. What a record does not say is UNKNOWN, stays UNKNOWN under `~`, and refuses.
Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64 (strong three-valued logic).
"""

from rapport.access.algebra.atoms import (
    acting_for,
    among,
    author,
    begun,
    cleared_for,
    holds,
    known,
    matches,
    open_to,
    same_establishment,
    same_service,
    says,
)
from rapport.access.algebra.many import exists
from rapport.access.algebra.refusal import Refused
from rapport.access.algebra.rule import Claim, Rule, claim
from rapport.access.algebra.truth import Truth

__all__ = [
    "Claim",
    "Refused",
    "Rule",
    "Truth",
    "acting_for",
    "among",
    "author",
    "begun",
    "claim",
    "cleared_for",
    "exists",
    "holds",
    "known",
    "matches",
    "open_to",
    "same_establishment",
    "same_service",
    "says",
]
