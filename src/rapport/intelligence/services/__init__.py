"""Every write of this room is one transaction and one entry in the ledger.

Who has a report and where it goes in `triage`, graded items in `evaluation`, what belongs together in `collation`,
products in `notes`, what is asked of officers in `requirements`.
Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015), the intelligence process.
"""

from rapport.intelligence.services.collation import (
    judge_one_telling,
    link,
    open_event,
    open_group,
    take_back_telling,
    tie,
    untie,
)
from rapport.intelligence.services.evaluation import evaluate, finish, name_person, permit, regrade
from rapport.intelligence.services.notes import hand_to_governor, note_answered, rewrite_note, write_note
from rapport.intelligence.services.requirements import answer_question, open_requirement
from rapport.intelligence.services.triage import (
    duplicate_of,
    hand_over,
    let_go,
    pass_elsewhere,
    pass_on,
    return_for_more,
    take,
)

__all__ = [
    "answer_question",
    "duplicate_of",
    "evaluate",
    "finish",
    "hand_over",
    "hand_to_governor",
    "judge_one_telling",
    "let_go",
    "link",
    "name_person",
    "note_answered",
    "open_event",
    "open_group",
    "open_requirement",
    "pass_elsewhere",
    "pass_on",
    "permit",
    "regrade",
    "return_for_more",
    "rewrite_note",
    "take",
    "take_back_telling",
    "tie",
    "untie",
    "write_note",
]
