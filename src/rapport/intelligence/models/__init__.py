"""The records of this room: items, what was judged of them together, and notes."""

from rapport.intelligence.models.collation import Event, Group, Link, Retelling, Tie
from rapport.intelligence.models.items import Grade, Item, ItemTheme, Naming, Permission
from rapport.intelligence.models.notes import Answer, Citation, Handing, Note, Statement, Version

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
    "Retelling",
    "Statement",
    "Tie",
    "Version",
]
