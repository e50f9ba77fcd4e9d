"""The records of this room: items, what was judged of them together, and notes."""

from rapport.intelligence.models.collation import Event, Group, Link, Retelling, Tie
from rapport.intelligence.models.items import Grade, Item, ItemTheme, Naming, Permission
from rapport.intelligence.models.notes import Answer, Citation, Handing, Note, Statement, Version
from rapport.intelligence.models.requirements import Requirement, RequirementPost, ShiftAnswer

__all__ = [
    "Answer",
    "Citation",
    "Event",
    "Grade",
    "Group",
    "Handing",
    "Item",
    "ItemTheme",
    "Link",
    "Naming",
    "Note",
    "Permission",
    "Requirement",
    "RequirementPost",
    "Retelling",
    "ShiftAnswer",
    "Statement",
    "Tie",
    "Version",
]
