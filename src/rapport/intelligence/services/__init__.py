"""Every write of this room is one transaction and one entry in the ledger.

Who has a report and where it goes in `triage`, items in `evaluation` and their `grades`, what belongs together in
`collation`, products in `notes`, what is asked of officers in `requirements`. What ends in `_all`, or in a plural, is
for many in one transaction with an entry each; the service for one is the same with one.
Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015), the intelligence process.
"""

from rapport.intelligence.services.collation import (
    judge_one_telling,
    link,
    link_all,
    open_event,
    open_group,
    take_back_telling,
    tie,
    untie,
)
from rapport.intelligence.services.evaluation import evaluate, evaluate_all, finish, finish_all, name_person
from rapport.intelligence.services.grades import permit, regrade
from rapport.intelligence.services.notes import (
    hand_all_to_governor,
    hand_to_governor,
    note_answered,
    notes_answered,
    rewrite_note,
    write_note,
    write_notes,
)
from rapport.intelligence.services.requirements import answer_question, open_requirement
from rapport.intelligence.services.triage import (
    duplicate_of,
    hand_over,
    let_go,
    pass_elsewhere,
    pass_elsewhere_all,
    pass_on,
    return_for_more,
    take,
    take_all,
)

__all__ = [
    "answer_question",
    "duplicate_of",
    "evaluate",
    "evaluate_all",
    "finish",
    "finish_all",
    "hand_all_to_governor",
    "hand_over",
    "hand_to_governor",
    "judge_one_telling",
    "let_go",
    "link",
    "link_all",
    "name_person",
    "note_answered",
    "notes_answered",
    "open_event",
    "open_group",
    "open_requirement",
    "pass_elsewhere",
    "pass_elsewhere_all",
    "pass_on",
    "permit",
    "regrade",
    "return_for_more",
    "rewrite_note",
    "take",
    "take_all",
    "take_back_telling",
    "tie",
    "untie",
    "write_note",
    "write_notes",
]
