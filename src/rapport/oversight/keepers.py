"""Which roles answer for reviews, and which sign for an erasure before its time."""

from rapport.access.roles import Role

KEEPERS = frozenset(
    {
        Role.INTELLIGENCE,
        Role.ANALYST,
        Role.GOVERNOR,
        Role.CUSTODIAN,
        Role.COMPLAINTS,
        Role.INTEGRITY,
        Role.INSPECTOR,
        Role.TRAINER,
    }
)
"""Roles that answer for reviews of records other than their own drafts and searches."""

SIGNERS = frozenset({Role.DATA_PROTECTION, Role.INSPECTOR})
"""Who signs that something is erased before its time: those who see to lawful handling and work with no record. To
anybody else the request alone would say that a record is there."""
