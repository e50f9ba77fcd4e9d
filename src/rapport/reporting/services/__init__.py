"""Every write of this room.

Drafts in `drafting`, filed reports in `filing`, who has one and where it goes in `triage`, the desk's answers in
`answering`.
"""

from rapport.reporting.rules import NotSaved
from rapport.reporting.services.answering import return_for_more, tell_author
from rapport.reporting.services.attaching import attach, detach
from rapport.reporting.services.drafting import (
    DraftFields,
    discard_draft,
    name_person,
    save_draft,
    settle,
    start_draft,
    unname_person,
    unname_teller,
)
from rapport.reporting.services.filing import Unfilable, add_addendum, file_draft
from rapport.reporting.services.roads import answer_on_road, confirm_slip, receive_on_road
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
from rapport.reporting.services.urgent import (
    allow_recipient,
    answer_alarm,
    ask_for_recipient,
    put_on_roster,
    raise_alarm,
    review_notice,
    send_notice,
    take_off_roster,
)

__all__ = [
    "DraftFields",
    "NotSaved",
    "Unfilable",
    "Unfit",
    "add_addendum",
    "allow_recipient",
    "answer_alarm",
    "answer_on_road",
    "answer_passing",
    "ask_for_recipient",
    "attach",
    "close",
    "confirm_slip",
    "detach",
    "discard_draft",
    "duplicate_of",
    "file_draft",
    "hand_over",
    "let_go",
    "mark_evaluated",
    "name_person",
    "pass_elsewhere",
    "pass_on",
    "put_on_roster",
    "raise_alarm",
    "receive_on_road",
    "return_for_more",
    "review_notice",
    "save_draft",
    "send_notice",
    "settle",
    "start_draft",
    "take",
    "take_off_roster",
    "tell_author",
    "unname_person",
    "unname_teller",
]
