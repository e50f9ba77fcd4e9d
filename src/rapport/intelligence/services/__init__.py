"""Every write of this room is one transaction and one entry in the ledger.

Who has a report and where it goes in `triage`, items in `evaluation`, their `grades` and `compartments`, what belongs
together in `collation`, products in `notes`, what is asked in `requirements` and `taskings`, the day's page in
`briefings`, what two people allow a desk in `allowed`. What ends in `_all`, or in a plural, is for many in one
transaction with an entry each; for one it is the same with one.
Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015), the intelligence process.
"""

from rapport.intelligence.services.allowed import ask_for_organisation, ask_for_scheme, name_organisation, use_scheme
from rapport.intelligence.services.briefings import (
    LineInput,
    draft_briefing,
    named_in,
    sign_briefing,
    write_briefing,
)
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
from rapport.intelligence.services.compartments import move
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
from rapport.intelligence.services.requirements import (
    answer_question,
    answer_tasking,
    open_requirement,
    say_it_answers,
)
from rapport.intelligence.services.taskings import end_tasking, task
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
    "LineInput",
    "answer_question",
    "answer_tasking",
    "ask_for_organisation",
    "ask_for_scheme",
    "draft_briefing",
    "duplicate_of",
    "end_tasking",
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
    "move",
    "name_organisation",
    "name_person",
    "named_in",
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
    "say_it_answers",
    "sign_briefing",
    "take",
    "take_all",
    "take_back_telling",
    "task",
    "tie",
    "untie",
    "use_scheme",
    "write_briefing",
    "write_note",
    "write_notes",
]
