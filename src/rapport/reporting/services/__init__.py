"""Every write of this room: drafts in `drafting`, filed reports in `filing`, the desk's answers in `answering`."""

from rapport.reporting.services.answering import (
    close,
    mark_evaluated,
    pass_elsewhere,
    return_for_more,
    take,
    tell_author,
)
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

__all__ = [
    "DraftFields",
    "NotSaved",
    "Unfilable",
    "add_addendum",
    "close",
    "discard_draft",
    "file_draft",
    "mark_evaluated",
    "name_person",
    "pass_elsewhere",
    "return_for_more",
    "save_draft",
    "settle",
    "start_draft",
    "take",
    "tell_author",
    "unname_person",
]
