"""Every write of this room.

Drafts in `drafting`, filed reports in `filing`, who has one and where it goes in `triage`, the desk's answers in
`answering`.
"""

from rapport.reporting.services.answering import return_for_more, tell_author
from rapport.reporting.services.drafting import (
    DraftFields,
    NotSaved,
    discard_draft,
    name_person,
    save_draft,
    settle,
    start_draft,
    unname_person,
)
from rapport.reporting.services.filing import Unfilable, add_addendum, file_draft
from rapport.reporting.services.triage import (
    Unfit,
    answer_passing,
    close,
    duplicate_of,
    hand_over,
    let_go,
    mark_evaluated,
    pass_elsewhere,
    pass_on,
    take,
)

__all__ = [
    "DraftFields",
    "NotSaved",
    "Unfilable",
    "Unfit",
    "add_addendum",
    "answer_passing",
    "close",
    "discard_draft",
    "duplicate_of",
    "file_draft",
    "hand_over",
    "let_go",
    "mark_evaluated",
    "name_person",
    "pass_elsewhere",
    "pass_on",
    "return_for_more",
    "save_draft",
    "settle",
    "start_draft",
    "take",
    "tell_author",
    "unname_person",
]
