"""The records of the register: places, people, what is said of two people, protected roles, files brought in."""

from rapport.register.models.association import Association
from rapport.register.models.imports import Import, ImportColumn, ImportKind
from rapport.register.models.person import (
    LegalStatus,
    OtherName,
    Person,
    PersonKey,
    Placement,
    SamePerson,
    SlippedKey,
)
from rapport.register.models.place import Place
from rapport.register.models.protected import ProtectedOffice, ProtectedRole

__all__ = [
    "Association",
    "Import",
    "ImportColumn",
    "ImportKind",
    "LegalStatus",
    "OtherName",
    "Person",
    "PersonKey",
    "Place",
    "Placement",
    "ProtectedOffice",
    "ProtectedRole",
    "SamePerson",
    "SlippedKey",
]
