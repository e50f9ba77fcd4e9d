"""Every write of this room: sealing as one types in `sealing`, keys in `keys`, the register in `register`, opening in
`opening`."""

from rapport.sources.services.keys import found_key
from rapport.sources.services.opening import ask_to_open, open_origin, open_window
from rapport.sources.services.register import authorise, end_source, enter_source, looked_after
from rapport.sources.services.sealing import (
    GradeOf,
    TooLong,
    forget_draft,
    forget_drafts,
    keep_origins,
    move_grades,
    note_grades,
    prepare_draft,
    seal_teller,
    withdraw_grades,
)

__all__ = [
    "GradeOf",
    "TooLong",
    "ask_to_open",
    "authorise",
    "end_source",
    "enter_source",
    "forget_draft",
    "forget_drafts",
    "found_key",
    "keep_origins",
    "looked_after",
    "move_grades",
    "note_grades",
    "open_origin",
    "open_window",
    "prepare_draft",
    "seal_teller",
    "withdraw_grades",
]
