"""The records of this room: items, what was judged of them together, and notes."""

from rapport.intelligence.models.allowed import Organisation, SchemeChoice
from rapport.intelligence.models.briefings import (
    Briefing,
    BriefingLine,
    BriefingSignature,
    BriefingVersion,
    LinePerson,
    LinePlace,
)
from rapport.intelligence.models.collation import Event, Group, Link, Retelling, Tie
from rapport.intelligence.models.items import Grade, Item, ItemTheme, Moving, Naming, Permission
from rapport.intelligence.models.mentions import MentionAnswer
from rapport.intelligence.models.notes import Answer, Citation, HandedTo, Handing, Note, Statement, Version
from rapport.intelligence.models.requirements import Brought, Requirement, RequirementPost, ShiftAnswer
from rapport.intelligence.models.taskings import Tasking, TaskingEnd

__all__ = [
    "Answer",
    "Briefing",
    "BriefingLine",
    "BriefingSignature",
    "BriefingVersion",
    "Brought",
    "Citation",
    "Event",
    "Grade",
    "Group",
    "HandedTo",
    "Handing",
    "Item",
    "ItemTheme",
    "LinePerson",
    "LinePlace",
    "Link",
    "MentionAnswer",
    "Moving",
    "Naming",
    "Note",
    "Organisation",
    "Permission",
    "Requirement",
    "RequirementPost",
    "Retelling",
    "SchemeChoice",
    "ShiftAnswer",
    "Statement",
    "Tasking",
    "TaskingEnd",
    "Tie",
    "Version",
]
