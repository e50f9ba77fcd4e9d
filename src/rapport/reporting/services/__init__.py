"""Every write of this room.

Drafts in `drafting`, filed reports in `filing`, what is written whole in `handing_in`, who has one and where it goes
in `triage`, the desk's answers in `answering`. What ends in `_all` is for many; the service for one
is the same with one.
"""

from rapport.reporting.rules import NotSaved
from rapport.reporting.services.answering import read_by_author, return_for_more, tell_author, tell_authors
from rapport.reporting.services.attaching import attach, detach
from rapport.reporting.services.corrections import acknowledge
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
from rapport.reporting.services.filing import Unfilable, add_addendum, file_draft, file_draft_of_somebody_else
from rapport.reporting.services.handing_in import Written, hand_in
from rapport.reporting.services.roads import answer_on_road, confirm_slip, receive_on_road
from rapport.reporting.services.triage import (
    Unfit,
    answer_passing,
    close,
    disclose,
    duplicate_of,
    enclose,
    hand_over,
    let_go,
    mark_evaluated,
    mark_evaluated_all,
    pass_elsewhere,
    pass_elsewhere_all,
    pass_on,
    take,
    take_all,
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
    "Written",
    "acknowledge",
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
    "disclose",
    "duplicate_of",
    "enclose",
    "file_draft",
    "file_draft_of_somebody_else",
    "hand_in",
    "hand_over",
    "let_go",
    "mark_evaluated",
    "mark_evaluated_all",
    "name_person",
    "pass_elsewhere",
    "pass_elsewhere_all",
    "pass_on",
    "put_on_roster",
    "raise_alarm",
    "read_by_author",
    "receive_on_road",
    "return_for_more",
    "review_notice",
    "save_draft",
    "send_notice",
    "settle",
    "start_draft",
    "take",
    "take_all",
    "take_off_roster",
    "tell_author",
    "tell_authors",
    "unname_person",
    "unname_teller",
]
