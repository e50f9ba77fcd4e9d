"""Whether two people really allowed something: decided on plain values, alike on the server and from files.

A signature counts when its key is its signer's own, known, confirmed where that is asked, and not revoked. Two count
when the signers are two people: not one person under two accounts, and neither ever made or reset the other's account
or key, directly or through accounts that they made; nor did whoever asked make or reset theirs.
Source: house plan, section 7 (two-person acts).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations

from rapport.access.signing import Statement, signed


@dataclass(frozen=True)
class KeyFacts:
    """What is known of one key: whose, by whom confirmed, since when revoked."""

    public: str
    staff: str
    made_at: datetime
    confirmed_by: frozenset[str] = frozenset()
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class Roster:
    """Who holds which keys, and through whose hands each account went (staff → references; not listed: unknown)."""

    keys: tuple[KeyFacts, ...] = ()
    hands: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def makers(self, staff: str) -> frozenset[str] | None:
        """All through whose hands the account went, and those who made theirs; None if that is not known."""
        found: set[str] = set()
        waiting = [staff]
        while waiting:
            hands = self.hands.get(waiting.pop())
            if hands is None:
                return None
            waiting += [hand for hand in hands if hand not in found]
            found |= hands
        return frozenset(found)

    def key_of(self, staff: str, public: str) -> KeyFacts | None:
        """This person's key of this public half."""
        return next((key for key in self.keys if (key.staff, key.public) == (staff, public)), None)

    def shared(self, public: str) -> bool:
        """Whether two accounts hold this key."""
        return len({key.staff for key in self.keys if key.public == public}) > 1


@dataclass(frozen=True)
class Signed:
    """One signature as it is claimed."""

    statement: Statement
    signature: str


@dataclass(frozen=True)
class Terms:
    """When the act is done, and whether only keys that an inspector confirmed count (rehearsal and live)."""

    on: datetime
    confirmed: bool


@dataclass(frozen=True)
class Finding:
    """Why a signature, or two together, count for nothing."""

    code: str
    about: tuple[str, ...]


@dataclass(frozen=True)
class Judgement:
    """The two whose signatures release, or nobody and why."""

    by: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def released(self) -> bool:
        """Whether two people allowed it."""
        return len(self.by) == 2

    @property
    def codes(self) -> str:
        """The findings in one line, for a refusal."""
        return "|".join(dict.fromkeys(["approval.two", *(f"approval.{finding.code}" for finding in self.findings)]))


def objection(one: Signed, roster: Roster, *, terms: Terms) -> str:
    """Why this signature counts for nothing; empty when it counts."""
    statement = one.statement
    key = roster.key_of(statement.staff, statement.public)
    if key is None:
        return "unknown_key"
    if roster.shared(statement.public):
        return "shared_key"
    if key.revoked_at is not None and key.revoked_at <= terms.on:
        return "revoked_key"
    if statement.at < key.made_at:
        return "before_its_key"
    if not signed(statement, one.signature):
        return "not_signed"
    if roster.makers(statement.staff) is None:
        return "unknown_origin"
    if terms.confirmed and not key.confirmed_by - {statement.staff}:
        return "unconfirmed_key"
    return ""


def entangled(one: str, other: str, roster: Roster) -> bool:
    """Whether two accounts may be one person's: the same, or one went through the other's hands."""
    makers = roster.makers(one), roster.makers(other)
    return one == other or makers[0] is None or makers[1] is None or other in makers[0] or one in makers[1]


def judge(claims: Iterable[Signed], roster: Roster, *, requester: str, terms: Terms) -> Judgement:
    """Whether two people allowed what `requester` asked for; the requester may be one of the two, never both."""
    findings, counted = [], []
    for claim in claims:
        staff = claim.statement.staff
        if code := objection(claim, roster, terms=terms):
            findings.append(Finding(code, (staff,)))
        elif staff != requester and requester in (roster.makers(staff) or ()):
            findings.append(Finding("entangled", (staff, requester)))
        else:
            counted.append(staff)
    for one, other in combinations(sorted(set(counted)), 2):
        if not entangled(one, other, roster):
            return Judgement((one, other), tuple(findings))
        findings.append(Finding("entangled", (one, other)))
    return Judgement((), tuple(findings))
