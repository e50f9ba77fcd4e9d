"""Who acts, and the six operations that must be remembered.

Source: Directive (EU) 2016/680, article 25(1): collection, alteration, consultation, disclosure including
transfers, combination and erasure. Sign-in and refusal are ours.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Operation(StrEnum):
    """What was done to a record."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    SIGN_IN = "sign_in"
    REFUSAL = "refusal"


@dataclass(frozen=True)
class Actor:
    """Who acts, as the ledger knows them: references only, no names."""

    staff: str
    role: str
    service: str
    purpose: str


@dataclass(frozen=True)
class AtTheConsole:
    """Whoever types commands on the server: the ledger knows that it was an administrator, and under which account."""

    account: str

    @property
    def actor(self) -> Actor:
        """The administrator as the ledger knows them."""
        return Actor(staff="", role="administrator", service="", purpose=f"operation ({self.account})"[:40])


class Acting(Protocol):
    """Anything that acts for somebody: a viewer, or a command line with a named person."""

    @property
    def actor(self) -> Actor: ...
